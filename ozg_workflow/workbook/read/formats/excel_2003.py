"""Reads "XML-Kalkulationstabelle 2003" (SpreadsheetML), which Excel saves and web programs export under the name .xls."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from xml.etree import ElementTree as ET

from ozg_workflow.workbook.read.exchange import COMMENT, STRUCK_OUT
from ozg_workflow.workbook.read.formats.grid import Grid, whole_number
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, MOST_NOTES, Note, Notes

SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
TRUE: Final = ("1", "true")

Sheets = list[tuple[str, list[list[Any]]]]
Placed = Iterator[tuple[int, int, ET.Element]]


def excel_2003_sheets(content: bytes) -> tuple[Sheets, Notes]:
    """Return names and rows of the sheets, and what stands beside their values. Raises ParseError; WorkbookError where cells lie too far off."""
    root = ET.fromstring(content)  # noqa: S314 - entities were refused before
    struck = frozenset(style.get(f"{SPACE}ID") for style in root.iter(f"{SPACE}Style") if _is_struck(style))
    sheets = {sheet.get(f"{SPACE}Name", ""): list(_placed(sheet)) for sheet in root.iter(f"{SPACE}Worksheet")}
    notes = {name: list(islice(_notes(cells, struck), MOST_NOTES)) for name, cells in sheets.items()}
    return [(name, _rows(cells)) for name, cells in sheets.items()], {name: found for name, found in notes.items() if found}


def _rows(cells: list[tuple[int, int, ET.Element]]) -> list[list[Any]]:
    grid = Grid()
    for row, column, cell in cells:
        grid.put(row, column, _value(cell.find(f"{SPACE}Data")), down=whole_number(cell.get(f"{SPACE}MergeDown"), 0))
    return grid.rows()


def _notes(cells: list[tuple[int, int, ET.Element]], struck: frozenset[str | None]) -> Iterator[Note]:
    for row, column, cell in cells:
        for comment in cell.iterfind(f"{SPACE}Comment"):
            text = "".join(comment.itertext()).strip()
            yield Note(row, column, COMMENT, text[:LONGEST_TEXT], comment.get(f"{SPACE}Author", ""))
        if cell.get(f"{SPACE}StyleID") in struck and cell.find(f"{SPACE}Data") is not None:
            yield Note(row, column, STRUCK_OUT, None, "")


def _is_struck(style: ET.Element) -> bool:
    return any(font.get(f"{SPACE}StrikeThrough") == "1" for font in style.iterfind(f"{SPACE}Font"))


def _placed(sheet: ET.Element) -> Placed:
    number = -1
    for row in sheet.iterfind(f"{SPACE}Table/{SPACE}Row"):
        number = whole_number(row.get(f"{SPACE}Index"), number + 2) - 1
        for column, cell in _cells(row):
            yield number, column, cell


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
