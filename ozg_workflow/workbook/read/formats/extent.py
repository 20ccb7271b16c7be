"""How far a sheet reaches: the parser allocates the whole rectangle up to the last cell with content."""

from typing import Final

from ozg_workflow.domain.late_pattern import late

# a far address, so that the cells are worth counting: three letters, five digits, or both nearly; without one there are 700 000 at most
_FAR: Final = late(rb""" r=["'](?:[A-Za-z]{3}\d|[A-Za-z]{0,2}\d{5}|[A-Za-z]{2}\d{4})""")
_ROW: Final = late(rb"<(?:\w+:)?row\b")
_ROW_NUMBER: Final = late(rb"""^[^>]*?\sr\s*=\s*["'](\d{1,7})["']""")
_CELL: Final = late(rb"<(?:\w+:)?c(?=[\s>])([^>]*)(?<!/)>")
_ANY_CELL: Final = late(rb"<(?:\w+:)?c[\s>/]")
_CELL_PLACE: Final = late(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
ODS_TABLE: Final = late(rb"<table:table\b(?!-)")
_ODS_ROW: Final = late(rb"<table:table-row\b([^>]*)>")
_ODS_CELL: Final = late(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_REPEATED: Final = late(rb"""-repeated\s*=\s*["'](\d+)["']""")


def most_xlsx_cells(parts: dict[str, bytes]) -> int:
    """Return how many cells (rows × columns) the largest sheet of an .xlsx holds, 0 where none reaches far."""
    return max((xlsx_cells(data) for data in parts.values() if _FAR.search(data)), default=0)


def most_ods_cells(parts: dict[str, bytes]) -> int:
    """Return how many cells (rows × columns) the largest sheet of an .ods holds."""
    return max((ods_cells(table) for table in ODS_TABLE.split(parts["content.xml"])[1:]), default=0)


def xlsx_cells(data: bytes) -> int:
    """Return the size of the rectangle that holds every cell with content (rows × columns)."""
    last_row = last_column = 0
    for position, row in enumerate(_ROW.split(data)[1:], 1):
        cells = _CELL.findall(row)
        if not cells:
            continue
        stated = _ROW_NUMBER.match(row)
        last_row = max(last_row, position, int(stated[1]) if stated else 0)
        last_column = max(last_column, len(_ANY_CELL.findall(row)))  # cells need not state their place
        for attributes in cells:
            if place := _CELL_PLACE.search(attributes):
                last_row, last_column = max(last_row, int(place[2])), max(last_column, _column_number(place[1]))
    return last_row * last_column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def ods_cells(table: bytes) -> int:
    """Return the size of the rectangle of one sheet of an .ods, given what follows the beginning of its tag."""
    rows = last_row = last_column = 0
    parts = _ODS_ROW.split(table)
    for attributes, content in zip(parts[1::2], parts[2::2], strict=True):
        rows += ods_repeats(attributes)
        if width := _ods_width(content):
            last_row, last_column = rows, max(last_column, width)
    return last_row * last_column


def _ods_width(row: bytes) -> int:
    columns = last = 0
    for attributes in _ODS_CELL.findall(row):
        columns += ods_repeats(attributes)
        if states_content(attributes):
            last = columns
    return last


def states_content(attributes: bytes) -> bool:
    """Tell whether the attributes of a cell of an .ods say that it holds something."""
    return b"value-type" in attributes or b"formula" in attributes


def ods_repeats(attributes: bytes) -> int:
    """Return how often a row or a cell of an .ods is repeated."""
    found = _REPEATED.search(attributes)
    return int(found[1][:12]) if found else 1
