"""What the answers come to: online, cases, plans, who owes what."""

from datetime import date
from typing import Any

import pytest

from ozg_workflow.domain.survey.bundles import bundle, bundles, missing, owes, planned
from ozg_workflow.domain.survey.service_list import ListState, RowState
from tests.report.answers.lines import GOOD, asked, line, open_line


def test_a_bundle_counts_services_levels_and_cases_and_keeps_unknown_apart_from_nothing() -> None:
    found = bundle(
        asked(),
        [
            line(1),
            line(2, answers={**GOOD, "maturity_level": 3, "case_volume": 0}),
            line(3, answers={**GOOD, "maturity_level": 4, "case_volume": "unknown"}),
            line(4, answers={k: v for k, v in GOOD.items() if k != "maturity_level"}, state=RowState.INVALID),
            open_line(5),
        ],
    )
    assert (found.services, found.online, found.on_target, found.offline) == (5, 2, 1, 1)
    assert (found.level_unknown, found.level_open) == (0, 2)
    assert (found.cases, found.cases_known, found.cases_unknown) == (2400, 3, 1)


def test_a_service_that_offices_share_counts_once_and_their_numbers_add_up() -> None:
    shared = {**GOOD, "case_volume": 100, "maturity_level": 4}
    found = bundle(asked(), [line(1), line(1, office="20", answers=shared)])
    assert (found.services, found.cases, found.offices) == (1, 1300, ("20", "33"))
    assert found.online == 0, "the level is that of the office with most cases, as in the ranking"


def test_bundles_stand_in_the_order_of_their_names_those_without_one_last() -> None:
    names = {1: ("", ""), 2: ("10201", "wohnen"), 3: ("10100", "Ausweise"), 4: ("10201", "wohnen")}
    lines = [line(n, service={"ozg_id": key, "ozg_name": name}) for n, (key, name) in names.items()]
    assert [(b.ozg_name, b.services) for b in bundles(asked(), lines)] == [("Ausweise", 1), ("wohnen", 2), ("", 1)]


def test_an_offer_is_planned_with_a_day_or_where_a_day_is_asked_for() -> None:
    answers: dict[int, dict[str, Any]] = {
        1: {"planned_offer": "ja", "planned_on": "2021-01-04"},
        2: {"planned_offer": "ja"},
        3: {"planned_offer": "nein"},
        4: {"planned_offer": "ja", "planned_on": "2020-10-01"},
    }
    lines = [line(n, answers={**GOOD, **more}) for n, more in answers.items()]
    assert [(p.line.service.service_id, p.on) for p in planned(asked(), lines)] == [
        (4, date(2020, 10, 1)),
        (1, date(2021, 1, 4)),
        (2, None),
    ]
    assert (bundle(asked(), lines).planned, bundle(asked(), lines).next_on) == (3, date(2020, 10, 1))


@pytest.mark.parametrize(
    ("state", "list_state", "expected"),
    [
        (RowState.OPEN, ListState.SENT, True),
        (RowState.INVALID, ListState.PARTLY_RETURNED, True),
        (RowState.DISPUTED, ListState.RETURNED, True),
        (RowState.ANSWERED, ListState.RETURNED, False),
        (RowState.OPEN, ListState.NIL_RETURN, False),
    ],
)
def test_who_owes_something(state: RowState, list_state: ListState, expected: bool) -> None:
    assert owes(line(state=state, list_state=list_state)) is expected


def test_what_is_missing_follows_the_answers_that_are_there() -> None:
    assert missing(asked(), open_line()) == ("Zuständig?",)
    assert missing(asked(), line(answers={**GOOD, "planned_offer": "ja"})) == ("Geplant zum",)
    assert missing(asked(), line()) == ()
