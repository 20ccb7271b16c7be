"""Opens any file as plain rows of values, or says in German why that is impossible."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.workbook.errors import PROTECTED_FILE, RIGHTS_FILE, TOO_LARGE, WorkbookError
from ozg_workflow.workbook.read import parser
from ozg_workflow.workbook.read.exchange import OK
from ozg_workflow.workbook.read.formats.compound import SIGNATURE
from ozg_workflow.workbook.read.formats.looks import flat_kind, is_archive, reason_against

MOST_FILE_BYTES: Final = 25_000_000
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream of a locked .xlsx ([MS-OFFCRYPTO] 2.3)
_RIGHTS: Final = "DRMEncryptedDataSpace".encode("utf-16-le")  # locked by rights, not by a password ([MS-OFFCRYPTO] 2.2)

Row = tuple[Cell, ...]


class CellNote(NamedTuple):
    """What is told of a cell, by one of the kinds of `exchange`; row and column count from 0. `text` is None where it is the value."""

    row: int
    column: int
    kind: str
    text: str | None
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, hidden ones included; `rows` start at A1 and end with their last value, blank cells are None."""

    name: str
    rows: tuple[Row, ...]
    notes: tuple[CellNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The values of a workbook in the order of its sheets."""

    file_name: str
    sheets: tuple[Sheet, ...]


def open_workbook(content: bytes, file_name: str) -> Workbook:
    """Return the values of an .xlsx, .xlsm, .xls, .ods or .fods file, an Excel 2003 XML or HTML tables; the content decides, not the name.

    Formulas are read as the value that was saved with them, a value merged over several lines stands in each of them.
    Raises only WorkbookError, whatever the bytes are.
    """
    if refusal := _refusal(content, file_name):
        raise WorkbookError(refusal)
    return Workbook(file_name=file_name, sheets=_sheets(content))


def begin_opening(content: bytes, file_name: str) -> None:
    """Start to parse the workbook that `open_workbook` will be asked for next, in the parser's own process. Never raises."""
    if not _refusal(content, file_name):
        parser.begin(content)


def _refusal(content: bytes, file_name: str) -> str:
    """Return why these bytes are not even given to the parser, empty when they are."""
    if len(content) > MOST_FILE_BYTES:
        return TOO_LARGE
    if content.startswith(SIGNATURE):
        return (RIGHTS_FILE if _RIGHTS in content else PROTECTED_FILE) if _ENCRYPTED in content else ""
    return "" if is_archive(content) or flat_kind(content) else reason_against(content, file_name)


def _sheets(content: bytes) -> tuple[Sheet, ...]:
    try:
        status, answer = parser.parse(content)
    except parser.ParserTimeoutError as error:
        raise WorkbookError(TOO_LARGE) from error
    if status != OK:
        raise WorkbookError(answer.decode())
    sheets = json.loads(answer, object_hook=_moment)
    return tuple(Sheet(name=name, rows=tuple(map(tuple, rows)), notes=tuple(map(_note, notes))) for name, rows, notes in sheets)


def _note(values: list[Any]) -> CellNote:
    row, column, kind, text, author = values
    return CellNote(row, column, kind, text, author)


def _moment(value: dict[str, Any]) -> date | datetime:
    text = value["date"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
