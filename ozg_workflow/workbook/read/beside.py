"""Texts that stand beside the list: right of it, in columns of the office's own, below it, between its lines, above the headings, on sheets of the office's own."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import Cell, is_error, shown
from ozg_workflow.domain.survey.returns import NoteKind, SheetNote
from ozg_workflow.workbook.layout import GUIDE_SHEET, GUIDE_TITLE, NOTES_TITLE, cell_name, column_name
from ozg_workflow.workbook.read.columns import Columns
from ozg_workflow.workbook.read.identity import is_hidden_sheet
from ozg_workflow.workbook.read.nil_return import Verdict, places_of_the_field, verdict_of
from ozg_workflow.workbook.read.opening import Sheet, Workbook
from ozg_workflow.workbook.read.printed import printed_texts
from ozg_workflow.workbook.sheet_tools import shorten

FEWEST_LETTERS: Final = 2  # a cross or a tick is no text
MOST_CELLS: Final = 3  # of a column; more are told as one
LONGEST_TEXT: Final = 2000
LONGEST_SIGNATURE: Final = 60
PRINTED_COLUMNS: Final = 7  # of the guide and of the hints, at most
SEARCHED_ROWS: Final = 3
_TABLE_NAME: Final = late(r"(?:Tabelle|Table) \d{1,3}(?:-\d{1,3})?")  # which Numbers sets above each table
_EXPORT_SUMMARY: Final = late(r"(?i)exported from numbers|aus numbers exportiert")
# who filled it in and when, a total; unless it says anything about the list
_SIGNATURE: Final = late(
    r"(?!.*\b(?:zeile|nr\b|leistung|fehl|bitte|gehör|macht|zuständig|frist|ab\b|seit\b))"
    r"(?:(?:ausgefüllt|bearbeitet|erstellt|geprüft|stand\b|datum|ort, datum|unterschrift|ende\b)"
    r"|(?:ergebnis|(?:zwischen)?summe|gesamt|insgesamt|total)\W*$|.*(?:\d\. ?\d{1,2}\.|\bgez\.))"
)

Place = tuple[int, int, str]


def beside_list(columns: Columns, first: int, told: Container[int]) -> Iterator[SheetNote]:
    """Yield what people wrote beside the list, which begins with the row `first`; `told` are its lines and rows that are spoken of already."""
    yield from _above(columns, first)
    yield from _right(columns, first)
    headings = columns.sheet.rows[columns.heading_row] if columns.headed else None
    for row in range(first, len(columns.sheet.rows)):
        if columns.sheet.rows[row] == headings:
            continue
        found = list(_texts(columns.sheet, row, columns.fixed.values()))
        text = "; ".join(text for _, _, text in found)
        if found and row not in told and not _is_signature(text):
            yield _note((row, found[0][1], text))


def on_other_sheets(workbook: Workbook, columns: Columns) -> Iterator[SheetNote]:
    """Yield what stands on sheets that are neither a list nor ours, each as one text."""
    for sheet in workbook.sheets:
        if sheet.name in columns.list_sheets or is_hidden_sheet(sheet.rows) or _EXPORT_SUMMARY.search(_beginning(sheet)):
            continue
        first = PRINTED_COLUMNS if _is_printed(sheet) else 0
        found = [place for row, cells in enumerate(sheet.rows) for place in _texts(sheet, row, range(first, len(cells)))]
        if found:
            text = shorten("; ".join(dict.fromkeys(text for _, _, text in found)), LONGEST_TEXT)
            yield SheetNote(kind=NoteKind.BESIDE, cell=f"{sheet.name}!{cell_name(*found[0][:2])}", text=text)


def _is_printed(sheet: Sheet) -> bool:
    return sheet.name == GUIDE_SHEET or any(line.startswith((GUIDE_TITLE, NOTES_TITLE)) for line in _beginning(sheet).split("\n"))


def _beginning(sheet: Sheet) -> str:
    """Return the first texts of a sheet, each on a line; programs set a heading of their own above ours."""
    return "\n".join(shown(cell) for row in sheet.rows[:SEARCHED_ROWS] for cell in row[:SEARCHED_ROWS])


def _above(columns: Columns, first: int) -> Iterator[SheetNote]:
    """Yield texts above the headings that are none of ours: each by itself, or many of a line as one; a mere yes or no is judged elsewhere."""
    rows = columns.sheet.rows[:first]
    judged = places_of_the_field(rows)
    texts = [list(_texts(columns.sheet, row, range(len(cells)))) for row, cells in enumerate(rows)]
    printed = printed_texts(text for line in texts for _, _, text in line)
    for line in texts:
        found = [place for place in line if place[2] not in printed and place[:2] not in judged and not _is_verdict(place[2])]
        if len(found) > MOST_CELLS:
            found = [(*found[0][:2], "; ".join(text for _, _, text in found))]
        yield from map(_note, found)


def _is_verdict(text: str) -> bool:
    return verdict_of(text) in (Verdict.YES, Verdict.NO)


def _right(columns: Columns, first: int) -> Iterator[SheetNote]:
    """Yield texts in columns that are none of the list's: each by itself, or a whole column as one."""
    listed = {*columns.fixed.values(), *columns.questions.values()}
    found: defaultdict[int, list[Place]] = defaultdict(list)
    values: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for row, cells in enumerate(columns.sheet.rows[first:], first):
        if len(cells) <= len(listed) and listed.issuperset(range(len(cells))):
            continue
        for column, cell in enumerate(cells):
            if cell is None or column in listed:
                continue
            values[column][shown(cell)] = None
            if _is_text(cell):
                found[column].append((row, column, shown(cell)))
    for column, places in sorted(found.items()):
        if len(places) > MOST_CELLS:
            yield _note((places[0][0], column, f"Spalte {column_name(column)}: {'; '.join(filter(None, values[column]))}"))
        else:
            yield from map(_note, places)


def _texts(sheet: Sheet, row: int, places: Iterable[int]) -> Iterator[Place]:
    cells = sheet.rows[row]
    return ((row, column, shown(cells[column])) for column in sorted(places) if column < len(cells) and _is_text(cells[column]))


def _is_text(cell: Cell) -> bool:
    if not isinstance(cell, str) or sum(map(str.isalpha, cell)) < FEWEST_LETTERS:
        return False
    return not (is_error(cell) or _TABLE_NAME.fullmatch(cell.strip()))


def _is_signature(text: str) -> bool:
    return len(text) <= LONGEST_SIGNATURE and _SIGNATURE.match(normalise(text)) is not None


def _note(place: Place) -> SheetNote:
    row, column, text = place
    return SheetNote(kind=NoteKind.BESIDE, cell=cell_name(row, column), text=shorten(text, LONGEST_TEXT))
