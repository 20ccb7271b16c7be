"""Which lines somebody asked for, in which order, and the conditions that say so in SQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Integer, Select, String, and_, bindparam, case, cast, func, select
from sqlalchemy.orm import aliased

from ozg_workflow.database.columns import column, value
from ozg_workflow.database.models import Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.database.words import lower, mentions
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.cells import UNKNOWN
from ozg_workflow.domain.survey.outside_view import Finding
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.domain.survey.service_list import GONE, ListState, RowState
from ozg_workflow.usecases.answers.disputed import contradicted_rows
from ozg_workflow.usecases.answers.find import find_service
from ozg_workflow.usecases.answers.outside import outside_rows
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.lines import Lines

_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.SCALE)
_WORDS = (Kind.TEXT, Kind.URL)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFilter:
    """Which lines are wanted; what is empty leaves all of them.

    `round`, `office` and `department` are keys and numbers, `department` as of today; `service` is a ref or a LeiKa key that is unique.
    With `question` only lines that answer it, with `value` too only those with this stored value. `text` stands somewhere in the
    service's name, key, ref or OZG bundle, or in an answer in words; `contradicted`: only lines with a contradiction nobody settled;
    `once`: without the lines of services that have gone on to a line of another list; `finding`: only services of which the portals
    show something else.
    """

    round: str = ""
    office: str = ""
    department: str = ""
    theme: str = ""
    service: str = ""
    states: tuple[RowState, ...] = ()
    question: str = ""
    value: str = ""
    text: str = ""
    contradicted: bool = False
    once: bool = False
    finding: Finding | None = None


EVERYTHING: Final = AnswerFilter()


class SortKey(StrEnum):
    """What lines are sorted by."""

    OFFICE = "office"  # as they stand on the lists
    SERVICE = "service"
    KEY = "key"
    OZG = "ozg"
    THEME = "theme"
    STATE = "state"
    ROUND = "round"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """How lines are sorted: `question` is the key of the answer to sort by where `by` is QUESTION; lines without one come last."""

    by: SortKey = SortKey.OFFICE
    question: str = ""
    descending: bool = False


def line_ids(work: Work, chosen: AnswerFilter) -> Lines:
    """Return the query for the ids of the wanted lines of the rollout, without an order.

    Raises InputError for a service that does not exist; a round or an office nobody knows has no lines.
    """
    return Lines(ids=_ids(_shape(work, chosen)), values=_values(work, chosen))


def ids_of_page(work: Work, chosen: AnswerFilter, sort: Sort, *, page: int, size: int) -> tuple[int, list[int]]:
    """Return how many lines are wanted, and the ids of one page of them (from 1), in order. Raises InputError as above."""
    shape, values = _shape(work, chosen), _values(work, chosen)
    query = _page(shape, sort, numbers=_by_numbers(work, sort))
    shown = column(work.session, query, {**values, "size": size, "first": (page - 1) * size})
    return value(work.session, _count(shape), values) or 0, list(shown)


# --- statements, each put together once ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What of a filter decides how its statement reads; everything else of it are values.

    `asked` are the fields that narrow down, `words` are looked for in the answers to `texts` too.
    """

    asked: tuple[str, ...]
    question: str
    value: bool
    words: str
    texts: tuple[str, ...]


def _shape(work: Work, chosen: AnswerFilter) -> _Shape:
    words = chosen.text.strip()
    texts = (key for key, question in questions_of(work).items() if question.kind in _WORDS) if words else ()
    return _Shape(
        asked=tuple(name for name in _CONDITIONS if getattr(chosen, name)),
        question=chosen.question,
        value=bool(chosen.value),
        words=words,
        texts=tuple(texts),
    )


