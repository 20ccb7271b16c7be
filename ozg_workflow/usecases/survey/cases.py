"""Responsibility cases: opened by rows answered "nein", settled by rule or by the coordinator."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Assignment, Office, ResponsibilityCase, ServiceList, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, Verdict, office_words
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import Assignments
from ozg_workflow.usecases.survey.named_offices import proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An office a person may choose for a case."""

    office: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as people see it; `proposals` are the offices the text may mean, the likeliest first, none for a settled one."""

    id: int
    service: str
    key: str
    office: str
    named: str
    proposed_office: str | None
    proposals: tuple[Proposal, ...]
    reason_code: CaseReason | None
    reason: str
    state: CaseState
    settled_office: str | None


def list_cases(ctx: Context, *, only_open: bool = False) -> tuple[CaseView, ...]:
    """Return all cases, open ones first."""
    with ctx.reading() as work:
        query = (
            select(ResponsibilityCase)
            .where(ResponsibilityCase.rollout_id == work.rollout.id)
            .order_by(ResponsibilityCase.state, ResponsibilityCase.id)
        )
        return tuple(_view(work, case) for case in work.session.scalars(query) if not only_open or case.state is CaseState.OPEN)


def _view(work: Work, case: ResponsibilityCase) -> CaseView:
    offices = proposed(work, case)
    return CaseView(
        id=case.id,
        service=case.row.service.name,
        key=case.row.service.key,
        office=case.row.service_list.office.number,
        named=case.named,
        proposed_office=offices[0].number if offices else case.proposed_office,
        proposals=tuple(Proposal(office=o.number, name=o.name) for o in offices),
        reason_code=case.reason_code,
        reason=case.reason,
        state=case.state,
        settled_office=case.settled_office,
    )


def decide(work: Work, case_id: int, number: str) -> None:
    """Settle one case as a person decided. Raises InputError for an unknown case and one that is settled otherwise."""
    case = work.session.get(ResponsibilityCase, case_id)
    if case is None or case.rollout_id != work.rollout.id:
        raise InputError(f"Den Zuständigkeitsfall {case_id} gibt es nicht.")
    if case.state is not CaseState.SETTLED:
        settle(work, case, _decided(number), Assignments(work, [case.row.service_id]))
    elif case.settled_office == number:
        work.say(f"Der Fall {case_id} war bereits so entschieden.")
    else:
        raise InputError(f"Der Fall {case_id} ist bereits entschieden ({office_words(case.settled_office)}).")


def _decided(number: str) -> Verdict:
    return Verdict(office=number, code=CaseReason.DECIDED, reason=f"Entscheidung der Koordination: Amt {number}.")


def settle(work: Work, case: ResponsibilityCase, verdict: Verdict, assignments: Assignments) -> None:
    """Move the row of a case to the office of the verdict, or share its service with it; the Nachtrag follows from the new assignment."""
    row = case.row
    own = row.service_list.office
    office = str(verdict.office)
    target = work.directory.offices[office]
    if not case.shared:
        row.state = RowState.MOVED
        assignments.set(row.service_id, own.id, AssignmentState.FORWARDED)
    if not (case.shared and assignments.has(row.service_id, target.id)):
        assignments.set(row.service_id, target.id, AssignmentState.PROPOSED)
    settled(work, case, office, verdict.code, verdict.reason)
    verb = f"teilen sich Amt {own.number} und Amt {office}" if case.shared else f"geht von Amt {own.number} an Amt {office}"
    if office == own.number:
        verb = f"bleibt bei Amt {office}"
    work.did(f"Fall {case.id}: „{row.service.name}“ {verb}.")
    work.count("settled")


def settled(work: Work, case: ResponsibilityCase, office: str | None, code: CaseReason, reason: str) -> None:
    """Note that a case needs nobody any more: which office has the service now (None: no one), and why."""
    case.state, case.settled_office, case.settled_at = CaseState.SETTLED, office, work.now()
    case.reason_code, case.reason = code, reason
    work.record("case_settled", ("responsibility_case", case.id), f"{case.row.service.name}: {reason}")


def refused_by(session: Session, row: ServiceListRow) -> frozenset[str]:
    """Return the offices that have refused the service of a row, besides its own."""
    return refusals(session, [row])[row.id]


def refusals(session: Session, rows: Sequence[ServiceListRow]) -> Mapping[int, frozenset[str]]:
    """Return row id → the offices that have refused its service, besides its own, read in one go."""
    query = (
        select(ServiceListRow.service_id, ServiceListRow.id, Office.number)
        .join(ServiceList, ServiceListRow.service_list_id == ServiceList.id)
        .join(Office, ServiceList.office_id == Office.id)
        .where(ServiceListRow.service_id.in_([row.service_id for row in rows]))
        .where(ServiceListRow.state.in_((RowState.MOVED, RowState.DISPUTED)))
    )
    refused = defaultdict(list)
    for service_id, row_id, number in session.execute(query):
        refused[service_id].append((row_id, number))
    return {row.id: frozenset(number for row_id, number in refused[row.service_id] if row_id != row.id) for row in rows}


def confirm(work: Work, office: Office, rows: Sequence[ServiceListRow]) -> None:
    """Note that an office is responsible for the services of these rows."""
    services = {row.service_id for row in rows}
    own = (Assignment.office_id == office.id, Assignment.service_id.in_(services))
    known = {
        service_id: state
        for service_id, state in work.session.execute(select(Assignment.service_id, Assignment.state).where(*own))
    }
    values = {"state": AssignmentState.CONFIRMED, "changed_at": work.now()}
    if any(state is not AssignmentState.CONFIRMED for state in known.values()):
        work.session.execute(update(Assignment).where(*own, Assignment.state != AssignmentState.CONFIRMED).values(values))
    work.session.add_all(Assignment(service_id=s, office_id=office.id, **values) for s in sorted(services - known.keys()))


def withdraw_cases(work: Work, office: Office, rows: Sequence[ServiceListRow]) -> None:
    """Settle the open cases of these rows because the office has taken its refusal back."""
    ids = [row.id for row in rows]
    if not ids:
        return
    query = select(ResponsibilityCase).where(ResponsibilityCase.row_id.in_(ids), ResponsibilityCase.state == CaseState.OPEN)
    for case in work.session.scalars(query.order_by(ResponsibilityCase.id)):
        settled(work, case, office.number, CaseReason.TAKEN_BACK, "Das Amt hat die Zuständigkeit inzwischen bestätigt.")
        work.did(f"Fall {case.id}: {case.reason}")
