"""What an .ods says beside the values of its cells: annotations and struck-through text."""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.read.exchange import COMMENT, STRUCK_OUT, struck_out
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, MOST_NOTES, Note, Notes, Parts

_LINE_THROUGH: Final = late(rb"""text-line-through-(?:style|type)=["'](?!none)""")
_SPACES: Final = {name: f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")}
_TABLE, _TEXT, _STYLE, _OFFICE = (_SPACES[name] for name in ("table", "text", "style", "office"))
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_REPEATS: Final = 20_000_000


def notes_of_opendocument(parts: Parts) -> Notes:
    """Return the notes of an .ods by the names of its sheets. Raises ParseError on parts that are no XML."""
    content, named = parts.get("content.xml", b""), parts.get("styles.xml", b"")
    struck = _LINE_THROUGH.search(content) or _LINE_THROUGH.search(named)
    if not struck and b"annotation" not in content:
        return {}
    root = ET.fromstring(content)  # noqa: S314 - entities were refused before
    styles = _struck_styles([*([ET.fromstring(named)] if named else []), root]) if struck else frozenset()  # noqa: S314
    result: Notes = {}
    for table in root.iter(f"{_TABLE}table"):
        if found := list(_notes(table, styles))[:MOST_NOTES]:
            result[table.get(f"{_TABLE}name", "")] = found
    return result


def _struck_styles(roots: list[ET.Element]) -> frozenset[str]:
    """Return the names of the styles, of cells and of text, that strike through; what a style does not say its parent says."""
    said: dict[str, bool] = {}
    parents: dict[str, str] = {}
    for style in (style for root in roots for style in root.iter(f"{_STYLE}style")):
        name = style.get(f"{_STYLE}name", "")
        parents[name] = style.get(f"{_STYLE}parent-style-name", "")
        for properties in style.iter(f"{_STYLE}text-properties"):
            lines = [properties.get(f"{_STYLE}text-line-through-{what}") for what in ("style", "type")]
            if any(lines):
                said[name] = "none" not in lines
    return frozenset(name for name in parents if _inherited(name, said, parents))


def _inherited(name: str, said: dict[str, bool], parents: dict[str, str]) -> bool:
    for _ in range(10):  # styles stand on each other two or three deep
        if name in said:
            return said[name]
        name = parents.get(name, "")
    return False


def _notes(table: ET.Element, styles: frozenset[str]) -> Iterator[Note]:
    defaults = list(_column_styles(table))
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in (cell for cell in line if cell.tag in _CELLS):
            if len(cell):
                default = defaults[column] if column < len(defaults) else ""
                yield from _cell_notes(cell, row, column, styles, cell.get(f"{_TABLE}style-name", default))
            column += _repeats(cell, "columns")
        row += _repeats(line, "rows")


def _column_styles(table: ET.Element) -> Iterator[str]:
    for column in table.iter(f"{_TABLE}table-column"):
        yield from [column.get(f"{_TABLE}default-cell-style-name", "")] * min(_repeats(column, "columns"), 200)


def _cell_notes(cell: ET.Element, row: int, column: int, styles: frozenset[str], style: str) -> Iterator[Note]:
    for annotation in cell.iter(f"{_OFFICE}annotation"):
        text = "\n".join("".join(paragraph.itertext()) for paragraph in annotation.iter(f"{_TEXT}p"))
        yield Note(row, column, COMMENT, text[:LONGEST_TEXT], next((e.text or "" for e in annotation.iter(_CREATOR)), ""))
    runs = [run for paragraph in cell.findall(f"{_TEXT}p") for run in _runs(paragraph, style)]
    if any(name in styles and text.strip() for name, text in runs):
        whole = all(name in styles for name, text in runs if text.strip())
        marked = "".join(struck_out(text) if name in styles and text.strip() else text for name, text in runs)
        yield Note(row, column, STRUCK_OUT, None if whole else marked, "")


def _runs(paragraph: ET.Element, style: str) -> Iterator[tuple[str, str]]:
    """Yield each piece of text with the name of the style that counts for it."""
    yield style, paragraph.text or ""
    for element in paragraph:
        own = element.get(f"{_TEXT}style-name", style) if element.tag == f"{_TEXT}span" else style
        yield from ((style, " "),) if element.tag == f"{_TEXT}s" else _runs(element, own)
        yield style, element.tail or ""


def _repeats(element: ET.Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(text), _MOST_REPEATS) if text.isdigit() else 1
