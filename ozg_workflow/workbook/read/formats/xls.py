"""Mends what the parser reads wrongly in an .xls, and tells what cannot be read in one ([MS-XLS]; python-calamine 0.9.1)."""

import re
import struct
from collections.abc import Iterator
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.errors import NOT_A_WORKBOOK, PROTECTED_FILE, TOO_FAR, WorkbookError
from ozg_workflow.workbook.read.formats.compound import CompoundFile
from ozg_workflow.workbook.read.formats.notes_xls import CELLS, MULTIPLE
from ozg_workflow.workbook.read.formats.xls_errors import with_error_numbers

STREAMS: Final = ("workbook", "book")
BOF, END, FILE_PASS, FORMAT, XF = 0x0809, 0x000A, 0x002F, 0x041E, 0x00E0
BIFF8: Final = 0x0600
MOST_CELLS: Final = 4_000_000  # rows × columns of a sheet; with more the parser runs out of memory and cannot say why
# Formats the parser takes for dates even where the file itself says what they are; Gnumeric numbers its own ones from 50.
DATES: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
GENERAL: Final = 0
MERE_TEXT: Final = late(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|General', re.DOTALL)
MARKS_OF_DATES: Final = late(r"[dmyhs]", re.IGNORECASE)

Record = tuple[int, int, bytes]  # kind, where its data begin, and the data


def readable_xls(content: bytes) -> bytes:
    """Return the file as the parser should see it; WorkbookError when it has a password, reaches too far or is no workbook."""
    try:
        file = CompoundFile(content)
        names = file.names
        name = next((name for known in STREAMS for name in names if name.lower() == known), "")
        data = file.read(name) if name else b""
    except (ValueError, KeyError, IndexError, struct.error):  # the parser finds that, too
        return with_error_numbers(content)
    if names and not name:
        raise WorkbookError(NOT_A_WORKBOOK)
    records = list(_globals(data))
    if any(kind == FILE_PASS for kind, _, _ in records):
        raise WorkbookError(PROTECTED_FILE)
    if _most_cells(data) > MOST_CELLS:
        raise WorkbookError(TOO_FAR)
    mended = with_error_numbers(_with_plain_formats(data, records))
    return content if mended == data else file.replaced(name, mended)


def _globals(data: bytes) -> Iterator[Record]:
    """Yield the records of the workbook itself, which stand before those of its sheets."""
    position = 0
    while position + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, position)
        if kind == END:
            return
        yield kind, position + 4, data[position + 4 : position + 4 + length]
        position += 4 + length


def _most_cells(data: bytes) -> int:
    """Return how many cells (rows × columns) the largest sheet holds."""
    position = most = rows = columns = 0
    while position + 8 <= len(data):
        kind, length, row, column = struct.unpack_from("<HHHH", data, position)
        if kind == BOF:
            rows = columns = 0
        elif kind in CELLS or kind == MULTIPLE:
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            most = max(most, rows * columns)
        position += 4 + length
    return most


def _with_plain_formats(data: bytes, records: list[Record]) -> bytes:
    """Return the stream with "General" instead of number formats whose numbers the parser takes for dates."""
    is_biff8 = bool(records) and records[0][2][:2] == struct.pack("<H", BIFF8)
    texts = dict(_format(record, is_biff8=is_biff8) for kind, _, record in records if kind == FORMAT and len(record) > 5)
    numbers = {number for number, text in texts.items() if number in DATES and not MARKS_OF_DATES.search(MERE_TEXT.sub("", text))}
    mended = bytearray(data)
    for kind, start, record in records:
        if kind == XF and len(record) >= 4 and struct.unpack_from("<H", record, 2)[0] in numbers:
            struct.pack_into("<H", mended, start + 2, GENERAL)
    return bytes(mended)


def _format(record: bytes, *, is_biff8: bool) -> tuple[int, str]:
    number: int = struct.unpack_from("<H", record)[0]
    if not is_biff8:
        return number, record[3:].decode("latin-1")
    wide = record[4] & 1
    return number, record[5:].decode("utf-16-le" if wide else "latin-1", "replace")
