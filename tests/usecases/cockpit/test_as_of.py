"""The status of a past day is what it was in the evening of that day."""

from datetime import date

import pytest
from sqlalchemy import update

from ozg_workflow.database.models import Event, Message
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.cockpit.status import Status
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.report.cockpit.status_json import status_json
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.outbox.mail_admin import cancel
from ozg_workflow.usecases.survey.cases import decide_case
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
        decide_case(town.ctx(), 2, "34")
        town.settings(recipients=("*@nirgendwo.example",))
    elif day == date(2020, 4, 30):
        cancel(town.ctx(), held(town)[0])
        town.settings(recipients=("*",))
    elif day == date(2020, 5, 8):
        town.send_back("33", rows=[2])
    elif day == date(2020, 5, 14):
        town.send_back("20")
        bounce(town)


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
def test_a_change_by_an_update_statement_is_in_the_journal_too(town: Town) -> None:
    """The claim of a message is an UPDATE, not an object that changes: whoever dies before the delivery leaves it claimed."""
    town.clock.set(date(2020, 3, 18))
    town.do("announce")
    ctx = town.ctx()
    with ctx.transaction() as session:
        session.execute(update(Message).where(Message.id == 2, Message.state == "queued").values(state="claimed"))
    assert status(ctx, as_of=ctx.today).mail == status(ctx).mail
    assert status(ctx).mail[MessageState.CLAIMED] == 1


def test_a_preview_leaves_nothing_in_the_journal(town: Town) -> None:
    town.clock.set(date(2020, 3, 25))
    before = town.dump()["event"]
    town.do("send-lists", preview=True)
    assert town.dump()["event"] == before


@pytest.mark.both_databases
def test_the_future_and_the_time_before_the_journal_are_refused(asked: Town) -> None:
    with pytest.raises(InputError, match=r"Der 07\.04\.2020 liegt in der Zukunft"):
        status(asked.ctx(), as_of=date(2020, 4, 7))
    with pytest.raises(InputError, match=r"Für den 15\.03\.2020 gibt es keine Aufzeichnungen, sondern ab dem 16\.03\.2020\."):
        status(asked.ctx(), as_of=date(2020, 3, 15))


def test_a_rollout_without_a_journal_gets_all_its_figures_with_the_first_change(asked: Town) -> None:
    """That is what a workspace of an earlier version looks like."""
    with asked.app.engine.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("DROP TRIGGER event_no_delete" if sqlite else "DROP TRIGGER event_append_only ON event")
        connection.execute(Event.__table__.delete())
    tick_off(asked.ctx(), "konzept")
    assert status(asked.ctx(), as_of=asked.clock.today) == status(asked.ctx())


def test_the_journal_holds_no_personal_data(asked: Town) -> None:
    asked.send_back("33", sender="krueger@bielefeld.example")
    asked.do("collect", "deliver")
    with asked.session() as session:
        entries = [f"{e.text} {e.data}" for e in session.query(Event) if e.verb == "state_changed"]
    assert len(entries) > 5
    assert not [entry for entry in entries if "@" in entry or "Krüger" in entry]
