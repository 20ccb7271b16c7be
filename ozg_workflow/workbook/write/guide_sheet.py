"""The sheet `Ausfüllhilfe`: the content of the guide, laid out for Excel."""

from collections.abc import Sequence
from typing import Any, Final

from ozg_workflow.workbook.guide.addresses import linked
from ozg_workflow.workbook.guide.guide_content import Guide
from ozg_workflow.workbook.layout import GUIDE_TITLE
from ozg_workflow.workbook.sheet_tools import Formats, clean_text, lines_needed, must, row_height
from ozg_workflow.workbook.write.list_sheet import set_up_page

WIDTHS: Final = (34, 54, 44, 34, 30)


class _Page:
    """Writes from top to bottom; heights are set here because Excel does not fit the height of merged cells."""

    def __init__(self, sheet: Any, formats: Formats, addresses: Sequence[str]) -> None:
        self._sheet, self._formats, self._addresses, self._row = sheet, formats, addresses, 0

    def line(self, text: str, style: str, height: float) -> None:
        must(self._sheet.write_string(self._row, 0, clean_text(text), self._formats(style)))
        must(self._sheet.set_row(self._row, height))
        self._row += 1

    def section(self, text: str) -> None:
        must(self._sheet.set_row(self._row, 10))
        self._row += 1
        for column in range(1, len(WIDTHS)):
            must(self._sheet.write_blank(self._row, column, None, self._formats("section")))
        self.line(text, "section", 21)

    def paragraph(self, text: str, *, label: str = "") -> None:
        first = 1 if label else 0
        if label:
            must(self._sheet.write_string(self._row, 0, clean_text(label), self._formats("bold")))
        must(self._sheet.merge_range(self._row, first, self._row, len(WIDTHS) - 1, clean_text(text), self._formats("text")))
        width = sum(WIDTHS[first:])
        if lines_needed(text, width) == 1:
            self._link(first, text)
        must(self._sheet.set_row(self._row, row_height([(text, width)])))
        self._row += 1

    def _link(self, column: int, text: str) -> None:
        """Let a cell that names an address lead to it; only the address itself looks like a link.

        Not for longer texts: LibreOffice does not wrap a cell that is a link, and their end would be missing.
        """
        parts = linked(clean_text(text), self._addresses)
        target = next((part for part in parts if part.url), None)
        if target is None:
            return
        look, words = self._formats("text"), [part for part in parts if part is not target]
        must(self._sheet.write_url(self._row, column, target.url, look, clean_text(text), f"E-Mail an {target.text}"))
        if words:
            pieces = [piece for part in parts for piece in (self._formats("link" if part.url else "text"), part.text)]
            must(self._sheet.write_rich_string(self._row, column, *pieces, look))

    def headings(self, texts: Sequence[str]) -> None:
        for column, text in enumerate(texts):
            must(self._sheet.write_string(self._row, column, clean_text(text), self._formats("head_answer")))
        must(self._sheet.set_row(self._row, 19))
        self._row += 1

    def table_row(self, texts: Sequence[str], *, value_column: int | None = None) -> None:
        for column, text in enumerate(texts):
            style = self._formats("table", "bold") if column in (0, value_column) else self._formats("table")
            must(self._sheet.write_string(self._row, column, clean_text(text), style))
        must(self._sheet.set_row(self._row, row_height(zip(texts, WIDTHS, strict=False))))
        self._row += 1


def write_guide_sheet(sheet: Any, formats: Formats, guide: Guide) -> None:
    """Fill the sheet with the guide and set it up for reading and printing."""
    for column, width in enumerate(WIDTHS):
        must(sheet.set_column(column, column, width))
    page = _Page(sheet, formats, guide.addresses)
    page.line(f"{GUIDE_TITLE} {guide.title}", "title", 30)
    page.line(guide.city, "subtitle", 16)
    page.paragraph(guide.intro)
    page.section("In drei Schritten")
    for number, (title, text) in enumerate(guide.steps, 1):
        page.paragraph(text, label=f"{number}. {title}")
    _write_tables(page, guide)
    for section in guide.sections:
        page.section(section.title)
        for paragraph in section.paragraphs:
            page.paragraph(paragraph)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    set_up_page(sheet, guide.city)


def _write_tables(page: _Page, guide: Guide) -> None:
    page.section("Die weißen Spalten: Das tragen Sie ein")
    page.headings(("Spalte", "Was ist einzutragen?", "Erlaubte Werte", "Pflicht?", "Beispiel"))
    for column in guide.columns:
        page.table_row((column.heading, column.help, column.allowed, column.required, column.example))
    page.section(guide.scale_title)
    page.headings(("Stufe", "Bedeutung", "Hinweis"))
    for level in guide.levels:
        page.table_row((level.label, level.description, level.remark))
    page.paragraph(f"Quelle: {guide.scale_source}")
    page.section(f"Eine ausgefüllte Zeile als Beispiel: „{guide.example_service}“")
    page.headings(("Spalte", "Eintrag", "Warum?"))
    for cell in guide.example:
        page.table_row((cell.heading, cell.value, cell.note), value_column=1)
    page.section("Die grauen Spalten: Das steht schon da")
    for heading, text in guide.fixed:
        page.paragraph(text, label=heading)
