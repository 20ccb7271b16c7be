"""A sheet of the workbook: heading, filters, print set-up, and cells that are never a formula whatever an office wrote."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any, Final

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
    sheet.set_row(TOP, 33)
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
    """Writes the rows of one sheet; the looks of its columns are looked up once."""

    def __init__(self, book: Book, sheet: "Worksheet", listing: Listing) -> None:
        self._sheet, self._listing = sheet, listing
        names = [column.look for column in listing.columns]
        self._plain = [book.looks[name] for name in names]
        self._texts = [book.look(name, "quoted") for name in names]
        self._marked = [book.look(name, "marked") for name in names] if listing.marked else []
        self._marked_texts = [book.look(name, "marked text") for name in names] if listing.marked else []
        self._room = [max(int(1.1 * column.width), 4) for column in listing.columns]

    def write(self) -> None:
        heights: dict[int, float] = {}
        for number, row in enumerate(self._listing.rows):
            self._sheet.set_row(TOP + 1 + number, self._height(row, heights))
            for index, value in enumerate(row):
                command = type(value) is str and value[:1] in COMMANDS
                if self._marked and (number, index) in self._listing.marked:
                    look = (self._marked_texts if command else self._marked)[index]
                else:
                    look = (self._texts if command else self._plain)[index]
                if code := self._cell(TOP + 1 + number, index, value, look):
                    place = f"Zelle ({TOP + 1 + number}, {index}) in „{self._listing.name}“"
                    raise ValueError(f"{place} ließ sich nicht schreiben: {code}")

    def _cell(self, row: int, column: int, value: Shown, look: Any) -> int:
        if type(value) is str and value:
            code = self._sheet.write_string(row, column, cell_text(value), look)
        elif value is None or value == "":
            code = self._sheet.write_blank(row, column, None, look)
        elif isinstance(value, date):
            code = self._sheet.write_number(row, column, (value - DAY_ZERO).days, look)
        else:
            code = self._sheet.write_number(row, column, value, look)
        return int(code or 0)

    def _height(self, row: Sequence[Shown], known: dict[int, float]) -> float:
        lines = max(
            (
                sum(1 + len(part) // room for part in value.split("\n"))
                for value, room in zip(row, self._room, strict=True)
                if type(value) is str and (len(value) > room or "\n" in value)
            ),
            default=1,
        )
        return known.setdefault(lines, min(LINE_HEIGHT * lines + 3, HIGHEST_ROW))


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
