"""Record one return row by row: valid rows count even when others are wrong; the newest valid answer wins."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ozg_workflow.database.guard import guarded
from ozg_workflow.database.models import Base, Incoming, Return, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answers import Issue, RowAnswers, validate_row
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.criteria.check import level_in
from ozg_workflow.domain.survey.hints import told
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import (
    REFUSED,
    CellIssue,
    ReturnedRow,
    Submission,
    newest_valid,
    row_state,
    said_at,
)
from ozg_workflow.domain.survey.service_list import GONE, UNFINISHED_ROWS, RowState, state_after_return
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.usecases.answers.carried import carried_by_corrections
from ozg_workflow.usecases.answers.late_rows import pass_on
from ozg_workflow.usecases.answers.progress import note_levels
from ozg_workflow.usecases.answers.take_in import Counted, recount, settle_cases, take_in, weighed_anew
from ozg_workflow.usecases.intake.dragged_cells import set_dragged_aside
from ozg_workflow.usecases.intake.match_return import Matched
from ozg_workflow.usecases.intake.reply_content import Recorded
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import closed_remark
from ozg_workflow.usecases.survey.rows import services_of

_RETURNS: Final = Base.metadata.tables["return"]
_RETURN: Final = insert(_RETURNS).returning(_RETURNS.c.id)
NIL_CONTRADICTION = "„Fehlanzeige“ wurde nicht gewertet, weil Leistungen mit „ja“ beantwortet sind."
NIL_BESIDE_LINES = "„Fehlanzeige“ wurde nicht gewertet, weil auch Zeilen ausgefüllt sind, in denen nicht „nein“ steht."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A file after validation: its filled rows with their answers, the issues with their cells, what else to tell or to ask.

    `answers`: it says something about a row that the list still has, or about the Fehlanzeige.
    """

    filled: list[tuple[ReturnedRow, RowAnswers]]
    issues: tuple[CellIssue, ...]
    remarks: tuple[str, ...]
    asks_again: bool
    nil_return: bool
    answers: bool


class _Stored(NamedTuple):
    """A return as it is stored: its number, and when it was said."""

    id: int
    received_at: datetime


def record_return(work: Work, incoming: Incoming, mail: ParsedMail, item: Matched) -> Recorded:
    """Store what one file says, bring its list up to date, open cases; return what the answer tells about it."""
    service_list = item.service_list
    questionnaire = questionnaire_of(service_list.round)
    with work.session.no_autoflush:  # nothing of it is asked for here: it is written together, with the cases or the answer
        corrected = weighed_anew(work.session, service_list)
        reading = _read(work, questionnaire, item, corrected)
        returned = _store(work.session, incoming, mail, item, reading)
        _bring_up_to_date(work, questionnaire, service_list, _submissions(returned, reading), corrected)
        settle_cases(work, questionnaire, service_list, {r.row_id: _doubt(answers) for r, answers in reading.filled})
    late = pass_on(work, service_list, {r.row_id: answers.answers for r, answers in reading.filled})
    if reading.answers:
        _settle_list(work, service_list, nil=reading.nil_return)
    _note_maturity(work, service_list, returned, reading.filled)
    office, rows, hints = service_list.office, len(reading.filled), len(reading.issues)
    figures = f"{german.count(rows, 'Zeile', 'Zeilen')}, {german.count(hints, 'Hinweis', 'Hinweise')}"
    work.record("return_recorded", ("service_list", service_list.id), f"{office.title}: {figures}")
    work.did(f"Rücklauf {office.title}, Fassung {service_list.version}: {figures}.")
    work.count("returns")
    return Recorded(
        service_list=service_list,
        return_id=returned.id,
        issues=reading.issues,
        remarks=(*reading.remarks, *closed_remark(work.session, service_list.round)),
        asks_again=reading.asks_again,
        nil_return=reading.nil_return,
        cells=_cells(item),
        late=late,
    )


