"""Reads a table of measures that came back, sorted and saved by whatever program."""

from typing import Final

from ozg_workflow.domain.results.exchange import MARK, NUMBER, REF, SHEET, ReturnedRow, ReturnedTable
from ozg_workflow.domain.results.headings import columns_of
from ozg_workflow.domain.results.terms import FIELD_TITLES, Field
from ozg_workflow.domain.survey.cells import shown
from ozg_workflow.workbook.errors import WorkbookError
from ozg_workflow.workbook.layout import META_SHEET, column_name
from ozg_workflow.workbook.read.opening import Row, Sheet, open_workbook

SEARCHED: Final = 30  # rows in which the headings stand at most
NOT_OURS: Final = "Das ist keine Ausgabe von „ozg measures export“ (das verborgene Blatt fehlt)."


def read_measures(content: bytes, file_name: str) -> ReturnedTable:
    """Return the lines with the addresses of their cells, and what was sent. Raises WorkbookError."""
    sheets = {sheet.name: sheet for sheet in open_workbook(content, file_name).sheets}
    if SHEET not in sheets or META_SHEET not in sheets:
        raise WorkbookError(NOT_OURS)
    meta = sheets[META_SHEET].rows
    if not meta or _texts(meta[0])[:1] != [MARK]:
        raise WorkbookError(NOT_OURS)
    head, columns = _headings(sheets[SHEET])
    lines = enumerate(sheets[SHEET].rows[head + 1 :], head + 2)
    rows = tuple(_row(row, line, columns) for line, row in lines if any(_texts(row)))
    return ReturnedTable(rollout=_at(meta[0], 1), sent=dict(map(_sent, meta[2:])), rows=rows)


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]]:
    for line, row in enumerate(sheet.rows[:SEARCHED]):
        columns = columns_of(_texts(row), (NUMBER, REF, *FIELD_TITLES.values()))
        if NUMBER in columns:
            if missing := [title for title in FIELD_TITLES.values() if title not in columns]:
                raise WorkbookError(f"Blatt „{SHEET}“: Es fehlen Spalten ({', '.join(missing)}).")
            return line, columns
    raise WorkbookError(f"Blatt „{SHEET}“: Die Zeile mit den Überschriften fehlt.")


def _row(row: Row, line: int, columns: dict[str, int]) -> ReturnedRow:
    number = _at(row, columns[NUMBER])
    places = {field: columns[title] for field, title in FIELD_TITLES.items()}
    return ReturnedRow(
        number=int(number) if number.isascii() and number.isdigit() else None,
        place=f"{column_name(columns[NUMBER])}{line}",
        ref=_at(row, columns[REF]) if REF in columns else "",
        cells={field: (f"{column_name(column)}{line}", _at(row, column)) for field, column in places.items()},
    )


def _sent(row: Row) -> tuple[int, dict[Field, str]]:
    return int(_at(row, 0)), {field: _at(row, column) for column, field in enumerate(Field, 1)}


def _texts(row: Row) -> list[str]:
    return [shown(cell) for cell in row]


def _at(row: Row, column: int) -> str:
    return shown(row[column]) if column < len(row) else ""
