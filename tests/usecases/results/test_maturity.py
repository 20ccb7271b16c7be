"""The maturity of the town: newest levels, on the scale of the rollout."""

from datetime import date

from ozg_workflow.usecases.results.maturity import maturity_of
from tests.usecases.setup.scales.test_change_scale import FEDERAL, with_scale
from tests.usecases.town import Town


def test_before_the_survey_there_is_nothing(town: Town) -> None:
    with town.ctx().reading() as work:
        assert maturity_of(work) is None


def test_levels_and_planned_offers_are_counted(asked: Town) -> None:
    plans = {"Online-Angebot fest geplant?": "ja", "Geplant zum": date(2020, 10, 1)}
    asked.send_back("33", {1: {"Stufe heute": "Online-Transaktion (4)"}, 2: plans})
    asked.do("collect")
    with asked.ctx().reading() as work:
        found = maturity_of(work)
    assert found is not None
    assert (found.total.services, found.total.known, found.total.open) == (8, 3, 5)
    assert (found.total.compliant, found.total.on_target, found.total.planned) == (1, 1, 1)
    assert [(o.ref, o.planned_on) for o in found.planned] == [("L3", date(2020, 10, 1))]
    assert [g.title for g in found.departments] == ["Dezernat 1 – Zentrale Dienste", "Dezernat 2 – Bürger und Soziales"]
    assert [(g.title, g.services) for g in found.kinds] == [("2/3", 7), ("5", 1)]


def test_another_scale_counts_what_is_comparable(answered: Town) -> None:
    answered.prepare(with_scale(FEDERAL))
    with answered.ctx().reading() as work:
        found = maturity_of(work)
    assert found is not None
    assert found.scale.key == "federal-2.0"
    assert found.total.counts[3] == found.total.known, "level 2 of the plan is not comparable, level 4 is 3"
    assert len(found.total.counts) == 8
