"""Parses workbooks in a process of its own: length-prefixed bytes on stdin, status and JSON on stdout, until stdin ends.

A damaged .xls or a forged count in an .xlsx makes the Rust parser ask for terabytes, and a refused allocation ends the
whole process (python-calamine 0.9.1). So it is not the process that reads the mailbox. This file runs as a script and
imports nothing of the project.
"""

import json
import sys
from datetime import date, time
from io import BytesIO
from typing import Any

OK, DAMAGED, PROTECTED, TOO_FAR = 0, 1, 3, 4
LENGTH_BYTES = 8
MOST_CELLS = 5_000_000
MOST_MEMORY_BYTES = 4_000_000_000


def main() -> None:
    """Answer each workbook with one status byte, the length of the JSON, and the JSON."""
    _limit_memory()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(LENGTH_BYTES)) == LENGTH_BYTES:
        status, answer = _parse(source.read(int.from_bytes(head, "big")))
        target.write(bytes([status]) + len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        target.flush()


def _parse(content: bytes) -> tuple[int, bytes]:
    """Return `[[sheet name, rows], …]` as JSON; dates are `{"date": ISO text}`, blank cells null."""
    from python_calamine import PasswordError

    try:
        result = _sheets(content)
    except PasswordError:
        return PROTECTED, b""
    except BaseException:  # noqa: BLE001 - a panic of the Rust parser is no Exception
        return DAMAGED, b""
    return (TOO_FAR, b"") if result is None else (OK, json.dumps(result).encode())


def _sheets(content: bytes) -> list[list[Any]] | None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    result = []
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                return None
            rows = sheet.to_python(skip_empty_area=False)
            result.append([meta.name, [[_value(value) for value in row] for row in rows]])
    return result


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        # Excel knows no integers; the 14 digits of a key are exact up to 2**53
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, bool | int):
        return value
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


if __name__ == "__main__":
    main()
