"""A sheet that is the same in many workbooks: the first one writes it, the others take it over as it is.

It names texts and formats by their numbers. So it comes first in every workbook: its texts are the first of the table of texts, its
formats the first of the formats. What it replaces is private to XlsxWriter 3.3; `test_kept_sheet.py` compares the bytes.
"""

from dataclasses import dataclass
from typing import Any

from ozg_workflow.workbook.sheet_tools import Formats, Style
from ozg_workflow.workbook.write.quick_sheet import QuickSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSheet:
    """A finished sheet, and what a workbook must hold for it."""

    xml: str
    links: list[Any]
    texts: dict[str, int]
    places: int  # how often the texts are used
    styles: tuple[tuple[Style, ...], ...]


class Keeping:
    """What a sheet needs to be kept."""

    written: WrittenSheet | None = None
    _taken_over: WrittenSheet | None = None
    _first: tuple[dict[str, int], int, tuple[tuple[Style, ...], ...]]

    def keep(self, formats: Formats) -> None:
        """Remember the sheet, which is filled by now and the first of its workbook that was; `written` when that is closed."""
        self._first = dict(self.str_table.string_table), self.str_table.count, formats.numbered()  # type: ignore[attr-defined]

    def take_over(self, sheet: WrittenSheet, formats: Formats) -> None:
        """Be this sheet."""
        self._taken_over = sheet
        table = self.str_table  # type: ignore[attr-defined]
        table.string_table, table.unique_count, table.count = dict(sheet.texts), len(sheet.texts), sheet.places
        for styles in sheet.styles:
            formats(*styles)
        formats.numbered()

    def _assemble_xml_file(self) -> None:
        if self._taken_over:
            self.external_hyper_links = self._taken_over.links
            self.fh.write(self._taken_over.xml)  # type: ignore[attr-defined]
            return
        super()._assemble_xml_file()  # type: ignore[misc]
        texts, places, styles = self._first
        xml = self.fh.getvalue()  # type: ignore[attr-defined]
        self.written = WrittenSheet(xml=xml, links=self.external_hyper_links, texts=texts, places=places, styles=styles)


class KeptSheet(Keeping, QuickSheet):
    """A kept sheet that is written quickly."""
