"""Reads "XML-Kalkulationstabelle 2003" (SpreadsheetML), which Excel saves and web programs export under the name .xls."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from ozg_workflow.workbook.read.formats.grid import Grid, whole_number
from ozg_workflow.workbook.read.formats.notes import Notes, spread
from ozg_workflow.workbook.read.formats.notes_excel_2003 import DEFAULT, SPACE, Placed, looks_of, notes_of

TRUE: Final = ("1", "true")
MOST_COLUMNS: Final = 16_384

Sheets = list[tuple[str, list[list[Any]]]]


def excel_2003_sheets(content: bytes) -> tuple[Sheets, Notes]:
    """Return names and rows of the sheets, and what stands beside their values. Raises ParseError; WorkbookError where cells lie too far off."""
    root = ET.fromstring(content)  # noqa: S314 - entities were refused before
    looks = looks_of(root)
    sheets = {sheet.get(f"{SPACE}Name", ""): list(_placed(sheet)) for sheet in root.iter(f"{SPACE}Worksheet")}
    grids = {name: _grid(cells) for name, cells in sheets.items()}
    notes = {name: spread(notes_of(cells, looks), grids[name].merged) for name, cells in sheets.items()}
    return [(name, grid.rows()) for name, grid in grids.items()], {name: found for name, found in notes.items() if found}


def _grid(cells: list[Placed]) -> Grid:
    grid = Grid()
    for row, column, cell, _ in cells:
        grid.put(row, column, _value(cell.find(f"{SPACE}Data")), down=whole_number(cell.get(f"{SPACE}MergeDown"), 0))
    return grid


def _placed(sheet: ET.Element) -> Iterator[Placed]:
    table = sheet.find(f"{SPACE}Table")
    if table is None:
        return
    number, columns, whole = -1, _column_styles(table), table.get(f"{SPACE}StyleID", DEFAULT)
    for row in table.iterfind(f"{SPACE}Row"):
        number = whole_number(row.get(f"{SPACE}Index"), number + 2) - 1
        for column, cell in _cells(row):
            style = cell.get(f"{SPACE}StyleID") or row.get(f"{SPACE}StyleID") or columns.get(column, whole)
            yield Placed(number, column, cell, style)


def _column_styles(table: ET.Element) -> dict[int, str]:
    styles: dict[int, str] = {}
    column = 0
    for element in table.iterfind(f"{SPACE}Column"):
        column = max(column, whole_number(element.get(f"{SPACE}Index"), column + 1) - 1)
        last = min(column + whole_number(element.get(f"{SPACE}Span"), 0), MOST_COLUMNS)
        if style := element.get(f"{SPACE}StyleID"):
            styles.update(dict.fromkeys(range(column, last + 1), style))
        column = last + 1
    return styles


def _cells(row: ET.Element) -> Iterator[tuple[int, ET.Element]]:
    column = 0
    for cell in row.iterfind(f"{SPACE}Cell"):
        column = whole_number(cell.get(f"{SPACE}Index"), column + 1) - 1
        yield column, cell
        column += 1 + whole_number(cell.get(f"{SPACE}MergeAcross"), 0)


def _value(data: ET.Element | None) -> Any:
    if data is None:
        return None
    text, kind = "".join(data.itertext()), data.get(f"{SPACE}Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return _moment(text)
    except ValueError:
        return text
    return text.strip() in TRUE if kind == "Boolean" else text


def _moment(text: str) -> date | datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.time().replace(microsecond=0).isoformat() != "00:00:00" else moment.date()
