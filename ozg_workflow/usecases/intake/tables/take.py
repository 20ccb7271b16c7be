"""Take over the table that a mail brought, whole or not at all; the mail is then done."""

from datetime import date
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.usecases.intake.clear_to_read import find_incoming
from ozg_workflow.usecases.intake.inbox_admin import dismiss_incoming
from ozg_workflow.usecases.intake.tables.arrived import Found, tables_of
from ozg_workflow.usecases.results.decide import record_decision
from ozg_workflow.usecases.results.measure_admin.exchange import take_measures
from ozg_workflow.usecases.results.tables.file import TABLE_TITLES, Table
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE: Final = Deployment.TAKE_TABLE.form_title


def take_table(ctx: Context, incoming_id: int, decided_on: date | None = None) -> StepResult:
    """Let count what the table in a mail says; `decided_on` is the day of the session (default: today).

    Raises InputError where the mail carries no table or several, and for every wrong cell; then nothing counts and the mail waits on.
    """
    with ctx.as_one() as one:
        told, (file, table), waiting = _found(one, incoming_id)
        done = take_measures(one, file) if table is Table.MEASURES else record_decision(one, file, decided_on)
        told.absorb(done)
        if waiting:
            told.absorb(dismiss_incoming(one, incoming_id, f"Tabelle „{TABLE_TITLES[table]}“ übernommen"))
    return told


def _found(ctx: Context, incoming_id: int) -> tuple[StepResult, Found, bool]:
    """Return whose table it is in words, the table, and whether the mail still waits."""
    with ctx.reading(TITLE) as work:
        item = find_incoming(work, incoming_id)
        if item.erased:
            raise InputError(f"Die Mail Nr. {incoming_id} ist gelöscht; sie kann nicht noch einmal gelesen werden.")
        found = tables_of(parse_mail(item.content))
        if len(found) != 1:
            how = "keine Tabelle der Maßnahmen und keine Entscheidungsliste" if not found else "mehrere Tabellen"
            raise InputError(f"Die Mail Nr. {incoming_id} enthält {how}; bitte genau eine Tabelle schicken.")
        (file, table) = found[0]
        day = german.short_date(german.local_day(item.received_at))
        work.say(f"„{file.name}“ ({TABLE_TITLES[table]}) aus der Mail Nr. {incoming_id} von {item.sender or 'unbekannt'}, {day}.")
        return work.result, found[0], item.state is IncomingState.QUARANTINED
