"""What the cells of an "XML-Kalkulationstabelle 2003" say beside their values: comments, struck-through text, superscript, number formats."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from ozg_workflow.workbook.read.exchange import COMMENT, FORMAT, SHOWN, STRUCK_OUT, raised, struck_out
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, MOST_NOTES, Note
from ozg_workflow.workbook.read.formats.shown_xlsx import EUROS, MOST_SHOWN, may_tell

SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_HTML: Final = "{http://www.w3.org/TR/REC-html40}"
_NAMED: Final = {"Percent": "0.00%", "Currency": EUROS, "Euro Currency": EUROS}  # of the formats that have a name
DEFAULT: Final = "Default"
MOST_PARENTS: Final = 10  # of a style; Excel writes one


class Placed(NamedTuple):
    """A cell with its place, counted from 0, and the style it has by itself, or by its row, its column or its table."""

    row: int
    column: int
    cell: ET.Element
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The styles that strike through, and the number formats of those that may show more than the number."""

    struck: frozenset[str]
    formats: Mapping[str, str]


def looks_of(root: ET.Element) -> Looks:
    """Return what the styles of a workbook say; each has what the style above it says and it does not."""
    styles = {style.get(f"{SPACE}ID", ""): style for style in root.iter(f"{SPACE}Style")}
    fonts = {name: _inherited(styles, name, "Font") for name in styles}
    numbers = {name: _inherited(styles, name, "NumberFormat") for name in styles}
    codes = {name: found.get(f"{SPACE}Format", "") for name, found in numbers.items() if found is not None}
    formats = {name: _NAMED.get(code, code) for name, code in codes.items()}
    return Looks(
        struck=frozenset(name for name, font in fonts.items() if font is not None and font.get(f"{SPACE}StrikeThrough") == "1"),
        formats={name: code for name, code in formats.items() if may_tell(code)},
    )


def notes_of(cells: list[Placed], looks: Looks) -> list[Note]:
    """Return the notes of a sheet; its texts are marked where they stand, so its values are read before."""
    return [*islice(_shown(cells, looks), MOST_SHOWN), *islice(_said(cells, looks), MOST_NOTES)]


def _inherited(styles: Mapping[str, ET.Element], name: str, part: str) -> ET.Element | None:
    for _ in range(MOST_PARENTS):
        if name not in styles:
            return None
        if (found := styles[name].find(f"{SPACE}{part}")) is not None:
            return found
        name = styles[name].get(f"{SPACE}Parent", DEFAULT)
    return None


def _shown(cells: list[Placed], looks: Looks) -> Iterator[Note]:
    for row, column, cell, style in cells:
        data = cell.find(f"{SPACE}Data")
        if data is None:
            continue
        if style in looks.formats and data.get(f"{SPACE}Type") == "Number":
            yield Note(row, column, FORMAT, looks.formats[style], "")
        elif text := _marked(data, "Sup", raised):
            yield Note(row, column, SHOWN, text, "")


def _said(cells: list[Placed], looks: Looks) -> Iterator[Note]:
    for row, column, cell, style in cells:
        for comment in cell.iterfind(f"{SPACE}Comment"):
            text = "".join(comment.itertext()).strip()
            yield Note(row, column, COMMENT, text[:LONGEST_TEXT], comment.get(f"{SPACE}Author", ""))
        data = cell.find(f"{SPACE}Data")
        if data is None:
            continue
        if style in looks.struck:
            yield Note(row, column, STRUCK_OUT, None, "")
        elif text := _marked(data, "S", struck_out):
            yield Note(row, column, STRUCK_OUT, text, "")


def _marked(data: ET.Element, tag: str, quoted: Callable[[str], str]) -> str:
    """Return a text with what stands in such tags marked, empty when there are none."""
    found = [(part, text) for part in data.iter(f"{_HTML}{tag}") if (text := "".join(part.itertext())).strip()]
    for part, text in found:
        part[:], part.text = [], quoted(text)
    return "".join(data.itertext()) if found else ""
