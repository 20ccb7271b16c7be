"""Parses a workbook in a process of its own: bytes on stdin, JSON on stdout, the outcome as exit status.

A damaged .xls or a forged count in an .xlsx makes the Rust parser ask for terabytes, and a refused allocation ends the
whole process (python-calamine 0.9.1). So it is not the process that reads the mailbox. This file runs as a script and
imports nothing of the project.
"""

import json
import sys
from datetime import date, time
from io import BytesIO
from typing import Any

PROTECTED, TOO_FAR = 3, 4
MOST_CELLS = 5_000_000
MOST_MEMORY_BYTES = 4_000_000_000


def main() -> int:
    """Write `[[sheet name, rows], …]`; dates are `{"date": ISO text}`, blank cells null."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    _limit_memory()
    result = []
    try:
        with CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())) as book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    return TOO_FAR
                rows = sheet.to_python(skip_empty_area=False)
                result.append([meta.name, [[_value(value) for value in row] for row in rows]])
    except PasswordError:
        return PROTECTED
    sys.stdout.buffer.write(json.dumps(result).encode())
    return 0


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
    sys.exit(main())
