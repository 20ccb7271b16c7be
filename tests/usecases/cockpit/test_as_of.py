"""The status of a past day is what it was in the evening of that day."""

from datetime import date

import pytest

from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.cockpit.status import Status
from ozg_workflow.domain.errors import InputError
from ozg_workflow.report.cockpit.status_json import status_json
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.outbox.mail_admin import cancel
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.usecases.town import Town, not_ours, town_data

LETTER = {"sender": "jemand@privat.example", "subject": "Frage"}


def offices_act(town: Town, day: date) -> None:
    """What the offices and the coordinator of the town do on their own account."""
    if day == date(2020, 3, 18):
        tick_off(town.ctx(), "konzept")
    elif day == date(2020, 4, 2):
        town.send_back("10", nil="ja")
        town.drop(town.letter({}, **LETTER))
    elif day == date(2020, 4, 17):
        town.send_back("50", {2: not_ours("Amt 34")})
        town.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}, 3: not_ours()})
    elif day == date(2020, 4, 20):
        decide_cases(town.ctx(), [2], "34")
        town.settings(recipients=("*@nirgendwo.example",))
    elif day == date(2020, 4, 30):
        cancel(town.ctx(), held(town)[0])
        town.settings(recipients=("*",))
    elif day == date(2020, 5, 8):
        town.send_back("33", rows=[2])
    elif day == date(2020, 5, 14):
        town.send_back("20")
        bounce(town)
    elif day == date(2020, 7, 15):
        town.board_decides(day.isoformat())


def held(town: Town) -> list[int]:
    return [m.id for m in town.messages() if m.state == "held"]


def bounce(town: Town) -> None:
    """A reminder comes back."""
    message = town.messages("reminder")[-1]
    town.drop(bounce_for(town.content(message.id), message.recipients[0].address, reporter="post.bielefeld.example"))


def live(town: Town) -> dict[date, Status]:
    """Live through a spring and its summer; return the status of each evening."""
    found = {}
    for day in town_data().config.timeline.calendar.days_between(date(2020, 3, 17), date(2020, 9, 3)):
        town.clock.set(day)
        offices_act(town, day)
        town.run_day(day)
        found[day] = status(town.ctx())
    return found


def test_every_evening_can_be_shown_again(town: Town) -> None:
    evenings = live(town)
    states = {state for item in evenings.values() for state, number in item.mail.items() if number}
    assert states >= {"accepted", "held", "cancelled", "bounced"}, "the rehearsal goes through more than the easy states"
    assert {i.state for e in evenings.values() for i in e.lists} >= {"sent", "partly_returned", "returned", "nil_return"}
    assert evenings[date(2020, 4, 17)].cases == {"open": 1, "settled": 1}
    measures = evenings[date(2020, 9, 3)].implementation
    assert measures
    assert measures.measures > 0
    for day, was in evenings.items():
        then = status(town.ctx(), as_of=day)
        assert then == was, day
        assert status_json(then) == status_json(was), day


@pytest.mark.both_databases
def test_the_future_and_the_time_before_the_journal_are_refused(asked: Town) -> None:
    with pytest.raises(InputError, match=r"Der 07\.04\.2020 liegt in der Zukunft"):
        status(asked.ctx(), as_of=date(2020, 4, 7))
    with pytest.raises(InputError, match=r"Für den 15\.03\.2020 gibt es keine Aufzeichnungen, sondern ab dem 16\.03\.2020\."):
        status(asked.ctx(), as_of=date(2020, 3, 15))
