"""Asking again: when a further round may be opened, and with which deadlines."""

from datetime import date

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.manage_rounds import list_rounds
from ozg_workflow.usecases.survey.open_round import open_round, responsibility_due_on
from tests.usecases.town import Town, town_data

DUE = date(2021, 5, 14)


def test_the_deadline_for_wrong_responsibilities_is_as_long_before_the_end_as_in_the_plan() -> None:
    """30.04. to 15.05.2020 are ten working days (May Day does not count); ten before 14.05.2021 is 29.04. (Ascension Day)."""
    timeline = town_data().config.timeline
    assert responsibility_due_on(timeline, DUE, date(2021, 3, 1)) == date(2021, 4, 29)
    assert responsibility_due_on(timeline, DUE, date(2021, 4, 28)) == date(2021, 4, 29)
    assert responsibility_due_on(timeline, DUE, date(2021, 4, 29)) == DUE, "it would be over, so there is one deadline"


def test_when_everything_is_back_the_next_round_closes_the_one_before_and_a_second_call_changes_nothing(asked: Town) -> None:
    asked.send_back("10", nil="ja")
    for office in ("20", "33", "34", "50"):
        asked.send_back(office)
    asked.do("collect", "deliver")
    result = open_round(asked.ctx(), date(2020, 6, 30), title="Zweite Runde")
    assert result.lines[0] == "Runde „erhebung-1“ geschlossen, 0 Listen fehlen."
    assert "Runde „erhebung-2“ eröffnet: Zweite Runde, Frist 30.06.2020, vorbelegt aus „erhebung-1“." in result.lines
    assert [(r.key, r.previous, r.closed_at is None, r.lists) for r in list_rounds(asked.ctx())] == [
        ("erhebung-1", "", False, 5),
        ("erhebung-2", "erhebung-1", True, 5),
    ]
    again = open_round(asked.ctx(), date(2020, 6, 30))
    assert (again.changed, again.lines) == (False, ["Die Runde „erhebung-2“ ist bereits eröffnet."])


def test_what_cannot_be_repeated_is_refused_and_nothing_changes(started: Town) -> None:
    started.day("2021-03-01", "track")
    before = started.dump()
    for due_on, previous, reason in (
        (date(2021, 3, 1), None, r"Die Frist muss nach heute liegen; der 01\.03\.2021 tut es nicht"),
        (DUE, "stand-2021-03-01", "„stand-2021-03-01“ ist keine Erhebung"),
        (DUE, "x", "Die Runde „x“ gibt es nicht"),
        (DUE, None, r"„erhebung-1“ läuft noch \(1 Liste fehlt\)"),
    ):
        with pytest.raises(InputError, match=reason):
            open_round(started.ctx(), due_on, previous=previous)
    assert started.dump() == before