def recorded_files(session: Session, incoming: Incoming) -> set[tuple[int, str]]:
    """Return (list id, SHA-256) of the files of a mail that were recorded when it was understood before."""
    known = select(Return.service_list_id, Return.file_sha256).where(Return.incoming_id == incoming.id)
    return {(list_id, digest) for list_id, digest in session.execute(known)}


def _read(work: Work, questionnaire: Questionnaire, item: Matched, corrected: Collection[int]) -> _Reading:
    session, scale = work.session, scale_of(work, questionnaire)
    rows = {row.id: row for row in item.service_list.rows}
    remarks, nil = item.returned.remarks, item.returned.nil_return
    checked = [(r, validate_row(questionnaire, scale, r.cells)) for r in item.returned.rows if r.row_id in rows]
    filled = set_dragged_aside(session, scale, questionnaire, item, [(r, a) for r, a in checked if not a.empty])
    filled = carried_by_corrections(work, filled, corrected)
    contradiction = _against_nil(questionnaire, (a for _, a in filled)) if nil else ""
    if contradiction:
        nil, remarks = False, (*remarks, contradiction)
    if nil:
        filled = _refuse_rest(questionnaire, rows.values(), filled)
    asked = [(r, answers) for r, answers in filled if rows[r.row_id].state not in GONE]
    found = [(r, issue) for r, answers in asked for issue in (*answers.issues, *answers.doubts)]
    services = services_of(session, item.service_list) if found else {}
    issues = tuple(_cell_issue(rows[r.row_id], services[r.row_id].name, r, issue) for r, issue in found)
    remarks = (*remarks, *told((r.number, remark) for r, answers in filled for remark in answers.remarks))
    asks_again = item.returned.asks_again or bool(contradiction)
    return _Reading(
        filled=filled,
        issues=issues,
        remarks=remarks,
        asks_again=asks_again,
        nil_return=nil,
        answers=nil or item.returned.nil_unclear or bool(asked),
    )


def _against_nil(questionnaire: Questionnaire, filled: Iterable[RowAnswers]) -> str:
    """Return why filled rows contradict a Fehlanzeige, empty when they only say "nein"."""
    said = {row.answers.get(questionnaire.responsibility or "") for row in filled} - {REFUSED}
    return "" if not said else NIL_BESIDE_LINES if said == {None} else NIL_CONTRADICTION


def _store(session: Session, incoming: Incoming, mail: ParsedMail, item: Matched, reading: _Reading) -> _Stored:
    values: dict[str, Any] = {
        "service_list_id": item.service_list.id,
        "incoming_id": incoming.id,
        "file_name": item.file.name,
        "file_sha256": item.sha256,
        "sender": mail.from_address,
        "received_at": _said_at(incoming, mail, item.service_list),
        "nil_return": reading.nil_return,
        "issue_count": len(reading.issues),
    }
    number = session.connection().execute(_RETURN, guarded(Return, values)).scalar_one()
    _insert(
        session,
        "return_row",
        [
            {
                "return_id": number,
                "row_id": r.row_id,
                "answers": a.answers,
                "issues": [asdict(i) for i in (*a.issues, *a.doubts)],
                "cells": {question: cell for question, cell in r.addresses.items() if r.cells.get(question) is not None},
            }
            for r, a in reading.filled
        ],
    )
    return _Stored(id=number, received_at=values["received_at"])


def _said_at(incoming: Incoming, mail: ParsedMail, service_list: ServiceList) -> datetime:
    return said_at(written=mail.date, received=incoming.received_at, sent=service_list.sent_at or service_list.prepared_at)


