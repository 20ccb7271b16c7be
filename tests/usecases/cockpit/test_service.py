"""One service with everything that is known of it."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.cockpit.service import service_view
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from tests.usecases.town import Town, not_ours


def test_before_the_survey_a_service_has_its_catalogue_and_its_office(town: Town) -> None:
    found = service_view(town.ctx(), "L5")
    assert (found.service.name, found.service.key, found.service.topic) == (
        "Eheschließung anmelden",
        "99059001012000",
        "Familie & Kind",
    )
    assert [(o.office, o.state) for o in found.owners] == [("34", AssignmentState.PROPOSED)]
    assert (found.lines, found.cases, found.ranks, found.measure, found.levels) == ((), (), (), None, ())


@pytest.mark.both_databases
def test_ranks_measure_and_levels_follow_from_the_answers(started: Town) -> None:
    found = service_view(started.ctx(), "L3")
    assert [(i.line.office, i.line.answers["maturity_level"]) for i in found.lines] == [("33", 4)]
    assert {entry.source.incoming for entry in found.lines[0].history} == {found.lines[0].line.sources["maturity_level"].incoming}
    assert all(entry.counts for entry in found.lines[0].history)
    assert [rank.ref for _, rank in found.ranks] == ["L3"]
    assert found.measure
    assert (found.measure.state, found.measure.level) == (MeasureState.REACHED, 4)
    assert [level.level for level in found.levels] == [4]


def test_a_service_that_moves_shows_both_offices_and_the_case(asked: Town) -> None:
    asked.send_back("33", {2: not_ours("weiß nicht")})
    asked.do("collect", "deliver")
    assert [c.state for c in service_view(asked.ctx(), "L3").cases] == [CaseState.OPEN]
    decide_cases(asked.ctx(), [1], "34")
    asked.do("send-lists")
    found = service_view(asked.ctx(), "L3")
    assert {(o.office, o.state) for o in found.owners} == {
        ("33", AssignmentState.FORWARDED),
        ("34", AssignmentState.PROPOSED),
    }
    assert [(c.state, c.settled_office) for c in found.cases] == [(CaseState.SETTLED, "34")]
    assert {item.line.office for item in found.lines} == {"33", "34"}


def test_a_service_is_found_by_its_key_and_an_unknown_one_is_named(town: Town) -> None:
    assert service_view(town.ctx(), "99115002012000").service.ref == "L2"
    with pytest.raises(InputError, match="Die Leistung „L99“ gibt es nicht"):
        service_view(town.ctx(), "L99")
