"""Comments and struck-through answers of a returned sheet: what a person has to see, without what we printed ourselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.cells import is_blank, shown
from ozg_workflow.domain.survey.returns import NoteKind, SheetNote
from ozg_workflow.workbook.layout import COMMENT_AUTHOR, OWN_NOTES_HEADINGS, cell_name
from ozg_workflow.workbook.read.columns import Columns
from ozg_workflow.workbook.read.exchange import BESIDE, COMMENT, STRUCK_OUT, struck_out
from ozg_workflow.workbook.read.identity import is_hidden_sheet, sent_hints
from ozg_workflow.workbook.read.opening import CellNote, Sheet, Workbook

MOST_STRUCK_CELLS: Final = 2  # of a line; more are told as one
SEARCHED_ROWS: Final = 20


def with_struck_out(columns: Columns) -> Columns:
    """Return the list with struck-through answers marked as such, so that none of them counts as if it were given."""
    struck = {(note.row, note.column): _quoted(columns.sheet, note) for note in columns.sheet.notes if note.kind == STRUCK_OUT}
    asked = set(columns.questions.values())
    marks = {(r, c): text for (r, c), text in struck.items() if text and (c in asked or r < columns.heading_row)}
    if not marks:
        return columns
    rows = [list(row) for row in columns.sheet.rows]
    for (row, column), text in marks.items():
        rows[row][column] = text
    return replace(columns, sheet=replace(columns.sheet, rows=tuple(map(tuple, rows))))


def notes_of(workbook: Workbook, columns: Columns) -> tuple[SheetNote, ...]:
    """Return what people wrote, drew or struck through; other sheets than the list are named with the cell (`Tabelle2!B3`)."""
    own = _own_texts(workbook)
    found = []
    for sheet in workbook.sheets:
        name = "" if sheet.name == columns.sheet.name else f"{sheet.name}!"
        found += [replace(note, cell=f"{name}{note.cell}") for note in (*_comments(sheet, own), *_struck(sheet), *_boxes(sheet))]
    return tuple(found)


def _comments(sheet: Sheet, own: frozenset[str]) -> Iterator[SheetNote]:
    for note in sheet.notes:
        if note.kind == COMMENT and note.text and not _is_own(note, own):
            yield SheetNote(kind=NoteKind.COMMENT, cell=cell_name(note.row, note.column), text=note.text.strip())


def _boxes(sheet: Sheet) -> Iterator[SheetNote]:
    """Yield what stands in text boxes and shapes that were drawn on a sheet."""
    boxes = [note for note in sheet.notes if note.kind == BESIDE and note.text and not is_hidden_sheet(sheet.rows)]
    yield from (SheetNote(kind=NoteKind.BESIDE, cell=cell_name(n.row, n.column), text=n.text or "") for n in boxes)


def _is_own(note: CellNote, own: frozenset[str]) -> bool:
    """Tell whether a comment is one we printed: LibreOffice loses the author, but the sheet `Hinweise` or the hidden one repeats the text."""
    rest = normalise(note.text or "")
    if rest in own:
        return True
    for text in sorted(own, key=len, reverse=True):
        rest = rest.replace(text, " ")
    return not rest.strip() or (not own and note.author == COMMENT_AUTHOR)


def _own_texts(workbook: Workbook) -> frozenset[str]:
    """Return what we print into comments: the reasons and remedies of the sheet `Hinweise`, the hints of the hidden sheet, whatever they are called now."""
    texts = {normalise(hint) for sheet in workbook.sheets if is_hidden_sheet(sheet.rows) for hint in sent_hints(sheet.rows)}
    for sheet in workbook.sheets:
        heading = next((row for row in sheet.rows[:SEARCHED_ROWS] if set(OWN_NOTES_HEADINGS) <= set(row)), ())
        columns = [column for column, text in enumerate(heading) if text in OWN_NOTES_HEADINGS]
        texts |= {normalise(shown(row[c])) for row in sheet.rows for c in columns if c < len(row)}
    return frozenset(texts - {"", *map(normalise, OWN_NOTES_HEADINGS)})


def _struck(sheet: Sheet) -> Iterator[SheetNote]:
    if is_hidden_sheet(sheet.rows):
        return
    lines: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for note in sheet.notes:
        if note.kind == STRUCK_OUT and (text := _quoted(sheet, note)):
            lines[note.row].append((note.column, text))
    for row, cells in lines.items():
        together = len(cells) > MOST_STRUCK_CELLS
        for column, text in [(cells[0][0], "; ".join(text for _, text in cells))] if together else cells:
            yield SheetNote(kind=NoteKind.STRUCK_OUT, cell=cell_name(row, column), text=text)


def _quoted(sheet: Sheet, note: CellNote) -> str:
    """Return a struck-through cell with the struck part marked, empty where nothing stands in it."""
    if note.text is not None:
        return note.text
    row = sheet.rows[note.row] if note.row < len(sheet.rows) else ()
    value = row[note.column] if note.column < len(row) else None
    return "" if is_blank(value) else struck_out(shown(value))