def _insert(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert many rows at once, past the session and what it still holds: a list has hundreds, and nobody needs them as objects."""
    if rows:
        session.connection().execute(insert(Base.metadata.tables[table]), rows)


def _cells(item: Matched) -> dict[int, dict[str, Cell]]:
    return {r.row_id: dict(r.cells) for r in item.returned.rows}


def _refuse_rest(
    questionnaire: Questionnaire, rows: Iterable[ServiceListRow], filled: list[tuple[ReturnedRow, RowAnswers]]
) -> list[tuple[ReturnedRow, RowAnswers]]:
    """A Fehlanzeige for an office with services says "nein" to every row that is still open."""
    if questionnaire.responsibility is None:
        return filled
    told = {r.row_id for r, _ in filled}
    refusal = {questionnaire.responsibility: REFUSED}
    rest = [
        (ReturnedRow(row_id=row.id, number=row.number, cells={}, addresses={}), RowAnswers(answers=dict(refusal), issues=()))
        for row in rows
        if row.id not in told and row.state in UNFINISHED_ROWS
    ]
    return [*filled, *rest]


def _cell_issue(row: ServiceListRow, service: str, returned: ReturnedRow, issue: Issue) -> CellIssue:
    cell = returned.addresses.get(issue.question, "")
    return CellIssue(row_id=row.id, number=row.number, service=service, cell=cell, issue=issue)


def _bring_up_to_date(
    work: Work,
    questionnaire: Questionnaire,
    service_list: ServiceList,
    submissions: Mapping[int, Submission],
    corrected: Collection[int],
) -> None:
    """Let the newest valid answer win in every touched row; of rows with corrections all that was said is weighed anew.

    A row that the office has no more keeps what is said about it, and stays lost.
    """
    rows = [row for row in service_list.rows if row.id in submissions]
    lost = {row.id: row.state for row in rows if row.state in GONE}
    again = recount(work, questionnaire, [row.id for row in rows if row.id in corrected or row.id in lost])
    again |= {row: replace(again[row], state=state) for row, state in lost.items()}
    merged = {row.id: _merged(questionnaire, row, submissions[row.id]) for row in rows if row.id not in again}
    take_in(work, questionnaire, service_list, again | merged)


def _merged(questionnaire: Questionnaire, row: ServiceListRow, new: Submission) -> Counted:
    best = newest_valid((*_so_far(row), new))
    state = row_state(best, questionnaire.responsibility)
    if best is None:
        return Counted(state=state, answers=row.answers, answered_at=row.answered_at)
    return Counted(state=state, answers=best.answers, answered_at=best.received_at)


def _doubt(answers: RowAnswers) -> str:
    """Return why a person decides although the answer was accepted, mostly nothing."""
    return next((doubt.reason for doubt in answers.doubts), "")


def _submissions(returned: _Stored, reading: _Reading) -> dict[int, Submission]:
    return {
        row.row_id: Submission(
            received_at=returned.received_at, order=returned.id, answers=answers.answers, issues=len(answers.issues)
        )
        for row, answers in reading.filled
    }


def _so_far(row: ServiceListRow) -> tuple[Submission, ...]:
    """Return the submission that counted in a row before: merging it with the next one is the same as merging the whole history."""
    if row.answered_at is None:
        return ()
    return (Submission(received_at=row.answered_at, order=0, answers=row.answers, issues=int(row.state is RowState.INVALID)),)


def _settle_list(work: Work, service_list: ServiceList, *, nil: bool) -> None:
    service_list.state = state_after_return((row.state for row in service_list.rows), nil_return=nil)
    service_list.returned_at = work.now()


def _note_maturity(
    work: Work, service_list: ServiceList, returned: _Stored, filled: list[tuple[ReturnedRow, RowAnswers]]
) -> None:
    rows = {row.id: row for row in service_list.rows}
    questionnaire, readings = questionnaire_of(service_list.round), []
    stated: list[ServiceListRow] = []
    scale, question = scale_of(work, questionnaire), work.config.maturity_question
    for item, answers in filled:
        row = rows[item.row_id]
        if row.state in GONE:
            continue  # it counts once the office that has the service confirms it
        level, counts = (level_in(questionnaire, scale, said, question) for said in (answers.answers, row.answers))
        if isinstance(level, int) and level == counts:
            readings.append(
                {
                    "service_id": row.service_id,
                    "return_id": returned.id,
                    "scale": scale.key,
                    "level": level,
                    "read_on": work.today,
                }
            )
            stated.append(row)
    note_levels(work, service_list, stated)
    _insert(work.session, "maturity_reading", readings)
