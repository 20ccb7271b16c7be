"""Cells of an .xlsx that show more than their value: number formats with a percent sign or a word, superscript, and text boxes."""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.read.exchange import BESIDE, FORMAT, SHOWN, raised
from ozg_workflow.workbook.read.formats import package
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, Note, Parts, inline_string, parsed, text_in, word_of
from ozg_workflow.workbook.read.formats.xlsx_cells import WrittenCell, written_cells

MOST_SHOWN: Final = 20_000  # cells of a sheet
EUROS: Final = '#,##0.00 "€"'
BUILT_IN: Final = {9: "0%", 10: "0.00%"} | dict.fromkeys((5, 6, 7, 8, 42, 44), EUROS)  # ECMA-376, 18.8.30
_TELLING: Final = late(rb"""formatCode=["'][^"']*(?:[%&$\\]|[^ -~]|,[;"'])|numFmtId=["'](?:[5-9]|10|42|44)["']""")
_SUPERSCRIPT: Final = b'"superscript"'
_BOX: Final = b"txBody>"


class ShownCells:
    """What is shown in the cells of a workbook, sheet by sheet; a workbook without any of it costs the search for a few words."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        styles = package.shared_part(parts, "styles")
        self._formats = _telling_formats(styles) if _TELLING.search(styles) else {}
        strings = package.shared_part(parts, "sharedStrings")
        self._strings = _raised_strings(strings) if _SUPERSCRIPT in strings else {}

    def __bool__(self) -> bool:
        """Whether any cell or drawing may show more than a value."""
        return bool(self._formats or self._strings) or any(_SUPERSCRIPT in part or _BOX in part for part in self._parts.values())

    def of_sheet(self, name: str) -> Iterator[Note]:
        """Yield what is shown in a sheet, by the name of its part. Raises ParseError."""
        sheet = self._parts[name]
        if self._formats or self._strings or _SUPERSCRIPT in sheet:
            for cell in written_cells(sheet):
                if note := self._of_cell(cell):
                    yield note
        for kind, part in package.related_parts(self._parts, name):
            if kind == "drawing" and _BOX in self._parts[part]:
                yield from text_boxes(self._parts[part])

    def _of_cell(self, cell: WrittenCell) -> Note | None:
        if cell.kind in (b"", b"n"):
            code = self._formats.get(cell.style)
            return Note(cell.row, cell.column, FORMAT, code, "") if code else None
        text = self._strings.get(cell.shared_string, "")
        if cell.kind == b"inlineStr" and _SUPERSCRIPT in cell.content:
            text = with_raised(inline_string(cell.content))
        return Note(cell.row, cell.column, SHOWN, text, "") if text else None


def text_boxes(drawing: bytes) -> Iterator[Note]:
    """Yield the texts of the boxes and shapes of a drawing, each at the cell of its upper left corner."""
    for anchor in (e for e in parsed(drawing) if word_of(e).endswith("Anchor")):
        lines = ("".join(t.text or "" for t in p.iter() if word_of(t) == "t") for p in anchor.iter() if word_of(p) == "p")
        if text := "\n".join(line for line in lines if line.strip()):
            yield Note(_corner(anchor, "row"), _corner(anchor, "col"), BESIDE, text[:LONGEST_TEXT], "")


def _corner(anchor: ET.Element, name: str) -> int:
    start = next((e for e in anchor if word_of(e) == "from"), None)
    found = next((e.text or "" for e in start if word_of(e) == name), "") if start is not None else ""
    return int(found) if found.strip().isdigit() else 0


def _telling_formats(styles: bytes) -> dict[bytes, str]:
    """Return the number formats of the cell styles that may show more than the number."""
    elements = list(parsed(styles))
    own, formats = (next((list(e) for e in elements if word_of(e) == name), []) for name in ("numFmts", "cellXfs"))
    codes = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {e.get("numFmtId", ""): e.get("formatCode", "") for e in own}
    used = {str(n).encode(): codes.get(e.get("numFmtId", ""), "") for n, e in enumerate(formats)}
    return {number: code for number, code in used.items() if may_tell(code)}


def may_tell(code: str) -> bool:
    """Tell whether a number format may show more than the number."""
    return any(sign in code for sign in '%"\\€$') or ",;" in code or code.endswith(",")


def _raised_strings(part: bytes) -> dict[int, str]:
    strings = (e for e in parsed(part) if word_of(e) == "si")
    return {number: text for number, item in enumerate(strings) if (text := with_raised(item))}


def with_raised(item: ET.Element) -> str:
    """Return a text of several runs with the superscript ones marked, empty when there are none."""
    runs = [(_is_raised(run), text_in(run)) for run in item if word_of(run) == "r"]
    if not any(up and text.strip() for up, text in runs):
        return ""
    return "".join(raised(text) if up and text.strip() else text for up, text in runs)


def _is_raised(run: ET.Element) -> bool:
    return any(word_of(e) == "vertAlign" and e.get("val") == "superscript" for font in run for e in font)
