"""Responsibility cases: opened by rows answered "nein", settled by rule or by the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Assignment, Office, ResponsibilityCase, Rollout, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import CaseState, judge, match_office
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import Directory, config_of, find_rollout


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as people see it."""

    id: int
    service: str
    key: str
    office: str
    named: str
    proposed_office: str | None
    reason: str
    state: CaseState
    settled_office: str | None


def list_cases(ctx: Context, *, only_open: bool = False) -> tuple[CaseView, ...]:
    """Return all cases, open ones first."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        query = (
            select(ResponsibilityCase)
            .where(ResponsibilityCase.rollout_id == rollout.id)
            .order_by(ResponsibilityCase.state, ResponsibilityCase.id)
        )
        return tuple(_view(case) for case in session.scalars(query) if not only_open or case.state is CaseState.OPEN)


def _view(case: ResponsibilityCase) -> CaseView:
    return CaseView(
        id=case.id,
        service=case.row.service.name,
        key=case.row.service.key,
        office=case.row.service_list.office.number,
        named=case.named,
        proposed_office=case.proposed_office,
        reason=case.reason,
        state=case.state,
        settled_office=case.settled_office,
    )


def decide_case(ctx: Context, case_id: int, office: str) -> StepResult:
    """Settle a case: the service moves to `office`. Raises InputError for unknown cases and offices."""
    result = StepResult(title="Zuständigkeit entscheiden")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        directory = Directory(ctx, session, rollout)
        decide(ctx, session, rollout, directory, case_id, office_number(directory, office), result)
    return result


def office_number(directory: Directory, office: str) -> str:
    """Return the number of an office that a person named. Raises InputError when it is not known."""
    number = match_office(office, directory.office_names)
    if number is None:
        raise InputError(f"Das Amt „{office}“ ist nicht bekannt oder nicht eindeutig.")
    return number


def decide(
    ctx: Context, session: Session, rollout: Rollout, directory: Directory, case_id: int, number: str, result: StepResult
) -> None:
    """Settle one case as a person decided. Raises InputError for an unknown case and one that is settled otherwise."""
    case = session.get(ResponsibilityCase, case_id)
    if case is None or case.rollout_id != rollout.id:
        raise InputError(f"Den Zuständigkeitsfall {case_id} gibt es nicht.")
    if case.state is not CaseState.SETTLED:
        settle(ctx, session, rollout, directory, case, number, f"Entscheidung der Koordination: Amt {number}.", result)
    elif case.settled_office == number:
        result.say(f"Der Fall {case_id} war bereits so entschieden.")
    else:
        raise InputError(f"Der Fall {case_id} ist bereits entschieden (Amt {case.settled_office}).")


def settle(
    ctx: Context,
    session: Session,
    rollout: Rollout,
    directory: Directory,
    case: ResponsibilityCase,
    office: str,
    reason: str,
    result: StepResult,
) -> None:
    """Move the row of a case, or share its service with a second office; the Nachtrag follows from the new assignment."""
    row = case.row
    own = row.service_list.office
    if not case.shared:
        row.state = RowState.MOVED
        set_assignment(ctx, session, row.service_id, own.id, AssignmentState.FORWARDED)
    if not (case.shared and _is_assigned(session, row.service_id, directory.offices[office].id)):
        set_assignment(ctx, session, row.service_id, directory.offices[office].id, AssignmentState.PROPOSED)
    case.state, case.settled_office, case.settled_at, case.reason = CaseState.SETTLED, office, ctx.clock(), reason
    record(ctx, session, rollout, "case_settled", ("responsibility_case", case.id), f"{row.service.name}: {reason}")
    verb = f"teilen sich Amt {own.number} und Amt {office}" if case.shared else f"geht von Amt {own.number} an Amt {office}"
    if office == own.number:
        verb = f"bleibt bei Amt {office}"
    result.did(f"Fall {case.id}: „{row.service.name}“ {verb}.")
    result.count("settled")


def _is_assigned(session: Session, service_id: int, office_id: int) -> bool:
    states = (AssignmentState.PROPOSED, AssignmentState.CONFIRMED)
    query = select(Assignment.id).where(
        Assignment.service_id == service_id, Assignment.office_id == office_id, Assignment.state.in_(states)
    )
    return session.scalar(query) is not None


def set_assignment(ctx: Context, session: Session, service_id: int, office_id: int, state: AssignmentState) -> None:
    """Set how sure it is that an office is responsible for a service."""
    existing = session.scalar(select(Assignment).where(Assignment.service_id == service_id, Assignment.office_id == office_id))
    if existing is None:
        session.add(Assignment(service_id=service_id, office_id=office_id, state=state, changed_at=ctx.clock()))
    elif existing.state is not state:
        existing.state, existing.changed_at = state, ctx.clock()


def open_or_settle(
    ctx: Context,
    session: Session,
    rollout: Rollout,
    directory: Directory,
    questionnaire: Questionnaire,
    row: ServiceListRow,
    result: StepResult,
) -> None:
    """Open a case for a row that is refused or shared, and settle it at once where the rule allows it."""
    office = row.service_list.office
    case = session.scalar(select(ResponsibilityCase).where(ResponsibilityCase.row_id == row.id))
    if case and case.state is CaseState.SETTLED:
        return
    named = str(row.answers.get(questionnaire.proposed_office or "", ""))
    verdict = judge(
        own_office=office.number,
        named=named,
        offices=directory.office_names,
        refused_by=refused_by(session, row),
        rule=config_of(ctx, rollout).forward_rule,
    )
    if case is None:
        case = ResponsibilityCase(
            rollout_id=rollout.id, row_id=row.id, state=CaseState.OPEN, opened_at=ctx.clock(), named="", reason=""
        )
        session.add(case)
        result.count("cases")
    case.shared = row.state is RowState.ANSWERED
    case.named, case.reason = named, verdict.reason
    case.proposed_office = match_office(named, directory.office_names) if named else None
    session.flush()
    if not case.shared:
        set_assignment(ctx, session, row.service_id, office.id, AssignmentState.DISPUTED)
    record(ctx, session, rollout, "case_opened", ("responsibility_case", case.id), f"{row.service.name}: {verdict.reason}")
    if verdict.office:
        settle(ctx, session, rollout, directory, case, verdict.office, verdict.reason, result)
    else:
        result.did(f"Fall {case.id}: „{row.service.name}“ ({office.title}) – {verdict.reason}")


def refused_by(session: Session, row: ServiceListRow) -> frozenset[str]:
    """Return the offices that have refused the service of a row, besides its own."""
    query = select(ServiceListRow).where(
        ServiceListRow.service_id == row.service_id, ServiceListRow.state.in_((RowState.MOVED, RowState.DISPUTED))
    )
    return frozenset(r.service_list.office.number for r in session.scalars(query) if r.id != row.id)


def confirm(ctx: Context, session: Session, office: Office, rows: Sequence[ServiceListRow]) -> None:
    """Note that an office is responsible for the services of these rows."""
    services = {row.service_id for row in rows}
    own = (Assignment.office_id == office.id, Assignment.service_id.in_(services))
    known = {
        service_id: state for service_id, state in session.execute(select(Assignment.service_id, Assignment.state).where(*own))
    }
    values = {"state": AssignmentState.CONFIRMED, "changed_at": ctx.clock()}
    if any(state is not AssignmentState.CONFIRMED for state in known.values()):
        session.execute(update(Assignment).where(*own, Assignment.state != AssignmentState.CONFIRMED).values(values))
    session.add_all(Assignment(service_id=s, office_id=office.id, **values) for s in sorted(services - known.keys()))


def withdraw_cases(
    ctx: Context, session: Session, rollout: Rollout, office: Office, rows: Sequence[ServiceListRow], result: StepResult
) -> None:
    """Settle the open cases of these rows because the office has taken its refusal back."""
    ids = [row.id for row in rows]
    if not ids:
        return
    query = select(ResponsibilityCase).where(ResponsibilityCase.row_id.in_(ids), ResponsibilityCase.state == CaseState.OPEN)
    for case in session.scalars(query.order_by(ResponsibilityCase.id)):
        case.state, case.settled_office, case.settled_at = CaseState.SETTLED, office.number, ctx.clock()
        case.reason = "Das Amt hat die Zuständigkeit inzwischen bestätigt."
        record(ctx, session, rollout, "case_settled", ("responsibility_case", case.id), case.reason)
        result.did(f"Fall {case.id}: {case.reason}")
