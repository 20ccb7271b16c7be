"""What becomes of the answers in a return that are about services its office has no more: every one is told to the sender."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, ReturnRow, Service, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.late_answers import Fate, LateLine
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import REFUSED
from ozg_workflow.domain.survey.service_list import GONE, ListState, RowState
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.hand_on import HOLDING, hand_on

Said = Mapping[int, Mapping[str, Answer]]  # row id → the answers that a return has about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An office that has a service now, since when, and its row of the round, where it has one."""

    number: str
    title: str
    since: date
    row: ServiceListRow | None


def pass_on(work: Work, service_list: ServiceList, said: Said) -> tuple[LateLine, ...]:
    """Hand on what a return says about services of other offices, and return what became of each of these lines, by number.

    A refusal that sent the service on stands among the refused lines and is left out here.
    """
    questionnaire = questionnaire_of(service_list.round)
    rows = [row for row in service_list.rows if row.id in said and row.state in GONE]
    rows = [row for row in rows if not (row.state is RowState.MOVED and _refuses(questionnaire, said[row.id]))]
    if not rows:
        return ()
    services = {row.service_id for row in rows}
    hand_on(work, service_list.round, services)
    owners = owners_of(work, service_list, services)
    told = _told(work, [owner.row.id for owner in owners.values() if owner.row])
    return tuple(_line(row, owners.get(row.service_id), _fate(questionnaire, row, said, owners, told)) for row in rows)


def _refuses(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> bool:
    return answers.get(questionnaire.responsibility or "") == REFUSED


def owners_of(work: Work, service_list: ServiceList, services: Collection[int]) -> dict[int, Owner]:
    """Return service → the office that has it now, for the services of lines that a list has lost."""
    assigned = (
        select(Assignment.service_id, Office, Assignment.changed_at)
        .join(Office, Office.id == Assignment.office_id)
        .join(Service, Service.id == Assignment.service_id)
        .where(Assignment.service_id.in_(services), Assignment.state.in_(HOLDING), Service.active)
        .order_by(Assignment.changed_at, Assignment.id)
    )
    rows = _rows(work, service_list, services)
    return {
        service: Owner(number=office.number, title=office.title, since=german.local_day(at), row=rows.get((service, office.id)))
        for service, office, at in work.session.execute(assigned)
    }


def _rows(work: Work, service_list: ServiceList, services: Collection[int]) -> dict[tuple[int, int], ServiceListRow]:
    """Return (service, office) → its row of the round that is asked about, on the newest list."""
    query = (
        select(ServiceListRow, ServiceList.office_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceList.round_id == service_list.round_id, ServiceList.state != ListState.SUPERSEDED)
        .where(ServiceListRow.service_id.in_(services), ServiceListRow.state.not_in(GONE))
        .order_by(ServiceList.version)
    )
    return {(row.service_id, office): row for row, office in work.session.execute(query)}


def _told(work: Work, rows: Sequence[int]) -> frozenset[int]:
    """Return the rows about which their own offices have said something."""
    query = select(ReturnRow.row_id).where(ReturnRow.row_id.in_(rows), ~ReturnRow.adopted)
    return frozenset(work.session.scalars(query)) if rows else frozenset()


def _line(row: ServiceListRow, owner: Owner | None, fate: Fate) -> LateLine:
    return LateLine(
        number=row.number,
        name=row.service.name,
        fate=fate,
        office=owner.title if owner else "",
        since=owner.since if owner else None,
    )


def _fate(
    questionnaire: Questionnaire, row: ServiceListRow, said: Said, owners: Mapping[int, Owner], told: Collection[int]
) -> Fate:
    owner, answers = owners.get(row.service_id), said[row.id]
    if not answers:
        return Fate.UNREADABLE
    if owner is None:
        return Fate.UNOWNED if row.service.active else Fate.GONE
    if _refuses(questionnaire, answers):
        return Fate.REFUSED
    if owner.row is None:
        return Fate.OFFERED if _holds_facts(questionnaire, answers) else Fate.KEPT  # its list will be sent with them
    if owner.row.id in told:
        return Fate.ANSWERED
    if owner.row.prefill_row_id != row.id:
        return Fate.KEPT
    return Fate.OFFERED if owner.row.state is RowState.OPEN else Fate.ADOPTED


def _holds_facts(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> bool:
    return bool(answers.keys() - {questionnaire.responsibility, questionnaire.proposed_office})
