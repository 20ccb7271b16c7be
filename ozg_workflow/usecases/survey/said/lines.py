"""What was said about lines: the returns of each with their cells, and its corrections, read in two questions whatever their number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Correction, Office, Return, ReturnRow, ServiceList
from ozg_workflow.domain.survey.counting import Corrected, Given

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
_GIVEN_OF: Final = _GIVEN.where(ReturnRow.row_id.in_(bindparam("rows", expanding=True)))
_CORRECTED_OF: Final = _CORRECTED.where(Correction.row_id.in_(bindparam("rows", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Which lines are meant: the query for their ids, and its values."""

    ids: Select[Any]
    values: Mapping[str, Any]


Rows = Lines | Collection[int]  # ids of rows, or what asks for them


def given_of(session: Session, rows: Rows) -> dict[int, list[Given]]:
    """Return row id → what the returns say about it, in the order in which they were written."""
    found: dict[int, list[Given]] = {}
    if isinstance(rows, Lines):
        asked = columns(session, _GIVEN.where(ReturnRow.row_id.in_(rows.ids)), rows.values)
    else:
        asked = columns(session, _GIVEN_OF, {"rows": list(rows)})
    places = _places(session, {line.id for line in asked if line.adopted})
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


def _places(session: Session, returns: Collection[int]) -> dict[int, str]:
    """Return the id of a return → the office and the list it is about."""
    found = columns(session, _PLACES, {"returns": list(returns)}) if returns else ()
    return {return_id: place(office, version) for return_id, office, version in found}


def place(office: str, version: int) -> str:
    """Return `Amt 66, Fassung 1`: the list of an office, where an answer stands that another office has got."""
    return f"Amt {office}, Fassung {version}"


def corrected_of(session: Session, rows: Rows) -> dict[int, list[Corrected]]:
    """Return row id → its corrections, in order."""
    found: dict[int, list[Corrected]] = {}
    if isinstance(rows, Lines):
        asked = columns(session, _CORRECTED.where(Correction.row_id.in_(rows.ids)), rows.values)
    else:
        asked = columns(session, _CORRECTED_OF, {"rows": list(rows)})
    for row, order, question, value, at, by, note in asked:
        item = Corrected(question=question, value=value, at=at, order=order, by=by, note=note)
        found.setdefault(row, []).append(item)
    return found
