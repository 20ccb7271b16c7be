"""Which lines somebody asked for, in which order, and the conditions that say so in SQL."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Select, String, and_, case, cast, false, func, select
from sqlalchemy.orm import aliased

from ozg_workflow.database.models import Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.database.words import lower, mentions
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.bundles import GIVEN_AWAY
from ozg_workflow.domain.survey.cells import UNKNOWN
from ozg_workflow.domain.survey.outside_view import Finding
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.domain.survey.service_list import ListState, RowState
from ozg_workflow.usecases.answers.disputed import contradicted_rows
from ozg_workflow.usecases.answers.find import find_service
from ozg_workflow.usecases.answers.outside import outside_rows
from ozg_workflow.usecases.step.rollout_access import questionnaires_of
from ozg_workflow.usecases.step.work import Work

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


def line_ids(work: Work, chosen: AnswerFilter) -> Select[Any]:
    """Return the query for the ids of the wanted lines of the rollout, without an order.

    Raises InputError for a service that does not exist; a round or an office nobody knows has no lines.
    """
    query = (
        select(ServiceListRow.id)
        .select_from(Round)
        .join(ServiceList, ServiceList.round_id == Round.id)
        .join(ServiceListRow, ServiceListRow.service_list_id == ServiceList.id)
        .join(Office, Office.id == ServiceList.office_id)
        .join(Service, Service.id == ServiceListRow.service_id)
        .where(Round.rollout_id == work.rollout.id)
    )
    return query.where(*_places(work, chosen), *_contents(work, chosen))


def _places(work: Work, chosen: AnswerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.round:
        found.append(Round.key == chosen.round)
    if chosen.office:
        found.append(Office.number == chosen.office)
    if chosen.department:
        found.append(Office.number.in_(_offices_of(work, chosen.department)))
    if chosen.theme:
        found.append(Service.topic == chosen.theme)
    if chosen.service:
        found.append(Service.id == find_service(work, chosen.service).id)
    return found


def _offices_of(work: Work, department: str) -> list[str]:
    owners = {number: work.directory.find_department(number) for number in work.directory.offices}
    return [number for number, owner in owners.items() if owner is not None and owner.number == department]


def _contents(work: Work, chosen: AnswerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.states:
        found.append(ServiceListRow.state.in_(chosen.states))
    if chosen.question:
        said = stored_answer(chosen.question)
        found.append(said == chosen.value if chosen.value else said.is_not(None))
    if words := chosen.text.strip():
        found.append(_mentions(work, words))
    if chosen.once:
        found.append(~_gone_on())
    if chosen.contradicted:
        rows = contradicted_rows(work)
        found.append(ServiceListRow.id.in_(rows) if rows else false())
    if chosen.finding:
        found.append(ServiceListRow.id.in_(outside_rows(work, chosen.finding)))
    return found


def _gone_on() -> ColumnElement[bool]:
    """Tell whether the service of a line that was given away stands on another list of the round now."""
    row, listed = aliased(ServiceListRow), aliased(ServiceList)
    kept = (
        select(row.id)
        .join(listed, listed.id == row.service_list_id)
        .where(row.service_id == ServiceListRow.service_id, listed.round_id == ServiceList.round_id)
        .where(row.state.not_in(GIVEN_AWAY), listed.state != ListState.SUPERSEDED)
    )
    return and_(ServiceListRow.state.in_(GIVEN_AWAY), kept.exists())


def stored_answer(question: str) -> ColumnElement[str]:
    """Return the answer of a line to a question as text; of an open line what it was sent with."""
    answers, prefill = (cast(column[question].as_string(), String) for column in (ServiceListRow.answers, ServiceListRow.prefill))
    return case((ServiceListRow.state == RowState.OPEN, func.coalesce(answers, prefill)), else_=answers)


def _mentions(work: Work, words: str) -> ColumnElement[bool]:
    columns: list[Any] = [Service.name, Service.key, Service.ref, Service.ozg_name]
    columns += [stored_answer(key) for key, question in questions_of(work).items() if question.kind in _WORDS]
    return mentions(words, *columns)


def questions_of(work: Work) -> dict[str, Question]:
    """Return the questions of all rounds of the rollout by their keys, the newest wording of each."""
    known = questionnaires_of(work.session, work.rollout.id)
    return {question.key: question for questionnaire in known for question in questionnaire.questions}


def question_named(work: Work, wanted: str) -> Question:
    """Return the question with this key or heading. Raises InputError naming the choices."""
    known = questions_of(work)
    for question in known.values():
        if wanted in (question.key, question.heading):
            return question
    raise InputError(f"Die Frage „{wanted}“ gibt es nicht. Vorhanden: {', '.join(known) or 'keine'}.")


def order_of(work: Work, sort: Sort) -> list[Any]:
    """Return the columns to sort by; lines that are equal stand as on their lists."""
    wanted = _sorted_by(work, sort)
    if sort.descending:
        wanted = [column.desc() for column in wanted]
    missing = [_last_when_missing(sort)] if sort.by is SortKey.QUESTION else []
    return [*missing, *wanted, Round.id, func.length(Office.number), Office.number, ServiceList.version, ServiceListRow.number]


def _last_when_missing(sort: Sort) -> ColumnElement[Any]:
    return case((stored_answer(sort.question).is_(None), 1), else_=0)


def _sorted_by(work: Work, sort: Sort) -> list[Any]:
    if sort.by is SortKey.QUESTION:
        return _by_answer(work, sort.question)
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


def _by_answer(work: Work, key: str) -> list[ColumnElement[Any]]:
    answer = stored_answer(key)
    question = questions_of(work).get(key)
    if question is None or question.kind not in _NUMBERS:
        return [lower(answer)]
    number = case((and_(answer.is_not(None), answer != UNKNOWN), cast(answer, Float)))
    return [func.coalesce(number, -1)]
