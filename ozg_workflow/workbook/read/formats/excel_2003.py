"""Reads "XML-Kalkulationstabelle 2003" (SpreadsheetML), which Excel saves and web programs export under the name .xls."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from ozg_workflow.workbook.read.formats.grid import Grid, whole_number

SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
TRUE: Final = ("1", "true")

Sheets = list[tuple[str, list[list[Any]]]]


def excel_2003_sheets(content: bytes) -> Sheets:
    """Return names and rows of the sheets. Raises ParseError; WorkbookError where cells lie too far off."""
    root = ET.fromstring(content)  # noqa: S314 - entities were refused before
    return [(sheet.get(f"{SPACE}Name", ""), _rows(sheet)) for sheet in root.iter(f"{SPACE}Worksheet")]


def _rows(sheet: ET.Element) -> list[list[Any]]:
    grid = Grid()
    number = -1
    for row in sheet.iterfind(f"{SPACE}Table/{SPACE}Row"):
        number = whole_number(row.get(f"{SPACE}Index"), number + 2) - 1
        for column, cell in _cells(row):
            grid.put(number, column, _value(cell.find(f"{SPACE}Data")), down=whole_number(cell.get(f"{SPACE}MergeDown"), 0))
    return grid.rows()


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
