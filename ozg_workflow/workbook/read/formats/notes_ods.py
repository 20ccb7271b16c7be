"""What an .ods says beside the values of its cells: annotations, struck-through and superscript text, numbers with a unit, text boxes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.read.exchange import BESIDE, COMMENT, MERGED, SHOWN, STRUCK_OUT, raised, struck_out
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, MOST_SPREAD, Note, Notes, Parts

_LINE_THROUGH: Final = late(rb"""text-line-through-(?:style|type)=["'](?!none)""")
_RAISED: Final = late(rb"""text-position=["'](?:super|[1-9])""")
_UNIT: Final = late(rb"""value-type=["'](?:percentage|currency)["']|<number:text>[^<]*[^\s<.,:;/-]""")
_ACROSS: Final = late(rb"""rows-spanned=["'](?!1["'])""")
_BOXES: Final = (b"<draw:text-box", b"<draw:custom-shape", b"<draw:rect", b"<draw:ellipse")
_WORDS: Final = late(r"[^\W\d_]|[%€$£<>≤≥±+~≈?:]|\d ?[-–] ?\d")
_EXPONENT: Final = late(r"E[+-]?\d")
_NUMBERS: Final = ("float", "percentage", "currency")
_SPACES: Final = {name: f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")}
_TABLE, _TEXT, _STYLE, _OFFICE = (_SPACES[name] for name in ("table", "text", "style", "office"))
_DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_REPEATS: Final = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """The names of the styles, of cells and of text, that strike through, and of those that raise; whether a number may have a unit."""

    struck: frozenset[str]
    raised: frozenset[str]
    units: bool


def notes_of_opendocument(parts: Parts) -> Notes:
    """Return the notes of an .ods by the names of its sheets. Raises ParseError on parts that are no XML."""
    content, named = parts.get("content.xml", b""), parts.get("styles.xml", b"")
    struck, up, units = (any(map(pattern.search, (content, named))) for pattern in (_LINE_THROUGH, _RAISED, _UNIT))
    plain = not (b"annotation" in content or _ACROSS.search(content) or any(box in content for box in _BOXES))
    if plain and not (struck or up or units):
        return {}
    root = ET.fromstring(content)  # noqa: S314 - entities were refused before
    roots = [*([ET.fromstring(named)] if named else []), root] if struck or up else []  # noqa: S314
    looks = _Looks(struck=_styles(roots, _strikes), raised=_styles(roots, _raises), units=units)
    result: Notes = {}
    for table in root.iter(f"{_TABLE}table"):
        if found := list(_notes(table, looks))[:MOST_SPREAD]:
            result[table.get(f"{_TABLE}name", "")] = found
    return result


def _styles(roots: list[ET.Element], says: Callable[[ET.Element], bool | None]) -> frozenset[str]:
    """Return the names of the styles of which `says` holds; what a style does not say its parent says."""
    said: dict[str, bool] = {}
    parents: dict[str, str] = {}
    for style in (style for root in roots for style in root.iter(f"{_STYLE}style")):
        name = style.get(f"{_STYLE}name", "")
        parents[name] = style.get(f"{_STYLE}parent-style-name", "")
        for properties in style.iter(f"{_STYLE}text-properties"):
            if (answer := says(properties)) is not None:
                said[name] = answer
    return frozenset(name for name in parents if _inherited(name, said, parents))


def _strikes(properties: ET.Element) -> bool | None:
    lines = [properties.get(f"{_STYLE}text-line-through-{what}") for what in ("style", "type")]
    return "none" not in lines if any(lines) else None


def _raises(properties: ET.Element) -> bool | None:
    position = properties.get(f"{_STYLE}text-position")
    return position.startswith(("super", *"123456789")) if position else None


def _inherited(name: str, said: dict[str, bool], parents: dict[str, str]) -> bool:
    for _ in range(10):  # styles stand on each other two or three deep
        if name in said:
            return said[name]
        name = parents.get(name, "")
    return False


def _notes(table: ET.Element, looks: _Looks) -> Iterator[Note]:
    defaults = list(_column_styles(table))
    for shapes in table.iter(f"{_TABLE}shapes"):  # drawn on the sheet, not into a cell
        yield from _boxes(shapes, 0, 0)
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in (cell for cell in line if cell.tag in _CELLS):
            if len(cell):
                default = defaults[column] if column < len(defaults) else ""
                yield from _cell_notes(cell, row, column, looks, cell.get(f"{_TABLE}style-name", default))
                yield from _boxes(cell, row, column)
                if (lines := _repeats(cell, "rows", "spanned")) > 1:
                    yield Note(row, column, MERGED, str(lines), "")
            column += _repeats(cell, "columns")
        row += _repeats(line, "rows")


def _boxes(place: ET.Element, row: int, column: int) -> Iterator[Note]:
    """Yield the text of each box and shape in a cell, or on a sheet."""
    for shape in (e for e in place if e.tag.startswith(_DRAW)):
        text = "\n".join(line for p in shape.iter(f"{_TEXT}p") if (line := "".join(p.itertext())).strip())
        if text:
            yield Note(row, column, BESIDE, text[:LONGEST_TEXT], "")


def _column_styles(table: ET.Element) -> Iterator[str]:
    for column in table.iter(f"{_TABLE}table-column"):
        yield from [column.get(f"{_TABLE}default-cell-style-name", "")] * min(_repeats(column, "columns"), 200)


def _cell_notes(cell: ET.Element, row: int, column: int, looks: _Looks, style: str) -> Iterator[Note]:
    for annotation in cell.iter(f"{_OFFICE}annotation"):
        text = "\n".join("".join(paragraph.itertext()) for paragraph in annotation.iter(f"{_TEXT}p"))
        yield Note(row, column, COMMENT, text[:LONGEST_TEXT], next((e.text or "" for e in annotation.iter(_CREATOR)), ""))
    runs = [run for paragraph in cell.findall(f"{_TEXT}p") for run in _runs(paragraph, style)]
    if any(name in looks.raised and text.strip() for name, text in runs[1:]):
        yield Note(row, column, SHOWN, _marked(runs, looks.raised, raised), "")
    elif looks.units and cell.get(f"{_OFFICE}value-type") in _NUMBERS:
        text = "".join(text for _, text in runs)
        if _WORDS.search(_EXPONENT.sub("", text)):
            yield Note(row, column, SHOWN, text, "")
    if any(name in looks.struck and text.strip() for name, text in runs):
        whole = all(name in looks.struck for name, text in runs if text.strip())
        yield Note(row, column, STRUCK_OUT, None if whole else _marked(runs, looks.struck, struck_out), "")


def _marked(runs: list[tuple[str, str]], styles: frozenset[str], mark: Callable[[str], str]) -> str:
    return "".join(mark(text) if name in styles and text.strip() else text for name, text in runs)


def _runs(paragraph: ET.Element, style: str) -> Iterator[tuple[str, str]]:
    """Yield each piece of text with the name of the style that counts for it."""
    yield style, paragraph.text or ""
    for element in paragraph:
        own = element.get(f"{_TEXT}style-name", style) if element.tag == f"{_TEXT}span" else style
        yield from ((style, " "),) if element.tag == f"{_TEXT}s" else _runs(element, own)
        yield style, element.tail or ""


def _repeats(element: ET.Element, what: str, how: str = "repeated") -> int:
    text = element.get(f"{_TABLE}number-{what}-{how}", "1")
    return min(int(text), _MOST_REPEATS) if text.isdigit() else 1
