"""Open a settled case again: what had followed from it is taken back as far as nobody has answered it."""

from sqlalchemy import select

from ozg_workflow.database.models import Office, ResponsibilityCase, ServiceList, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import is_person
from ozg_workflow.domain.survey.responsibility import (
    MAY_BE_REOPENED,
    CaseReason,
    CaseState,
    holder_words,
)
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.domain.survey.told import News
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import Assignments
from ozg_workflow.usecases.survey.cases import reopened, settled, told_of
from ozg_workflow.usecases.survey.deciding.decide import case_of
from ozg_workflow.usecases.survey.deciding.rows_of_service import Told, live_rows, open_case_of, take_away


def reopen(work: Work, case_id: int, note: str) -> list[Told]:
    """Open one case again; return whom to tell.

    Raises InputError for an unknown case, for one that only an office or the catalogue can change, and where another case has
    sent the service on since.
    """
    case = case_of(work, case_id)
    if case.state is CaseState.OPEN:
        work.say(f"Der Fall {case_id} ist bereits offen.")
        return []
    _require_reopenable(work, case)
    before = holder_words(case.settled_office, case.reason_code, case.settled_body)
    assignments = Assignments(work, [case.row.service_id])
    told = _take_back(work, case, assignments)
    reopened(work, case)
    by = f" von {work.ctx.actor}" if is_person(work.ctx.actor) else ""
    case.note, case.reason_code = note, CaseReason.REOPENED
    case.reason = f"Wieder geöffnet{by}: {note} Vorher entschieden: {before}."
    if not case.shared:
        case.row.state = RowState.DISPUTED
        assignments.set(case.row.service_id, case.row.service_list.office_id, AssignmentState.DISPUTED)
    work.record("case_reopened", ("responsibility_case", case.id), f"{case.row.service.name}: {case.reason}", told_of(case))
    work.did(f"Fall {case.id}: „{case.row.service.name}“ ist wieder offen; vorher entschieden: {before}.")
    work.count("reopened")
    return told


def _require_reopenable(work: Work, case: ResponsibilityCase) -> None:
    if case.reason_code not in MAY_BE_REOPENED:
        raise InputError(f"Der Fall {case.id} lässt sich nicht wieder öffnen: {case.reason}")
    if later := _sent_on_by(work, case):
        office = later.row.service_list.office.number
        holder = holder_words(later.settled_office, later.reason_code, later.settled_body)
        raise InputError(
            f"Der Fall {case.id} ging weiter: Im Fall {later.id} kam die Leistung von Amt {office} an {holder}. "
            f"Bitte zuerst den Fall {later.id} wieder öffnen."
        )


def _sent_on_by(work: Work, case: ResponsibilityCase) -> ResponsibilityCase | None:
    """Return the case by which the office that got the service has given it away again."""
    if case.settled_at is None:
        return None
    query = (
        select(ResponsibilityCase)
        .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .where(ServiceListRow.service_id == case.row.service_id, ServiceList.round_id == case.row.service_list.round_id)
        .where(ResponsibilityCase.id != case.id, Office.number == work.directory.current(case.settled_office or ""))
        .where(ResponsibilityCase.state == CaseState.SETTLED, ResponsibilityCase.reason_code.in_(MAY_BE_REOPENED))
        .where(ResponsibilityCase.settled_at >= case.settled_at, ResponsibilityCase.shared.is_(False))
    )
    return work.session.scalar(query.order_by(ResponsibilityCase.settled_at.desc()).limit(1))


def _take_back(work: Work, case: ResponsibilityCase, assignments: Assignments) -> list[Told]:
    """Take the service from the office that got it by this case; what it has answered counts until it is decided otherwise."""
    told = []
    had = work.directory.current(case.settled_office or "")
    for row in live_rows(work, case.row):
        office = row.service_list.office
        if office.number != had or not assignments.came_by_case(row.service_id, office.id):
            continue
        if row.state is RowState.ANSWERED:
            work.say(f"{office.title} hat „{row.service.name}“ beantwortet; die Angaben gelten, bis anders entschieden ist.")
            continue
        if other := open_case_of(work, row):
            settled(work, other, None, CaseReason.OTHER_CASE, f"Der Fall {case.id} ist wieder offen und entscheidet darüber.")
        if take_away(work, row, assignments):
            told.append(Told(row=row, news=News.REOPENED))
    return told
