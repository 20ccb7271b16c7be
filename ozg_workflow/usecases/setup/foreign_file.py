"""Open a file that comes from elsewhere, as tables or JSON, whatever its name ends with."""

from pathlib import Path
from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import ForeignCatalogue, Source
from ozg_workflow.domain.errors import InputError, why
from ozg_workflow.workbook.errors import WorkbookError
from ozg_workflow.workbook.read.opening import open_workbook
from ozg_workflow.workspace.foreign.fim import read_fim
from ozg_workflow.workspace.foreign.reading import read_tables
from ozg_workflow.workspace.foreign.table import ForeignTable, csv_table, sheet_table

LARGEST_TEXT: Final = 200_000_000  # bytes
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<")  # archives, compound files, flat XML and web tables


def read_catalogue_file(path: Path, source: Source | None, columns: str = "") -> ForeignCatalogue:
    """Return the services of a file in one of the formats (None: find out). Raises InputError."""
    content = _content(path)
    if source is Source.FIM or (source is None and content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")):
        return read_fim(content, path.name)
    return read_tables(_tables(content, path.name), source, columns)


def read_foreign_tables(path: Path) -> tuple[ForeignTable, ...]:
    """Return the tables of a CSV file or workbook. Raises InputError."""
    return _tables(_content(path), path.name)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise InputError(f"Die Datei „{path}“ ist zu groß.")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"Die Datei „{path}“ ist nicht zu lesen ({why(error)}).") from error
    if not content.strip():
        raise InputError(f"Die Datei „{path}“ ist leer.")
    return content


def _tables(content: bytes, name: str) -> tuple[ForeignTable, ...]:
    if not content.lstrip().startswith(_WORKBOOKS):
        return (csv_table(content, name),)
    try:
        sheets = open_workbook(content, name).sheets
    except WorkbookError as error:
        raise InputError(f"„{name}“: {error}") from error
    several = len(sheets) > 1
    return tuple(sheet_table(sheet.rows, f"{name}, Blatt {sheet.name}" if several else name) for sheet in sheets)
