"""Let rows follow the catalogue: out of the lists of offices that are not asked any more, and back with all that was said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from ozg_workflow.database.models import Assignment, ResponsibilityCase, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState
from ozg_workflow.domain.survey.service_list import AssignmentState, ListState, RowState, state_after_return
from ozg_workflow.usecases.answers.take_in import settle_cases, take_in
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import settled
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.usecases.survey.said.counted import Counted, recount
from ozg_workflow.usecases.survey.supplements.bundle import recall

GONE = "Die Leistung ist hier entfallen."
CHANGED = "Der Katalog hat sich geändert: Was davon noch gefragt ist, geht in einem neuen Nachtrag hinaus."
_Pair = tuple[int, int]  # service id, office id


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The rows that were taken out of lists, and those that came back."""

    taken: tuple[ServiceListRow, ...]
    given_back: tuple[ServiceListRow, ...]


def follow_catalogue(work: Work, services: Sequence[Service]) -> Followed:
    """Bring the rows of these services to what catalogue and assignments say; what was said about them is kept and counts again.

    A row is asked about while its service is in the catalogue and its office is not out of the question. What is read is read for
    all rows together.
    """
    rows = _rows(work.session, [service.id for service in services])
    active, owners = {service.id for service in services if service.active}, _owners(work.session, rows)
    taken = [row for row in rows if row.state is not RowState.WITHDRAWN and not _is_asked(row, active, owners)]
    _take(work, taken)
    back = [row for row in rows if row.state is RowState.WITHDRAWN and _is_asked(row, active, owners)]
    given_back = _give_back(work, _without_doubles(back, rows), owners)
    _settle_lists([*taken, *given_back])
    _recall_supplements(work, taken)
    return Followed(taken=tuple(taken), given_back=given_back)


def _rows(session: Session, services: Sequence[int]) -> list[ServiceListRow]:
    """Return their rows with their lists, those that have moved on to another office left out."""
    query = (
        select(ServiceListRow)
        .join(ServiceListRow.service_list)
        .options(contains_eager(ServiceListRow.service_list).joinedload(ServiceList.round))
        .where(ServiceListRow.service_id.in_(services), ServiceListRow.state != RowState.MOVED)
        .order_by(ServiceListRow.id)
    )
    return list(session.scalars(query)) if services else []


def _owners(session: Session, rows: Iterable[ServiceListRow]) -> Mapping[_Pair, AssignmentState]:
    query = select(Assignment.service_id, Assignment.office_id, Assignment.state)
    found = session.execute(query.where(Assignment.service_id.in_({row.service_id for row in rows})))
    return {(service, office): state for service, office, state in found}


def _pair(row: ServiceListRow) -> _Pair:
    return row.service_id, row.service_list.office_id


def _place(row: ServiceListRow) -> tuple[int, int, int]:
    return row.service_list.round_id, *_pair(row)


def _is_asked(row: ServiceListRow, active: Collection[int], owners: Mapping[_Pair, AssignmentState]) -> bool:
    return row.service_id in active and owners.get(_pair(row)) is not AssignmentState.WITHDRAWN


def _take(work: Work, rows: Sequence[ServiceListRow]) -> None:
    """Take rows out of their lists; nobody has to decide any more about a service that this office is not asked about."""
    for row in rows:
        row.state = RowState.WITHDRAWN
    query = select(ResponsibilityCase).where(
        ResponsibilityCase.row_id.in_([row.id for row in rows]), ResponsibilityCase.state == CaseState.OPEN
    )
    for case in list(work.session.scalars(query.order_by(ResponsibilityCase.id))) if rows else ():
        settled(work, case, None, CaseReason.SERVICE_GONE, GONE)


def _recall_supplements(work: Work, taken: Iterable[ServiceListRow]) -> None:
    """Stop the Nachträge that have not left and would ask about what is gone; a service that comes back lets them go again."""
    for service_list in sorted({row.service_list for row in taken}, key=lambda item: item.id):
        if not service_list.is_first:
            recall(work, service_list, CHANGED)


def _without_doubles(back: Sequence[ServiceListRow], rows: Sequence[ServiceListRow]) -> list[ServiceListRow]:
    """Leave out what the office is asked about on another list of the round; of several, the newest about which something was said."""
    asked = {_place(row) for row in rows if row.state is not RowState.WITHDRAWN}
    best: dict[tuple[int, int, int], ServiceListRow] = {}
    for row in sorted(back, key=lambda row: (row.answered_at is not None, row.service_list.version)):
        if _place(row) not in asked:
            best[_place(row)] = row
    return sorted(best.values(), key=lambda row: row.id)


def _give_back(work: Work, rows: Sequence[ServiceListRow], owners: Mapping[_Pair, AssignmentState]) -> tuple[ServiceListRow, ...]:
    """Let rows count again as all returns and corrections say, those included that came while they were out."""
    newest = survey_round(work) if rows else None
    for service_list, own in _by_list(work.session, rows).items():
        questionnaire = questionnaire_of(service_list.round)
        counted = recount(work, questionnaire, [row.id for row in own])
        responsible = [
            row.id for row in own if service_list.round is newest and owners.get(_pair(row)) is not AssignmentState.FORWARDED
        ]
        take_in(work, questionnaire, service_list, {row: counted[row] for row in responsible})
        for row in own:
            _set(row, counted[row.id])
        settle_cases(work, questionnaire, service_list, {row.id: counted[row.id].doubt for row in own})
    return tuple(rows)


def _set(row: ServiceListRow, counted: Counted) -> None:
    if row.state is RowState.WITHDRAWN:
        row.state, row.answers, row.answered_at = counted.state, dict(counted.answers), counted.answered_at


def _by_list(session: Session, rows: Sequence[ServiceListRow]) -> dict[ServiceList, list[ServiceListRow]]:
    """Return the rows by their lists, whose rows are read in one go."""
    ids = {row.service_list_id for row in rows}
    query = select(ServiceList).where(ServiceList.id.in_(ids)).options(selectinload(ServiceList.rows)).order_by(ServiceList.id)
    lists = {item: [row for row in rows if row.service_list_id == item.id] for item in session.scalars(query)} if ids else {}
    session.flush()
    return lists


def _settle_lists(rows: Iterable[ServiceListRow]) -> None:
    """A list is back without the rows that are gone, perhaps only they were missing; and it is not back with open ones."""
    for service_list in {row.service_list for row in rows}:
        if service_list.state in (ListState.PARTLY_RETURNED, ListState.RETURNED):
            service_list.state = state_after_return((row.state for row in service_list.rows), nil_return=False)
