"""Another scale is loaded while levels are there: they stay on theirs, and count as the mapping says or not at all."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import MaturityReading, Measure, Round, Service
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.maturity import MaturityLevel, MaturityScale, ScaleMapping
from ozg_workflow.usecases.survey.levels import last_levels
from tests.usecases.town import Town, town_data

FEDERAL = MaturityScale(
    key="federal-2.0",
    title="Bund 2.0",
    source="",
    levels=tuple(MaturityLevel(value=n, title=f"S{n}", description="") for n in range(8)),
    target_level=5,
    compliant_level=3,
    mapping=(ScaleMapping(scale="plan", levels=(0, 1, None, 3, 3, 3)),),
)


def with_scale(scale: MaturityScale) -> RolloutData:
    data = town_data()
    asked = replace(data.config.questionnaire, scale=scale)
    progress = replace(data.config.progress_questionnaire, scale=scale)
    return replace(data, config=replace(data.config, scale=scale, questionnaire=asked, progress_questionnaire=progress))


def levels(town: Town) -> dict[str, int]:
    with town.ctx().reading() as work:
        refs = dict(work.session.execute(select(Service.id, Service.ref)).all())
        return {refs[service]: level for service, level in last_levels(work).items()}


@pytest.mark.both_databases
def test_levels_count_as_the_mapping_says_and_stay_on_their_scale(answered: Town) -> None:
    before = levels(answered)
    assert set(before.values()) == {2, 4}
    answered.prepare(with_scale(FEDERAL))
    assert levels(answered) == {ref: 3 for ref, level in before.items() if level == 4}
    with answered.session() as session:
        assert set(session.scalars(select(MaturityReading.scale))) == {"plan"}
        assert {r.questionnaire["scale"]["key"] for r in session.scalars(select(Round))} == {"plan"}


def test_a_list_that_is_out_is_read_on_the_scale_it_was_sent_with(answered: Town) -> None:
    answered.prepare(with_scale(FEDERAL))
    answered.send_back("20", {1: {"Stufe heute": "Online-Transaktion (4)"}})
    answered.do("collect")
    with answered.session() as session:
        reading = session.scalars(select(MaturityReading).order_by(MaturityReading.id.desc()).limit(1)).one()
        assert (reading.scale, reading.level) == ("plan", 4)
    assert levels(answered)["L1"] == 3


def test_without_a_mapping_the_scale_is_refused_with_the_reason(answered: Town) -> None:
    with pytest.raises(InputError) as error:
        answered.prepare(with_scale(replace(FEDERAL, mapping=())))
    assert str(error.value).startswith("Es gibt Stufen auf einer anderen Skala: „plan“ (")
    assert "Die Skala „federal-2.0“ sagt nicht, was sie auf ihr bedeuten." in str(error.value)
    assert levels(answered), "nothing has changed"


def test_the_same_key_cannot_mean_other_levels(answered: Town) -> None:
    with pytest.raises(InputError, match=r"„plan“ ist mit den Stufen 0–5 bekannt und hätte jetzt die Stufen 0–7"):
        answered.prepare(with_scale(replace(FEDERAL, key="plan", mapping=())))


def test_the_targets_of_measures_follow_to_the_new_scale_and_back(started: Town) -> None:
    answered = levels(started)
    started.prepare(with_scale(FEDERAL))
    with started.session() as session:
        targets = {(m.state, m.target_level) for m in session.scalars(select(Measure))}
        assert targets == {("started", 5), ("reached", 3)}, "what was reached stays reached, at what its target is here"
    plan = town_data().config.scale
    started.prepare(with_scale(replace(plan, mapping=(ScaleMapping(scale="federal-2.0", levels=(0, 1, 2, 3, 4, 4, 4, 5)),))))
    with started.session() as session:
        assert {m.target_level for m in session.scalars(select(Measure)) if m.state == "started"} == {4}
    assert levels(started) == answered


def test_a_rollout_without_rounds_takes_any_scale(town: Town) -> None:
    town.prepare(with_scale(replace(FEDERAL, mapping=())))
    with town.ctx().reading() as work:
        assert work.config.scale.key == "federal-2.0"
