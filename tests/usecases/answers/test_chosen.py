"""Which lines somebody asked for, and in which order."""

from typing import Any

import pytest

from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.answers.read import Sort, SortKey
from tests.usecases.answers.phone import lines, page
from tests.usecases.survey.said.world import catalogue
from tests.usecases.town import Town


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"office": "34"}, ["L5", "L6"]),
        ({"department": "1"}, ["L1"]),
        ({"theme": "Bauen & Wohnen"}, ["L7"]),
        ({"service": "99107003012000"}, ["L8"]),
        ({"states": (RowState.INVALID, RowState.OPEN)}, ["L1", "L6"]),
        ({"round": "erhebung-1", "question": "case_volume"}, ["L5", "L7", "L8"]),
        ({"question": "case_volume", "value": "7"}, ["L7"]),
        ({"question": "case_volume", "value": "unknown"}, ["L8"]),
        ({"question": "staff_effort", "value": "1.5", "office": "50"}, ["L7", "L8"]),
        ({"text": "übergabe"}, ["L6"]),
        ({"text": "ANMELDEN", "office": "34"}, ["L5"]),
        ({"text": "50 % on"}, ["L7"]),
        ({"text": "5_ %"}, []),
        ({"text": "ausweise"}, ["L4"]),
        ({"text": "9910700"}, ["L7", "L8"]),
        ({"round": "erhebung-9"}, []),
        ({"contradicted": True}, []),
    ],
)
def test_only_what_is_wanted(returned: Town, chosen: dict[str, Any], expected: list[str]) -> None:
    assert sorted([line.service.ref for line in lines(returned, **chosen)]) == expected


@pytest.mark.both_databases
def test_lines_are_sorted_by_what_somebody_clicks_at(returned: Town) -> None:
    by_cases = Sort(by=SortKey.QUESTION, question="case_volume", descending=True)
    assert [line.answers.get("case_volume") for line in page(returned, sort=by_cases, size=4).rows] == [1200, 7, "unknown", None]
    by_name = page(returned, sort=Sort(by=SortKey.SERVICE), size=3).rows
    assert [line.service.ref for line in by_name] == ["L8", "L5", "L6"]
    for key in SortKey:
        assert len(page(returned, sort=Sort(by=key, question="remark"), size=50).rows) == 8


def test_a_service_that_has_gone_on_is_listed_once(asked: Town) -> None:
    places = lambda **chosen: [line.office for line in lines(asked, service="L8", **chosen)]  # noqa: E731
    asked.prepare(catalogue(""))
    assert places(once=True) == ["50"], "as long as nobody else has a line about it"
    asked.prepare(catalogue("34"))
    asked.do("send-lists")
    assert (places(), places(once=True)) == (["34", "50"], ["34"])
