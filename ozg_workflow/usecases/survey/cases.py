"""Responsibility cases: opened by rows answered "nein", settled by rule, by the office itself or by the coordinator."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Event, Office, ResponsibilityCase, ServiceList, ServiceListRow
from ozg_workflow.domain.cockpit.service import CaseStep
from ozg_workflow.domain.people import is_person, who
from ozg_workflow.domain.survey.arrival import Handover, Why, by_case
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, Verdict
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import Assignments
from ozg_workflow.usecases.survey.named_offices import proposed

_STEPS: Final = (
    select(Event.object_id, Event.at, Event.actor, Event.verb, Event.text, Event.data)
    .where(Event.rollout_id == bindparam("rollout"), Event.object_type == "responsibility_case")
    .where(Event.object_id.in_(bindparam("cases", expanding=True)))
    .order_by(Event.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An office a person may choose for a case."""

    office: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as people see it; `proposals` are the offices the text may mean, the likeliest first, none for a settled one.

    A settled one has `settled_office`, or None and the `body` outside the city that has the service, where it is known. `settled_by`
    is the person who decided, empty where nobody did; `note` what was noted last; `history` all of it, oldest first.
    """

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
    body: str
    settled_by: str
    note: str
    history: tuple[CaseStep, ...]


def list_cases(ctx: Context, *, only_open: bool = False) -> tuple[CaseView, ...]:
    """Return all cases, open ones first."""
    with ctx.reading() as work:
        query = select(ResponsibilityCase).where(ResponsibilityCase.rollout_id == work.rollout.id)
        if only_open:
            query = query.where(ResponsibilityCase.state == CaseState.OPEN)
        cases = list(work.session.scalars(query.order_by(ResponsibilityCase.state, ResponsibilityCase.id)))
        histories = steps_of(work, [case.id for case in cases])
        return tuple(_view(work, case, histories.get(case.id, ())) for case in cases)


def steps_of(work: Work, case_ids: Collection[int]) -> dict[int, tuple[CaseStep, ...]]:
    """Return case id → what happened to it, oldest first, read in one go from the audit log."""
    asked = {"rollout": work.rollout.id, "cases": [str(case_id) for case_id in case_ids]}
    found: dict[int, list[CaseStep]] = defaultdict(list)
    for case_id, at, actor, verb, text, data in columns(work.session, _STEPS, asked) if case_ids else ():
        step = CaseStep(at=at, by=who(actor), what=verb, text=text, note=(data or {}).get("note", ""))
        found[int(case_id)].append(step)
    return {case_id: tuple(found[case_id]) for case_id in case_ids}


def _view(work: Work, case: ResponsibilityCase, history: tuple[CaseStep, ...]) -> CaseView:
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
        body=case.settled_body,
        settled_by=case.settled_by,
        note=case.note,
        history=history,
    )


def settle(work: Work, case: ResponsibilityCase, verdict: Verdict, assignments: Assignments) -> None:
    """Move the row of a case to the office of the verdict, or share its service with it; the Nachtrag follows from the new assignment."""
    row = case.row
    own = row.service_list.office
    office = str(verdict.office)
    target = work.directory.offices[office]
    again = assignments.came_by_case(row.service_id, target.id)
    if not case.shared:
        row.state = RowState.MOVED
        assignments.set(row.service_id, own.id, AssignmentState.FORWARDED)
    settled(work, case, office, verdict.code, verdict.reason)
    if not assignments.has(row.service_id, target.id):
        assignments.set(row.service_id, target.id, AssignmentState.PROPOSED, _why(case, own.number, office, again=again))
    verb = f"teilen sich Amt {own.number} und Amt {office}" if case.shared else f"geht von Amt {own.number} an Amt {office}"
    if office == own.number:
        verb = f"bleibt bei Amt {office}"
    work.did(f"Fall {case.id}: „{row.service.name}“ {verb}.")
    work.count("settled")


def _why(case: ResponsibilityCase, own: str, target: str, *, again: bool) -> Why:
    return by_case(
        Handover(
            own=own,
            target=target,
            named=case.named,
            code=case.reason_code or CaseReason.DECIDED,
            shared=case.shared,
            again=again,
            by=case.settled_by,
        )
    )


def settled(work: Work, case: ResponsibilityCase, office: str | None, code: CaseReason, reason: str) -> None:
    """Note that a case needs nobody any more: which office has the service now (None: no one of this city), and why."""
    decided = code in (CaseReason.DECIDED, CaseReason.ELSEWHERE) and is_person(work.ctx.actor)
    case.state, case.settled_office, case.settled_at = CaseState.SETTLED, office, work.now()
    case.settled_by = work.ctx.actor if decided else ""
    case.reason_code, case.reason = code, reason
    work.record("case_settled", ("responsibility_case", case.id), f"{case.row.service.name}: {reason}", told_of(case))


def reopened(work: Work, case: ResponsibilityCase) -> None:
    """Let a settled case be open again; what was decided stays in its history."""
    case.state, case.settled_office, case.settled_at, case.opened_at = CaseState.OPEN, None, None, work.now()
    case.settled_body = case.settled_by = case.note = ""


def told_of(case: ResponsibilityCase) -> dict[str, str]:
    """Return what the audit log keeps of a case beside the words: its code, the office or the body, and the note."""
    kept = {"code": case.reason_code or "", "office": case.settled_office or "", "body": case.settled_body, "note": case.note}
    return {name: str(value) for name, value in kept.items() if value}


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


def withdraw_cases(work: Work, office: Office, rows: Sequence[ServiceListRow]) -> None:
    """Settle the open cases of these rows because the office has taken its refusal back."""
    ids = [row.id for row in rows]
    if not ids:
        return
    query = select(ResponsibilityCase).where(ResponsibilityCase.row_id.in_(ids), ResponsibilityCase.state == CaseState.OPEN)
    for case in work.session.scalars(query.order_by(ResponsibilityCase.id)):
        settled(work, case, office.number, CaseReason.TAKEN_BACK, "Das Amt hat die Zuständigkeit inzwischen bestätigt.")
        work.did(f"Fall {case.id}: {case.reason}")
