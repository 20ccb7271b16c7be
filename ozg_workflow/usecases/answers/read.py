"""The answers that count, line by line, each with its source: all that are wanted, or one page of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select

from ozg_workflow.database.columns import columns, named
from ozg_workflow.database.models import Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.survey.answer_line import AnsweredService, AnswerLine, Source, SourceKind
from ozg_workflow.domain.survey.counting import Corrected, Given, Sources, contradictions, counting
from ozg_workflow.domain.survey.outside_view import OutsideView
from ozg_workflow.domain.survey.portal_prefill import PORTAL_NOTE
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.answers.chosen import (
    EVERYTHING,
    AnswerFilter,
    Sort,
    SortKey,
    ids_of_page,
    line_ids,
    order_of,
    questions_of,
)
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.deciding.elsewhere import where_gone
from ozg_workflow.usecases.survey.levels import levels_by_round
from ozg_workflow.usecases.survey.portal import portal_of
from ozg_workflow.usecases.survey.questions.rounds import find_round
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of
from ozg_workflow.usecases.survey.said.origins import origins

__all__ = [
    "EVERYTHING",
    "AnswerFilter",
    "Sort",
    "SortKey",
    "answer_lines",
    "answer_page",
    "lines_of",
    "questions_of",
    "survey_round",
]

_COLUMNS: Any = (
    ServiceListRow.id,
    ServiceListRow.number,
    ServiceListRow.state,
    ServiceListRow.answers,
    case((ServiceListRow.state == RowState.OPEN, ServiceListRow.prefill)).label("prefill"),  # nobody reads it of others
    ServiceListRow.prefill_row_id,
    case((ServiceListRow.state == RowState.OPEN, ServiceListRow.portal_prefill)).label("portal_prefill"),
    ServiceList.version,
    ServiceList.state.label("list_state"),
    case((ServiceListRow.state == RowState.OPEN, func.coalesce(ServiceList.sent_at, ServiceList.prepared_at))).label("asked_at"),
    Round.key.label("round"),
    Round.id.label("round_id"),
    Round.title.label("round_title"),
    Round.previous_id,
    Office.number.label("office"),
    Office.name.label("office_name"),
    Service.id.label("service_id"),
    Service.ref,
    Service.key,
    Service.name,
    Service.ozg_id,
    Service.ozg_name,
    Service.topic,
    Service.service_type,
    Service.sdg,
)
_row = named(_COLUMNS)
_ROWS: Any = (
    select(*_COLUMNS)
    .select_from(Round)
    .join(ServiceList, ServiceList.round_id == Round.id)
    .join(ServiceListRow, ServiceListRow.service_list_id == ServiceList.id)
    .join(Office, Office.id == ServiceList.office_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .where(Round.rollout_id == bindparam("rollout"))
)
_BY_IDS: Any = _ROWS.where(ServiceListRow.id.in_(bindparam("rows", expanding=True)))
_OF_SERVICE: Any = _ROWS.where(ServiceListRow.service_id == bindparam("service")).order_by(*order_of(Sort()))
_TITLES = select(Round.id, Round.title).where(Round.rollout_id == bindparam("rollout"))
_Given = Mapping[int, list[Given]]  # by the id of the row
_Corrected = Mapping[int, list[Corrected]]


def answer_lines(work: Work, chosen: AnswerFilter = EVERYTHING) -> list[AnswerLine]:
    """Return the lines of the rollout that are wanted, by office, round and number. Raises InputError for a service that does not exist."""
    lines = line_ids(work, chosen)
    found = columns(work.session, lines.ids.with_only_columns(*_COLUMNS).order_by(*order_of(Sort())), lines.values)
    return _lines(work, found, given_of(work.session, lines), corrected_of(work.session, lines))


def answer_page(work: Work, chosen: AnswerFilter, *, sort: Sort, page: int, size: int) -> Paged[AnswerLine]:
    """Return one page of the lines that are wanted; `page` counts from 1, one behind the last is empty. Raises InputError as above."""
    page = max(page, 1)
    total, wanted = ids_of_page(work, chosen, sort, page=page, size=size)
    return Paged(rows=lines_of(work, wanted), total=total, page=page, size=size)


def lines_with_said(work: Work, service_id: int) -> list[tuple[AnswerLine, list[Given], list[Corrected]]]:
    """Return the lines of a service by office, round and number, each with all that was said about it."""
    rows = columns(work.session, _OF_SERVICE, {"rollout": work.rollout.id, "service": service_id})
    ids = [row.id for row in rows]
    given, corrected = given_of(work.session, ids), corrected_of(work.session, ids)
    lines = _lines(work, rows, given, corrected)
    return [(line, given.get(line.row_id, []), corrected.get(line.row_id, [])) for line in lines]


def lines_of(work: Work, rows: Sequence[int]) -> tuple[AnswerLine, ...]:
    """Return the lines with these ids, in this order."""
    if not rows:
        return ()
    given, corrected = given_of(work.session, rows), corrected_of(work.session, rows)
    asked = columns(work.session, _BY_IDS, {"rows": rows, "rollout": work.rollout.id})
    found = {line.row_id: line for line in _lines(work, asked, given, corrected)}
    return tuple(found[row] for row in rows)


def survey_round(work: Work, key: str = "") -> Round:
    """Return the round with this key, the newest survey without one. Raises InputError naming the choices."""
    return find_round(work, key or None)


def _lines(work: Work, asked: Iterable[Row[Any]], given: _Given, corrected: _Corrected) -> list[AnswerLine]:
    rows = [_row(row) for row in asked]
    portal = portal_of(work, (row.key for row in rows))
    level = levels_by_round(work)
    departments = cache(work.directory.department_shown)
    titles = _titles_before(work, rows)
    gone = where_gone(work, [row.id for row in rows if row.state is RowState.MOVED])
    handed_on = origins(work, {row.prefill_row_id: row.prefill for row in rows if row.prefill_row_id and _is_prefilled(row)})

    def said(row: Any) -> _Said:
        return _Said(
            given=given.get(row.id, []),
            corrected=corrected.get(row.id, []),
            before=titles.get(row.previous_id, ""),
            origin=handed_on.get(row.prefill_row_id, {}),
            outside=portal.view(row.key, sdg=row.sdg, level=level(row.round_id, row.answers)),
            gone_to=gone.get(row.id, ""),
        )

    return [_line(row, departments(row.office), said(row)) for row in rows]


def _is_prefilled(row: Any) -> bool:
    return row.state is RowState.OPEN and not row.answers and bool(row.prefill or row.portal_prefill)


def _titles_before(work: Work, rows: Iterable[Any]) -> dict[int, str]:
    """Return the titles of the rounds whose answers lines were sent with; asked for where one of them still waits."""
    if not any(row.previous_id and _is_prefilled(row) for row in rows):
        return {}
    return {id_: title for id_, title in columns(work.session, _TITLES, {"rollout": work.rollout.id})}


@dataclass(frozen=True, slots=True)
class _Said:
    """All that was said about one line; `before` is the title of the round whose answers it was sent with, `origin` where another office said them."""

    given: list[Given]
    corrected: list[Corrected]
    before: str
    origin: Mapping[str, Source]
    outside: OutsideView | None
    gone_to: str


def _line(row: Any, department: tuple[str, str], said: _Said) -> AnswerLine:
    prefilled = _is_prefilled(row)
    answers = (row.prefill or row.portal_prefill) if prefilled else row.answers
    sources = _prefill_sources(row, said) if prefilled else Sources(counting(said.given, said.corrected), answers)
    return AnswerLine(
        row_id=row.id,
        round=row.round,
        round_title=row.round_title,
        office=row.office,
        office_name=row.office_name,
        department=department[0],
        department_name=department[1],
        service=AnsweredService(
            service_id=row.service_id,
            ref=row.ref,
            key=row.key,
            name=row.name,
            ozg_id=row.ozg_id,
            ozg_name=row.ozg_name,
            theme=row.topic,
            kind=row.service_type,
        ),
        list_version=row.version,
        list_state=row.list_state,
        number=row.number,
        state=row.state,
        answers=answers,
        sources=sources,
        places=sources.places() if isinstance(sources, Sources) else tuple(dict.fromkeys(sources.values())),
        contradictions=contradictions(said.given, said.corrected),
        outside=said.outside,
        gone_to=said.gone_to,
    )


def _prefill_sources(row: Any, said: _Said) -> dict[str, Source]:
    source = Source(kind=SourceKind.PREFILL, at=row.asked_at, note=said.before)
    if not row.prefill:
        return dict.fromkeys(row.portal_prefill, source._replace(note=PORTAL_NOTE, portal=True))
    return {question: said.origin.get(question, source) for question in row.prefill}
