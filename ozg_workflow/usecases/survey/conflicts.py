"""Conflicts: two people answered the same row on the same day, and not the same."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Office, Return, ReturnRow, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One row with the senders who disagree; the newest answer counts until somebody corrects it."""

    office: str
    service: str
    number: int
    day: date
    senders: tuple[str, ...]


def list_conflicts(ctx: Context) -> tuple[Conflict, ...]:
    """Return all conflicts of the rollout."""
    with ctx.reading() as work:
        return conflicts(work)


def conflicts(work: Work) -> tuple[Conflict, ...]:
    """Return all conflicts that no later return of the row has settled."""
    query = (
        select(
            ServiceListRow.id,
            Office.number,
            Service.name,
            ServiceListRow.number,
            Return.received_at,
            Return.sender,
            ReturnRow.answers,
        )
        .join(Return, Return.id == ReturnRow.return_id)
        .join(ServiceListRow, ServiceListRow.id == ReturnRow.row_id)
        .join(Service, Service.id == ServiceListRow.service_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == work.rollout.id, Return.sender != "")
        .order_by(ServiceListRow.id, Return.received_at, Return.id)
    )
    days: dict[tuple[int, date], tuple[str, str, int, dict[str, dict[str, object]]]] = {}
    newest: dict[int, date] = {}
    for row, office, service, number, received_at, sender, answers in work.session.execute(query):
        day = german.local_day(received_at)
        newest[row] = day
        days.setdefault((row, day), (office, service, number, {}))[3][sender] = answers
    return tuple(
        Conflict(office=office, service=service, number=number, day=day, senders=tuple(sorted(by_sender)))
        for (row, day), (office, service, number, by_sender) in days.items()
        if newest[row] == day and _disagree(by_sender)
    )


def _disagree(by_sender: dict[str, dict[str, object]]) -> bool:
    filled = [answers for answers in by_sender.values() if answers]
    return any(answers != filled[0] for answers in filled[1:])
