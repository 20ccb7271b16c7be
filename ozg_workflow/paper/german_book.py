"""A workbook that says its language: XlsxWriter 3.3 knows every property of a document but this one. And its texts are written quickly."""

import re
from typing import Final

from xlsxwriter.core import Core
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.workbook import Workbook

LANGUAGE: Final = "de-DE"
# nothing in it has to be escaped, and no blank at an end kept
_PLAIN: Final = re.compile(r"(?!\s)[^&<>_\x00-\x1f\x7f-\x9f\ufffe\uffff]+(?<!\s)")


class _Core(Core):  # type: ignore[misc] # XlsxWriter has no types
    def _write_dc_title(self) -> None:
        super()._write_dc_title()
        self._xml_data_element("dc:language", LANGUAGE)


class Strings(SharedStrings):  # type: ignore[misc] # XlsxWriter has no types
    """The table of texts, of which nearly none needs an escape."""

    def _write_si(self, string: str) -> None:
        if _PLAIN.fullmatch(string):
            self.fh.write(f"<si><t>{string}</t></si>")
        else:
            super()._write_si(string)


class _Packager(Packager):  # type: ignore[misc] # XlsxWriter has no types
    def _write_core_file(self) -> None:
        core = _Core()
        core._set_properties(self.workbook.doc_properties)  # noqa: SLF001 - as the base does it
        core._set_xml_writer(self._filename("docProps/core.xml"))  # noqa: SLF001
        core._assemble_xml_file()  # noqa: SLF001

    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            strings = Strings()
            strings.string_table = self.workbook.str_table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # noqa: SLF001
            strings._assemble_xml_file()  # noqa: SLF001


class GermanBook(Workbook):  # type: ignore[misc] # XlsxWriter has no types
    """A workbook of XlsxWriter whose properties name German as its language (ISO 29500-2, dc:language)."""

    def _get_packager(self) -> Packager:
        return _Packager()
