"""What every change leaves behind, and what it never holds."""

from datetime import date

import pytest
from sqlalchemy import update

from ozg_workflow.database.models import AuditSeal, Event, Message
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.usecases.town import Town


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


def test_a_rollout_without_a_journal_gets_all_its_figures_with_the_first_change(asked: Town) -> None:
    """That is what a workspace of an earlier version looks like."""
    with asked.app.engine.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        for table in (AuditSeal.__table__, Event.__table__):
            name = f"{table.name}_no_delete" if sqlite else f"{table.name}_append_only ON {table.name}"
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.execute(table.delete())
    tick_off(asked.ctx(), "konzept")
    assert status(asked.ctx(), as_of=asked.clock.today) == status(asked.ctx())


def test_the_journal_holds_no_personal_data(asked: Town) -> None:
    asked.send_back("33", sender="krueger@bielefeld.example")
    asked.do("collect", "deliver")
    with asked.session() as session:
        entries = [f"{e.text} {e.data}" for e in session.query(Event) if e.verb == "state_changed"]
    assert len(entries) > 5
    assert not [entry for entry in entries if "@" in entry or "Krüger" in entry]
