"""Settle one case as a person decided: an office of the city, or none of it."""

from dataclasses import dataclass

from ozg_workflow.database.models import ResponsibilityCase, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.responsibility import (
    MAY_BE_REOPENED,
    CaseReason,
    CaseState,
    Verdict,
    elsewhere_words,
    holder_words,
)
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.domain.survey.told import News
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import Assignments
from ozg_workflow.usecases.survey.cases import settle, settled
from ozg_workflow.usecases.survey.deciding.rows_of_service import Told, live_rows, open_case_of, take_away
from ozg_workflow.usecases.survey.supplements.bundle import has_left


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who has a service: the number of an office, or None for no office of this city; then `body` names who has it, if known."""

    office: str | None
    body: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """Say it: `Amt 33`, `keine Stelle dieser Stadt: Kreis Herford`."""
        return f"Amt {self.office}" if self.office else elsewhere_words(self.body)


def case_of(work: Work, case_id: int) -> ResponsibilityCase:
    """Return a case of the rollout. Raises InputError for one that does not exist."""
    case = work.session.get(ResponsibilityCase, case_id)
    if case is None or case.rollout_id != work.rollout.id:
        raise InputError(f"Den Zuständigkeitsfall {case_id} gibt es nicht.")
    return case


def decide(work: Work, case_id: int, decision: Decision) -> list[Told]:
    """Settle one case; return whom to tell. Raises InputError for an unknown case and one that is settled otherwise."""
    case = case_of(work, case_id)
    if case.state is CaseState.SETTLED:
        _settled_before(work, case, decision)
        return []
    again = case.reason_code is CaseReason.REOPENED
    case.note = decision.note
    assignments = Assignments(work, [case.row.service_id])
    if decision.office is None:
        return _elsewhere(work, case, decision.body, assignments, again=again)
    reason = f"Entscheidung der Koordination: Amt {decision.office}."
    settle(work, case, Verdict(office=decision.office, code=CaseReason.DECIDED, reason=reason), assignments)
    return _gone_on(work, case, decision.office, assignments) if again else []


def _settled_before(work: Work, case: ResponsibilityCase, decision: Decision) -> None:
    """Say that a case was decided so; raise InputError where it was decided otherwise, with the way to decide it anew."""
    holder = holder_words(case.settled_office, case.reason_code, case.settled_body)
    if holder == decision.words:
        work.say(f"Der Fall {case.id} war bereits so entschieden.")
        return
    way = (
        f" Soll anders entschieden werden, zuerst „ozg case reopen {case.id} --note TEXT“ (im Formular: „Wieder öffnen“)."
        if case.reason_code in MAY_BE_REOPENED
        else ""
    )
    raise InputError(f"Der Fall {case.id} ist bereits entschieden ({holder}).{way}")


def _gone_on(work: Work, case: ResponsibilityCase, number: str, assignments: Assignments) -> list[Told]:
    """Take the service from the office that had it before the case was opened again."""
    if case.shared:
        return []
    holder = work.directory.offices[number].title
    rows = [r for r in live_rows(work, case.row) if r.service_list.office.number != number and _by_case(r, assignments)]
    return [Told(row=row, news=News.WENT_ON, holder=holder) for row in rows if take_away(work, row, assignments)]


def _by_case(row: ServiceListRow, assignments: Assignments) -> bool:
    return assignments.came_by_case(row.service_id, row.service_list.office_id)


def _elsewhere(work: Work, case: ResponsibilityCase, body: str, assignments: Assignments, *, again: bool) -> list[Told]:
    """Settle a case with no office of this city: nobody is asked about the service any more who has not said that it is his."""
    row = case.row
    told = [Told(row=row, news=News.ELSEWHERE, body=body)]
    _settle_elsewhere(work, case, body)
    work.did(f"Fall {case.id}: „{row.service.name}“ – {elsewhere_words(body)}.")
    work.count("settled")
    if case.shared:
        return told
    row.state = RowState.MOVED
    assignments.set(row.service_id, row.service_list.office_id, AssignmentState.FORWARDED)
    for other in live_rows(work, row):
        title = other.service_list.office.title
        if other.state is RowState.ANSWERED and not (again and _by_case(other, assignments)):
            work.say(f"{title} hat „{row.service.name}“ beantwortet und behält die Leistung.")
        elif _taken_from(work, other, body, assignments):
            told.append(Told(row=other, news=News.ELSEWHERE, body=body))
    return told


def _settle_elsewhere(work: Work, case: ResponsibilityCase, body: str) -> None:
    case.settled_body = body
    settled(work, case, None, CaseReason.ELSEWHERE, f"Entscheidung der Koordination: {elsewhere_words(body)}.")


def _taken_from(work: Work, row: ServiceListRow, body: str, assignments: Assignments) -> bool:
    """Take the row of another office, with its case where it has refused, too; tell whether the office is to be told."""
    if case := open_case_of(work, row):
        _settle_elsewhere(work, case, body)
        row.state = RowState.MOVED
        assignments.set(row.service_id, row.service_list.office_id, AssignmentState.FORWARDED)
        work.did(f"Fall {case.id}: ebenso entschieden.")
        return has_left(work.session, row.service_list)
    return take_away(work, row, assignments)
