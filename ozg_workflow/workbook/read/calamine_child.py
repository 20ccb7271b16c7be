"""Parses workbooks in a process of its own: length-prefixed bytes on stdin, status and answer on stdout, until stdin ends.

A damaged .xls or a forged count in an .xlsx makes the Rust parser ask for terabytes, and a refused allocation ends the
whole process (python-calamine 0.9.1). So it is not the process that reads the mailbox, and archives are unpacked here too.
"""

import gc
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from ozg_workflow.workbook.errors import PROTECTED_FILE, TOO_FAR, TOO_LARGE, UNREADABLE, WorkbookError
from ozg_workflow.workbook.read.exchange import LENGTH_BYTES, OK, REFUSED
from ozg_workflow.workbook.read.formats.archive import safe_archive, safe_flat, safe_text
from ozg_workflow.workbook.read.formats.looks import Flat, flat_kind, is_archive
from ozg_workflow.workbook.read.formats.notes import Notes, merged_ranges, spread

Sheet = tuple[str, list[list[Any]]]

MOST_CELLS = 4_000_000  # of all sheets; the parser allocates the whole rectangle up to the last cell (32 bytes each)
MOST_ANSWER_BYTES = 20_000_000  # a list of 2 000 services takes 2 MB
MOST_MERGED = 20_000  # cells; more are no answers to a list
MOST_MEMORY_BYTES = 800_000_000
LARGEST_INTEGER = 1e15


def main() -> None:
    """Answer each workbook with one status byte, the length of the answer, and the answer."""
    _limit_memory()
    import python_calamine  # noqa: F401 - loaded while the first workbook is still on its way

    gc.disable()  # nothing here is cyclic, and the process is replaced now and then
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(LENGTH_BYTES)) == LENGTH_BYTES:
        status, answer = _parse(source.read(int.from_bytes(head, "big")))
        target.write(bytes([status]) + len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        target.flush()


def _parse(content: bytes) -> tuple[int, bytes]:
    """Return OK and `[[name, rows, notes], …]` as JSON, or REFUSED and the German reason.

    A note is `[row, column, kind, text, author]`, see `formats.notes`. Dates are `{"date": ISO text}`, blank cells null, blank cells and
    lines at the end left out.
    """
    from python_calamine import PasswordError

    try:
        sheets, notes = _read(content)
        answer = json.dumps([[name, _shortened(rows), notes.get(name, [])] for name, rows in sheets], default=_moment)
        if len(answer) > MOST_ANSWER_BYTES:
            raise WorkbookError(TOO_LARGE)
        return OK, answer.encode()
    except WorkbookError as error:
        return REFUSED, str(error).encode()
    except PasswordError:
        return REFUSED, PROTECTED_FILE.encode()
    except BaseException:  # noqa: BLE001 - a panic of the Rust parser is no Exception
        return REFUSED, UNREADABLE.encode()


def _read(content: bytes) -> tuple[Iterable[Sheet], Notes]:
    """Return the sheets of a workbook in whatever format, and what stands beside their values; rare formats are loaded when they come."""
    flat = None if is_archive(content) else flat_kind(content)
    if flat is Flat.EXCEL_2003:
        from ozg_workflow.workbook.read.formats.excel_2003 import excel_2003_sheets

        return excel_2003_sheets(safe_text(content))
    if flat is Flat.TABLES:
        from ozg_workflow.workbook.read.formats.web_tables import web_sheets

        return web_sheets(content)
    if is_archive(content) or flat:
        readable, notes = safe_flat(content) if flat else safe_archive(content)
        return _parsed(readable, notes), notes
    from ozg_workflow.workbook.read.formats.notes_xls import notes_of_xls
    from ozg_workflow.workbook.read.formats.xls import readable_xls

    notes = notes_of_xls(content)
    return _named_errors(_parsed(readable_xls(content), notes)), notes


def _named_errors(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Give the errors of formulas in an .xls their names back."""
    from ozg_workflow.workbook.read.formats.xls_errors import ERROR_NAMES

    for name, rows in sheets:
        yield name, [[ERROR_NAMES.get(value, value) if value.__class__ is float else value for value in row] for row in rows]


def _parsed(content: bytes, notes: Notes) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    cells = 0
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            cells += sheet.total_height * sheet.total_width
            if cells > MOST_CELLS:
                raise WorkbookError(TOO_FAR)
            rows = sheet.to_python(skip_empty_area=False)
            merged = [*(sheet.merged_cell_ranges or ()), *merged_ranges(notes.get(meta.name, []))]
            _spread(rows, merged)
            if merged:
                notes[meta.name] = spread(notes.get(meta.name, []), merged)
            yield meta.name, rows


def _shortened(rows: list[list[Any]]) -> list[list[Any]]:
    rows = [_trimmed(row) for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _spread(rows: list[list[Any]], merged: Any) -> None:
    """Repeat a value that was merged over several lines in each of them: who merges cells means all of them."""
    spread = 0
    for (first, column), (last, _) in merged:
        covered = rows[first + 1 : last + 1]
        spread += len(covered)
        if spread > MOST_MERGED or not covered or column >= len(covered[0]):
            continue
        for row in covered:
            row[column] = rows[first][column]


def _trimmed(row: list[Any]) -> list[Any]:
    # text first: it is what most cells hold
    values = [(value or None) if value.__class__ is str else _number(value) for value in row]
    while values and values[-1] is None:
        values.pop()
    return values


def _number(value: Any) -> Any:
    # as a spreadsheet shows it: with 15 digits, a whole number without a point; the 14 digits of a key are exact
    if value.__class__ is not float:
        return value
    shown = value if value.is_integer() else float(f"{value:.15g}")
    return int(shown) if shown.is_integer() and abs(shown) < LARGEST_INTEGER else float(f"{shown:.15g}")


def _moment(value: Any) -> Any:
    if isinstance(value, datetime) and value.time() == time():  # how some programs write a day
        value = value.date()
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
