"""Opens any file as plain rows of values, or says in German why that is impossible."""

import json
import warnings
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from ozg_workflow.domain.answers import Cell
from ozg_workflow.workbook import calamine_child, parser
from ozg_workflow.workbook.archive import safe_archive
from ozg_workflow.workbook.errors import (
    BINARY_FILE,
    DAMAGED,
    NOT_A_WORKBOOK,
    PDF_FILE,
    PROTECTED_FILE,
    TEXT_FILE,
    TOO_FAR,
    TOO_LARGE,
    WorkbookError,
)

MOST_FILE_BYTES: Final = 25_000_000
_OUTCOMES: Final = {calamine_child.PROTECTED: PROTECTED_FILE, calamine_child.TOO_FAR: TOO_FAR}
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream of a password-protected .xlsx (MS-OFFCRYPTO 2.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, hidden ones included; `rows` start at A1, blank cells are None."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The values of a workbook in the order of its sheets."""

    file_name: str
    sheets: tuple[Sheet, ...]


def open_workbook(content: bytes, file_name: str) -> Workbook:
    """Return the values of an .xlsx, .xlsm, .xls or .ods file; the content decides, not the name.

    Formulas are read as the value that was saved with them. Raises only WorkbookError, whatever the bytes are.
    """
    if len(content) > MOST_FILE_BYTES:
        raise WorkbookError(TOO_LARGE)
    if content.startswith(_ZIP):
        if b"xl/workbook.bin" in content:
            raise WorkbookError(BINARY_FILE)
        content = safe_archive(content)
    elif not content.startswith(_OLE):
        raise WorkbookError(_reason_against(content, file_name))
    elif _ENCRYPTED in content:
        raise WorkbookError(PROTECTED_FILE)
    sheets = _sheets(content)
    return Workbook(file_name=file_name, sheets=_with_error_values(content, sheets))


def _reason_against(content: bytes, file_name: str) -> str:
    if content.startswith(_PDF):
        return PDF_FILE
    start = content[:4096]
    readable = b"\x00" not in start and (b";" in start or b"\t" in start or b"," in start)
    if file_name.lower().endswith((".csv", ".txt")) and readable:
        return TEXT_FILE
    if file_name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        return DAMAGED
    return NOT_A_WORKBOOK


def _sheets(content: bytes) -> tuple[Sheet, ...]:
    try:
        status, answer = parser.parse(content)
    except parser.ParserTimeoutError as error:
        raise WorkbookError(TOO_LARGE) from error
    if status != calamine_child.OK:
        raise WorkbookError(_OUTCOMES.get(status, DAMAGED))
    return tuple(Sheet(name=name, rows=_rows(rows)) for name, rows in json.loads(answer))


def _rows(raw: list[list[Any]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(_moment(value) if isinstance(value, dict) else value for value in row) for row in raw)


def _moment(value: dict[str, str]) -> date | datetime:
    text = value["date"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _with_error_values(content: bytes, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    # the fast parser reads `#N/A` as a blank cell, which would look like a missing answer
    if b't="e"' not in content:
        return sheets
    errors = _error_values(content)
    return tuple(Sheet(name=sheet.name, rows=_overlaid(sheet.rows, errors.get(sheet.name, {}))) for sheet in sheets)


def _overlaid(rows: tuple[tuple[Cell, ...], ...], errors: dict[tuple[int, int], str]) -> tuple[tuple[Cell, ...], ...]:
    changed = [list(row) for row in rows]
    for (row, column), text in errors.items():
        if row < len(changed) and column < len(changed[row]):
            changed[row][column] = text
    return tuple(tuple(row) for row in changed)


def _error_values(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about extensions it does not know
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
            return {
                sheet.title: {
                    (cell.row - 1, cell.column - 1): str(cell.value)
                    for row in sheet.iter_rows()
                    for cell in row
                    if getattr(cell, "data_type", "") == "e" and cell.row and cell.column
                }
                for sheet in book.worksheets
            }
    except Exception:  # noqa: BLE001 - only the wording of error cells is lost; the values themselves have been read
        return {}
