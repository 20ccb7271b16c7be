"""What was said about lines: the returns of each with their cells, and its corrections, read in two questions whatever their number."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Select, bindparam, select

from ozg_workflow.database.models import Correction, Office, Return, ReturnRow, ServiceList
from ozg_workflow.domain.survey.counting import Corrected, Given
from ozg_workflow.usecases.step.work import Work

_GIVEN: Final = (
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
        ReturnRow.adopted,
    )
    .join(Return, Return.id == ReturnRow.return_id)
    .order_by(Return.received_at, Return.id)
)
_PLACES: Final = (
    select(Return.id, Office.number, ServiceList.version)
    .join(ServiceList, ServiceList.id == Return.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(Return.id.in_(bindparam("returns", expanding=True)))
)
_CORRECTED: Final = select(
    Correction.row_id, Correction.id, Correction.question, Correction.value, Correction.at, Correction.by, Correction.source
).order_by(Correction.at, Correction.id)
Rows = Select[Any] | Collection[int]  # ids of rows, or the query for them


def given_of(work: Work, rows: Rows) -> dict[int, list[Given]]:
    """Return row id → what the returns say about it, in the order in which they were written."""
    found: dict[int, list[Given]] = {}
    asked = list(work.session.execute(*_among(_GIVEN, ReturnRow.row_id, rows)))
    places = _places(work, {line.id for line in asked if line.adopted})
    for row, at, order, answers, refused, cells, sender, incoming, file, adopted in asked:
        item = Given(
            at=at,
            order=order,
            answers=answers,
            refused=refused,
            sender=sender,
            incoming=incoming,
            file=file,
            cells=cells,
            adopted=places[order] if adopted else "",
        )
        found.setdefault(row, []).append(item)
    return found


def _places(work: Work, returns: Collection[int]) -> dict[int, str]:
    """Return the id of a return → the office and the list it is about."""
    found = work.session.execute(_PLACES, {"returns": list(returns)}) if returns else ()
    return {return_id: place(office, version) for return_id, office, version in found}


def place(office: str, version: int) -> str:
    """Return `Amt 66, Fassung 1`: the list of an office, where an answer stands that another office has got."""
    return f"Amt {office}, Fassung {version}"


def corrected_of(work: Work, rows: Rows) -> dict[int, list[Corrected]]:
    """Return row id → its corrections, in order."""
    found: dict[int, list[Corrected]] = {}
    asked = work.session.execute(*_among(_CORRECTED, Correction.row_id, rows))
    for row, order, question, value, at, by, note in asked:
        item = Corrected(question=question, value=value, at=at, order=order, by=by, note=note)
        found.setdefault(row, []).append(item)
    return found


def _among(query: Select[Any], column: Any, rows: Rows) -> tuple[Select[Any], dict[str, Any]]:
    """Return the query for these rows, with its values."""
    if isinstance(rows, Select):
        return query.where(column.in_(rows)), {}
    return query.where(column.in_(bindparam("rows", expanding=True))), {"rows": list(rows)}
