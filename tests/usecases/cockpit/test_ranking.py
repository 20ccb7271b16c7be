"""The newest evaluation, page by page."""

from datetime import date

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.prioritisation import RankState
from ozg_workflow.usecases.cockpit.ranking import RankFilter, ranking
from tests.usecases.town import Town


def test_before_an_evaluation_there_is_no_ranking(asked: Town) -> None:
    assert ranking(asked.ctx(), RankFilter(), page=1, size=5) is None


@pytest.mark.both_databases
def test_the_ranking_is_turned_page_by_page_in_its_order(started: Town) -> None:
    first, second = (ranking(started.ctx(), RankFilter(), page=page, size=5) for page in (1, 2))
    assert first
    assert second
    assert (first.lines.total, first.lines.pages, len(first.lines.rows), len(second.lines.rows)) == (8, 2, 5, 3)
    assert first.ranked + first.incomplete + first.blocked == 8
    lines = [*first.lines.rows, *second.lines.rows]
    assert [line.rank for line in lines if line.rank] == sorted(line.rank for line in lines if line.rank)
    assert {line.ref for line in lines} == {f"L{n}" for n in range(1, 9)}
    assert [line.office_name for line in lines if line.ref == "L2"] == ["Einwohner- und Meldeamt"]
    assert all(line.reasons for line in lines)


@pytest.mark.both_databases
def test_services_are_found_by_office_state_and_words(started: Town) -> None:
    def refs(**wanted: str) -> set[str]:
        found = ranking(started.ctx(), RankFilter(**wanted), page=1, size=50)
        return {line.ref for line in found.lines.rows} if found else set()

    assert refs(office="33") == {"L2", "L3", "L4"}
    assert refs(state=RankState.BLOCKED) == {"L5"}
    assert refs(text="wohn") == {"L2", "L7"}
    assert refs(text="%") == set()


def test_a_past_evening_has_the_evaluation_of_its_time(started: Town) -> None:
    assert ranking(started.ctx(), RankFilter(), page=1, size=5, as_of=date(2020, 6, 1)) is None
    assert ranking(started.ctx(), RankFilter(), page=1, size=5, as_of=date(2020, 6, 2)) is not None
    with pytest.raises(InputError, match="keine Aufzeichnungen"):
        ranking(started.ctx(), RankFilter(), page=1, size=5, as_of=date(2019, 1, 1))
