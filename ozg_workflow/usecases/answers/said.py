"""What was said about lines: the returns of each with their cells, and its corrections, read in two questions whatever their number."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from ozg_workflow.database.models import Correction, Return, ReturnRow
from ozg_workflow.domain.survey.counting import Corrected, Given
from ozg_workflow.usecases.step.work import Work

Rows = Select[Any] | Collection[int]  # ids of rows, or the query for them


def given_of(work: Work, rows: Rows) -> dict[int, list[Given]]:
    """Return row id → what the returns say about it, in the order in which they were written."""
    query = (
        select(
            ReturnRow.row_id,
            Return.received_at,
            Return.id,
            ReturnRow.answers,
            ReturnRow.issues,
            ReturnRow.cells,
            Return.sender,
            Return.incoming_id,
            Return.file_name,
        )
        .join(Return, Return.id == ReturnRow.return_id)
        .where(_among(ReturnRow.row_id, rows))
        .order_by(Return.received_at, Return.id)
    )
    found: dict[int, list[Given]] = {}
    for row, at, order, answers, refused, cells, sender, incoming, file in work.session.execute(query):
        item = Given(
            at=at,
            order=order,
            answers=answers,
            refused=refused,
            sender=sender,
            incoming=incoming,
            file=file,
            cells=cells,
        )
        found.setdefault(row, []).append(item)
    return found


def corrected_of(work: Work, rows: Rows) -> dict[int, list[Corrected]]:
    """Return row id → its corrections, in order."""
    query = (
        select(
            Correction.row_id,
            Correction.id,
            Correction.question,
            Correction.value,
            Correction.at,
            Correction.by,
            Correction.source,
        )
        .where(_among(Correction.row_id, rows))
        .order_by(Correction.at, Correction.id)
    )
    found: dict[int, list[Corrected]] = {}
    for row, order, question, value, at, by, note in work.session.execute(query):
        item = Corrected(question=question, value=value, at=at, order=order, by=by, note=note)
        found.setdefault(row, []).append(item)
    return found


def _among(column: Any, rows: Rows) -> ColumnElement[bool]:
    wanted: ColumnElement[bool] = column.in_(rows)
    return wanted
