"""Open the responsibility cases of a return, and settle those that the rule allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ozg_workflow.database.models import ResponsibilityCase, ServiceListRow
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, Verdict, judge
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import Assignments
from ozg_workflow.usecases.survey.cases import refusals, reopened, settle
from ozg_workflow.usecases.survey.named_offices import proposed
from ozg_workflow.usecases.survey.rows import load_services


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A row that is refused or shared; `doubt`: why the office named there may be none that anybody meant (German), or empty."""

    row: ServiceListRow
    doubt: str


def open_cases(work: Work, questionnaire: Questionnaire, items: Sequence[Touched]) -> None:
    """Open a case for each row, and settle it at once where the rule allows it; where there is a doubt a person decides.

    What they need is read for all of them together, and all are written together: an office may refuse hundreds of services.
    """
    if not items:
        return
    rows = [item.row for item in items]
    load_services(work.session, rows)
    query = select(ResponsibilityCase).where(ResponsibilityCase.row_id.in_([row.id for row in rows]))
    known, refused = {case.row_id: case for case in work.session.scalars(query)}, refusals(work.session, rows)
    assignments = Assignments(work, [row.service_id for row in rows])
    opened = []
    with work.session.no_autoflush:
        for item in items:
            named = str(item.row.answers.get(questionnaire.proposed_office or "", ""))
            if case := _opened(work, item.row, known.get(item.row.id), named):
                opened.append((case, item.row, _note(work, case, item, refused[item.row.id])))
        work.session.flush()  # gives each case its number
        for case, row, verdict in opened:
            _act(work, case, row, verdict, assignments)


def _opened(work: Work, row: ServiceListRow, case: ResponsibilityCase | None, named: str) -> ResponsibilityCase | None:
    """Return the open case of a row with the office named; None where the row says what its case was settled about."""
    if case and case.state is CaseState.SETTLED:
        if not _is_new(case, row, named):
            return None
        since = case.opened_at if case.reason_code is CaseReason.SERVICE_GONE else None  # whose service comes back goes on
        reopened(work, case)
        case.opened_at = since or case.opened_at
        work.count("cases")
    elif case is None:
        case = ResponsibilityCase(rollout_id=work.rollout.id, row_id=row.id, state=CaseState.OPEN, opened_at=work.now())
        work.session.add(case)
        work.count("cases")
    case.named = named
    return case


def _is_new(case: ResponsibilityCase, row: ServiceListRow, named: str) -> bool:
    """Tell whether an office says something else than what a case was settled about.

    A row that is disputed again was never given away by it: the refusal had been taken back, or the service was shared or gone.
    """
    ended = case.reason_code in (CaseReason.TAKEN_BACK, CaseReason.SERVICE_GONE)
    return row.state is RowState.DISPUTED or ended or named != case.named


def _note(work: Work, case: ResponsibilityCase, item: Touched, refused: frozenset[str]) -> Verdict:
    """Note in a case what the rule says about it; one that a person has opened again waits for a person."""
    case.shared = item.row.state is RowState.ANSWERED
    if case.reason_code is CaseReason.REOPENED:
        return Verdict(office=None, code=CaseReason.REOPENED, reason=case.reason)
    verdict = (
        Verdict(office=None, code=CaseReason.DRAGGED, reason=item.doubt)
        if item.doubt
        else judge(
            own_office=item.row.service_list.office.number,
            named=case.named,
            offices=work.directory.known_offices,
            refused_by=refused,
            rule=work.config.forward_rule,
        )
    )
    case.reason_code, case.reason = verdict.code, verdict.reason
    case.proposed_office = next((office.number for office in proposed(work, case)), None)
    return verdict


def _act(work: Work, case: ResponsibilityCase, row: ServiceListRow, verdict: Verdict, assignments: Assignments) -> None:
    office = row.service_list.office
    work.record("case_opened", ("responsibility_case", case.id), f"{row.service.name}: {verdict.reason}")
    if verdict.office:
        settle(work, case, verdict, assignments)
        return
    if not case.shared:
        assignments.set(row.service_id, office.id, AssignmentState.DISPUTED)
    work.did(f"Fall {case.id}: „{row.service.name}“ ({office.title}) – {verdict.reason}")
