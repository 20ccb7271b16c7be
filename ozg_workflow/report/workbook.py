"""Excel sheets in the style of the house: one look for titles, tables and print."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.report.labels import INK

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | None
LINE_COLOUR: Final = "#D5DAE0"
LINE_HEIGHT: Final = 13  # points per line of 10-point Arial
HIGHEST_ROW: Final = 409  # points
LONGEST_CELL: Final = 32_767  # characters as Excel counts them; XlsxWriter refuses more with a return code and writes nothing
CUT: Final = " … (gekürzt)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: heading, width in characters, and the look of its cells."""

    heading: str
    width: float
    look: str = "text"


class Book:
    """A workbook with its formats; every refusal of the library becomes an error instead of a missing cell."""

    memory: ClassVar[str] = "in_memory"

    def __init__(
        self, stream: io.BytesIO, *, title: str, city: str, evaluated_at: datetime, subject: str = "Priorisierung"
    ) -> None:
        """Begin a workbook."""
        from ozg_workflow.paper.german_book import GermanBook

        self.title, self.city, self.evaluated_at = xml_text(title), xml_text(city), evaluated_at
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.file = GermanBook(stream, {**options, self.memory: True})
        created = evaluated_at.astimezone(UTC).replace(tzinfo=None)
        self.file.set_properties(
            {"title": f"{subject} – {self.title}", "author": self.city, "company": self.city, "created": created}
        )
        self.looks = {name: self.file.add_format(_BASE | look) for name, look in _LOOKS.items()}
        self.rule = self.file.add_format(
            {"bottom": 1, "bottom_color": LINE_COLOUR}
        )  # the line below a row, for `conditional_format`

    def look(self, name: str, change: str) -> "Format":
        """Return one of the looks changed: `text` where it begins like a formula, `marked`, or both as `marked text`; made once."""
        both = f"{name} {change}"
        if both not in self.looks:
            self.looks[both] = self.file.add_format(_BASE | _LOOKS[name] | _CHANGES[change])
        return self.looks[both]

    def sheet(self, name: str, heading: str, subtitle: str, columns: Sequence[Column] = ()) -> "Worksheet":
        """Add a sheet with its heading in A1, a subtitle in A2, column widths and print set-up (A4 landscape)."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 24)
        self.put(sheet, 0, 0, heading, "title")
        self.put(sheet, 1, 0, subtitle, "subtitle")
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        _print_setup(sheet, self.city, name)
        return sheet

    def put(self, sheet: "Worksheet", row: int, column: int, value: Value, look: str = "text") -> None:
        """Write one value in one look; text is always text. Raises ValueError when the library refuses the cell."""
        if isinstance(value, str):
            code = sheet.write_string(row, column, cell_text(value), self.looks[look])
        elif value is None:
            code = sheet.write_blank(row, column, None, self.looks[look])
        else:
            code = sheet.write_number(row, column, value, self.looks[look])
        if code:
            raise ValueError(f"Zelle ({row}, {column}) in „{sheet.get_name()}“ ließ sich nicht schreiben: {code}")

    def table(
        self, sheet: "Worksheet", top: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, name: str
    ) -> None:
        """Write headings, which every printed page repeats, and rows as a filterable table; a table without rows is a sentence."""
        for index, column in enumerate(columns):
            self.put(sheet, top, index, column.heading, "header")
        sheet.set_row(top, 33)
        sheet.repeat_rows(top)
        for number, row in enumerate(rows, top + 1):
            sheet.set_row(number, row_height(columns, row))
            for index, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.put(sheet, number, index, value, column.look)
        if not rows:
            self.put(sheet, top + 1, 0, "Keine.", "subtitle")
            return
        headings = [{"header": xml_text(c.heading), "header_format": self.looks["header"]} for c in columns]
        code = sheet.add_table(top, 0, top + len(rows), len(columns) - 1, {"columns": headings, "style": None, "name": name})
        if code:
            raise ValueError(f"Tabelle „{name}“ ließ sich nicht anlegen: {code}")


class LongBook(Book):
    """A workbook that keeps no sheet in memory: its rows are written from the top, and `table` does not work."""

    memory = "constant_memory"


def cell_text(text: str) -> str:
    """Return a text as a cell can hold it: no forbidden characters, one kind of line break, 32 767 characters as Excel counts them."""
    if len(text) * 2 <= LONGEST_CELL and text.isprintable():
        return text
    clean = xml_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return clean
    return beginning(clean, LONGEST_CELL - len(CUT)) + CUT


def beginning(text: str, length: int) -> str:
    """Return the beginning of a text that is so long for Excel, which counts an emoji twice."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", errors="ignore")


def row_height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    """Return the height in points of a row of wrapped cells, at most what Excel allows."""
    lines = max(_lines(column, value) for column, value in zip(columns, row, strict=True))
    return min(LINE_HEIGHT * lines + 3, HIGHEST_ROW)


def _lines(column: Column, value: Value) -> int:
    """Estimate the lines a wrapped cell needs: spreadsheets do not grow rows that a program has written."""
    return sum(1 + int(len(part) / (1.15 * column.width)) for part in value.split("\n")) if isinstance(value, str) else 1


_BASE: Final = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_CELL: Final = {"bottom": 1, "bottom_color": LINE_COLOUR, "text_wrap": True, "indent": 1}
_LOOKS: Final[dict[str, dict[str, object]]] = {
    "title": {"bold": True, "font_size": 16, "font_color": INK},
    "subtitle": {"font_color": "#55606C"},
    "section": {"bold": True, "font_size": 12, "font_color": INK},
    "prose": {"text_wrap": True},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": INK,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
    },
    "text": _CELL | {"align": "left"},
    "strong": _CELL | {"bold": True, "align": "left"},
    "centre": _CELL | {"align": "center", "indent": 0},
    "rank": _CELL | {"align": "center", "bold": True, "indent": 0},
    "signed": _CELL | {"num_format": "+0;-0;0", "align": "center", "indent": 0},
    "score": _CELL | {"num_format": "0.0", "align": "right"},
    "figure": _CELL | {"num_format": "#,##0", "align": "right"},
    "decimal": _CELL | {"num_format": "General", "align": "right"},
    "day": _CELL | {"num_format": "dd.mm.yyyy", "align": "right"},
    "key": _CELL | {"num_format": "@", "align": "left"},
    "percent": _CELL | {"num_format": "0 %", "align": "center", "indent": 0},
}
_CHANGES: Final[dict[str, dict[str, object]]] = {
    "text": {"quote_prefix": True},
    "marked": {"bg_color": "#FBE3B5", "bold": True},
    "marked text": {"bg_color": "#FBE3B5", "bold": True, "quote_prefix": True},
}


def _print_setup(sheet: "Worksheet", city: str, name: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&8{city.replace('&', '&&')} · {name.replace('&', '&&')}&R&8Seite &P von &N")