_LINES: Final = (
    select(ServiceListRow.id)
    .select_from(Round)
    .join(ServiceList, ServiceList.round_id == Round.id)
    .join(ServiceListRow, ServiceListRow.service_list_id == ServiceList.id)
    .join(Office, Office.id == ServiceList.office_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .where(Round.rollout_id == bindparam("rollout"))
)


def _gone_on() -> ColumnElement[bool]:
    """Tell whether the service of a line that was given away stands on another list of the round now."""
    row, listed = aliased(ServiceListRow), aliased(ServiceList)
    kept = (
        select(row.id)
        .join(listed, listed.id == row.service_list_id)
        .where(row.service_id == ServiceListRow.service_id, listed.round_id == ServiceList.round_id)
        .where(row.state.not_in(GONE), listed.state != ListState.SUPERSEDED)
    )
    return and_(ServiceListRow.state.in_(GONE), kept.exists())


# field of the filter → its condition, and the value of that
_CONDITIONS: Final[Mapping[str, tuple[ColumnElement[bool], Callable[[Work, AnswerFilter], Any]]]] = {
    "round": (Round.key == bindparam("round"), lambda _, chosen: chosen.round),
    "office": (Office.number == bindparam("office"), lambda _, chosen: chosen.office),
    "department": (
        Office.number.in_(bindparam("department", expanding=True)),
        lambda work, chosen: _offices_of(work, chosen.department),
    ),
    "theme": (Service.topic == bindparam("theme"), lambda _, chosen: chosen.theme),
    "service": (Service.id == bindparam("service"), lambda work, chosen: find_service(work, chosen.service).id),
    "states": (
        ServiceListRow.state.in_(bindparam("states", type_=ServiceListRow.state.type, expanding=True)),
        lambda _, chosen: chosen.states,
    ),
    "contradicted": (
        ServiceListRow.id.in_(bindparam("contradicted", expanding=True)),
        lambda work, _: list(contradicted_rows(work)),
    ),
    "once": (~_gone_on(), lambda _, chosen: chosen.once),
    "finding": (
        ServiceListRow.id.in_(bindparam("finding", expanding=True)),
        lambda work, chosen: outside_rows(work, chosen.finding) if chosen.finding else [],
    ),
}


def _values(work: Work, chosen: AnswerFilter) -> dict[str, Any]:
    found = {name: read(work, chosen) for name, (_, read) in _CONDITIONS.items() if getattr(chosen, name)}
    return {"rollout": work.rollout.id, **found, **({"value": chosen.value} if chosen.question and chosen.value else {})}


def _offices_of(work: Work, department: str) -> list[str]:
    owners = {number: work.directory.find_department(number) for number in work.directory.offices}
    return [number for number, owner in owners.items() if owner is not None and owner.number == department]


@lru_cache(maxsize=64)
def _ids(shape: _Shape) -> Select[Any]:
    query = _LINES.where(*(_CONDITIONS[name][0] for name in shape.asked))
    if shape.question:
        said = stored_answer(shape.question)
        query = query.where(said == bindparam("value") if shape.value else said.is_not(None))
    if shape.words:
        columns: list[Any] = [Service.name, Service.key, Service.ref, Service.ozg_name]
        query = query.where(mentions(shape.words, *columns, *(stored_answer(key) for key in shape.texts)))
    return query


@lru_cache(maxsize=64)
def _count(shape: _Shape) -> Select[Any]:
    return _ids(shape).with_only_columns(func.count())


@lru_cache(maxsize=64)
def _page(shape: _Shape, sort: Sort, *, numbers: bool) -> Select[Any]:
    ordered = _ids(shape).order_by(*order_of(sort, numbers=numbers))
    return ordered.limit(bindparam("size", type_=Integer)).offset(bindparam("first", type_=Integer))


def stored_answer(question: str) -> ColumnElement[str]:
    """Return the answer of a line to a question as text; of an open line what it was sent with."""
    stored = (ServiceListRow.answers, ServiceListRow.prefill, ServiceListRow.portal_prefill)
    answers, *filled_in = (cast(column[question].as_string(), String) for column in stored)
    return case((ServiceListRow.state == RowState.OPEN, func.coalesce(answers, *filled_in)), else_=answers)


def questions_of(work: Work) -> dict[str, Question]:
    """Return the questions of all rounds of the rollout by their keys, the newest wording of each."""
    return {question.key: question for questionnaire in work.questionnaires for question in questionnaire.questions}


def question_named(work: Work, wanted: str) -> Question:
    """Return the question with this key or heading. Raises InputError naming the choices."""
    known = questions_of(work)
    for question in known.values():
        if wanted in (question.key, question.heading):
            return question
    raise InputError(f"Die Frage „{wanted}“ gibt es nicht. Vorhanden: {', '.join(known) or 'keine'}.")


# --- order ---------------------------------------------------------------------------------------------------------------


def order_of(sort: Sort, *, numbers: bool = False) -> list[Any]:
    """Return the columns to sort by; lines that are equal stand as on their lists. `numbers`: so the answers to sort by are."""
    wanted = _sorted_by(sort, numbers=numbers)
    if sort.descending:
        wanted = [column.desc() for column in wanted]
    missing = [_last_when_missing(sort)] if sort.by is SortKey.QUESTION else []
    return [*missing, *wanted, Round.id, func.length(Office.number), Office.number, ServiceList.version, ServiceListRow.number]


def _by_numbers(work: Work, sort: Sort) -> bool:
    question = questions_of(work).get(sort.question) if sort.by is SortKey.QUESTION else None
    return question is not None and question.kind in _NUMBERS


def _last_when_missing(sort: Sort) -> ColumnElement[Any]:
    return case((stored_answer(sort.question).is_(None), 1), else_=0)


def _sorted_by(sort: Sort, *, numbers: bool) -> list[Any]:
    if sort.by is SortKey.QUESTION:
        answer = stored_answer(sort.question)
        number = case((and_(answer.is_not(None), answer != UNKNOWN), cast(answer, Float)))
        return [func.coalesce(number, -1) if numbers else lower(answer)]
    columns: dict[SortKey, list[Any]] = {
        SortKey.OFFICE: [func.length(Office.number), Office.number],
        SortKey.SERVICE: [lower(Service.name)],
        SortKey.KEY: [Service.key],
        SortKey.OZG: [Service.ozg_id, lower(Service.name)],
        SortKey.THEME: [lower(Service.topic), lower(Service.name)],
        SortKey.STATE: [ServiceListRow.state],
        SortKey.ROUND: [Round.id],
    }
    return columns[sort.by]
