"""Opens any file as plain rows of values, or says in German why that is impossible."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.workbook.errors import (
    DAMAGED,
    NOT_A_WORKBOOK,
    PDF_FILE,
    PROTECTED_FILE,
    TEXT_FILE,
    TOO_LARGE,
    WorkbookError,
)
from ozg_workflow.workbook.read import parser
from ozg_workflow.workbook.read.archive import is_archive
from ozg_workflow.workbook.read.calamine_child import OK

MOST_FILE_BYTES: Final = 25_000_000
_OLE, _PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream of a password-protected .xlsx (MS-OFFCRYPTO 2.3)

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, hidden ones included; `rows` start at A1 and end with their last value, blank cells are None."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The values of a workbook in the order of its sheets."""

    file_name: str
    sheets: tuple[Sheet, ...]


def open_workbook(content: bytes, file_name: str) -> Workbook:
    """Return the values of an .xlsx, .xlsm, .xls or .ods file; the content decides, not the name.

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
    if content.startswith(_OLE):
        return PROTECTED_FILE if _ENCRYPTED in content else ""
    return "" if is_archive(content) else _reason_against(content, file_name)


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
    if status != OK:
        raise WorkbookError(answer.decode())
    sheets = json.loads(answer, object_hook=_moment)
    return tuple(Sheet(name=name, rows=tuple(map(tuple, rows))) for name, rows in sheets)


def _moment(value: dict[str, Any]) -> date | datetime:
    text = value["date"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
