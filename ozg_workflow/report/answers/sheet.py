"""A sheet of the workbook: heading, filters, print set-up, and cells that are never a formula whatever an office wrote."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.report.answers.words import Shown
from ozg_workflow.report.workbook import HIGHEST_ROW, LINE_HEIGHT, Book, Column, beginning, cell_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TOP: Final = 3  # the row of the headings
DAY_ZERO: Final = date(1899, 12, 30)  # the calendar of spreadsheets
COMMANDS: Final = frozenset("=+-@\t\r＝＋－＠")  # so begins what a spreadsheet would carry out
LONGEST_NAME: Final = 31
NO_NAME: Final = frozenset("[]:*?/\\")
A3: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One sheet as it is written: `frozen` columns stay in sight, `wide` needs A3, `marked` are (row, column) of cells that stand out."""

    name: str
    heading: str
    subtitle: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Shown]]
    empty: str
    frozen: int = 1
    wide: bool = False
    pages_across: int = 1
    marked: Collection[tuple[int, int]] = field(default_factory=frozenset)


def write_listing(book: Book, listing: Listing) -> None:
    """Write a sheet; one without rows says so in a sentence. Raises ValueError when the library refuses a cell."""
    sheet = book.sheet(listing.name, listing.heading, listing.subtitle, listing.columns)
    if listing.wide:
        sheet.set_paper(A3)
    sheet.fit_to_pages(listing.pages_across, 0)
    sheet.set_row(TOP, 3 * LINE_HEIGHT + 4)  # the heading of a question may need three lines
    for index, column in enumerate(listing.columns):
        book.put(sheet, TOP, index, column.heading, "header")
    sheet.freeze_panes(TOP + 1, listing.frozen)
    sheet.repeat_rows(TOP)
    if listing.pages_across > 1:
        sheet.repeat_columns(0, listing.frozen - 1)
    if not listing.rows:
        book.put(sheet, TOP + 1, 0, listing.empty, "subtitle")
        return
    sheet.autofilter(TOP, 0, TOP + len(listing.rows), len(listing.columns) - 1)
    _Rows(book, sheet, listing).write()


class _Rows:
    """Writes the rows of one sheet; empty cells need no writing, the lines between the rows go through without them."""

    def __init__(self, book: Book, sheet: "Worksheet", listing: Listing) -> None:
        self._book, self._sheet, self._listing = book, sheet, listing
        self._names = [column.look for column in listing.columns]
        self._looks = [book.looks[name] for name in self._names]
        self._room = [max(int(column.width) - 1, 4) for column in listing.columns]
        self._marks: dict[int, set[int]] = {}
        for row, column in listing.marked:
            self._marks.setdefault(row, set()).add(column)

    def write(self) -> None:
        string, looks = self._sheet.write_string, self._looks
        for index, row in enumerate(self._listing.rows):
            place, marks = TOP + 1 + index, self._marks.get(index, ())
            self._sheet.set_row(place, self._height(row))
            for column, value in enumerate(row):
                if type(value) is str and value and value[0] not in COMMANDS and column not in marks:
                    code = string(place, column, cell_text(value), looks[column])
                elif value not in (None, "") or column in marks:
                    code = self._other(place, column, value, "marked" if column in marks else "")
                else:
                    continue
                if code:
                    raise ValueError(f"Zelle ({place}, {column}) in „{self._listing.name}“ ließ sich nicht schreiben: {code}")
        last = TOP + len(self._listing.rows)
        line = {"type": "formula", "criteria": "TRUE", "format": self._book.rule}
        self._sheet.conditional_format(TOP + 1, 0, last, len(self._looks) - 1, line)

    def _other(self, row: int, column: int, value: Shown, change: str) -> int:
        """Write what is no plain text: a number, a day, a text like a formula, a cell that stands out."""
        if type(value) is str and value[:1] in COMMANDS:
            change = f"{change} text".strip()
        look = self._book.look(self._names[column], change) if change else self._looks[column]
        if value is None or value == "":
            code = self._sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            code = self._sheet.write_string(row, column, cell_text(value), look)
        else:
            code = self._sheet.write_number(row, column, (value - DAY_ZERO).days if isinstance(value, date) else value, look)
        return int(code or 0)

    def _height(self, row: Sequence[Shown]) -> float:
        lines = 1
        for value, room in zip(row, self._room, strict=True):
            if type(value) is str and (len(value) > room or "\n" in value):
                lines = max(lines, sum(1 + len(part) // room for part in value.split("\n")))
        return min(LINE_HEIGHT * lines + 3, HIGHEST_ROW)


def sheet_names(wanted: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """Return key → a name that a sheet may have: 31 characters, none forbidden, none twice whatever the case."""
    used = {name.casefold() for name in taken} | {"history", ""}
    found = {}
    for key, text in wanted.items():
        plain = "".join(" " if c in NO_NAME or not c.isprintable() else c for c in xml_text(text)).strip(" '")
        endings = (f" ({number})" if number > 1 else "" for number in count(1))
        names = (beginning(plain or "Ohne Namen", LONGEST_NAME - len(ending)).rstrip(" '") + ending for ending in endings)
        found[key] = next(name for name in names if name.casefold() not in used)
        used.add(found[key].casefold())
    return found
