"""What the parts of an .xlsx say beside the values of its cells: comments, threads of comments, and struck-through text.

It runs in the parser's process, on parts that were checked, and reads only what is there: a list without comments and without a
struck-through font costs a search for two words.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.read.exchange import COMMENT, STRUCK_OUT, struck_out
from ozg_workflow.workbook.read.formats import package

MOST_NOTES: Final = 2000  # of all sheets; more are no words of people
LONGEST_TEXT: Final = 4000
_COMMENTS: Final = late(rb"""/(?:comments|threadedComment)["']""")
_PLACE: Final = late(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")
_CELL: Final = late(rb"<(?:\w+:)?c(?=\s)([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUTE: Final = {name: late(rb"\s" + name.encode() + rb"""\s*=\s*["']([^"']*)["']""") for name in ("r", "s", "t")}
_VALUE: Final = late(rb"<(?:\w+:)?v\b[^>]*>\s*(\d+)\s*</")


class Note(NamedTuple):
    """One note; row and column count from 0. `text` is None where the whole cell is struck through: its value is the text."""

    row: int
    column: int
    kind: str
    text: str | None
    author: str


Parts = dict[str, bytes]
Notes = dict[str, list[Note]]


def notes_of_package(parts: Parts) -> Notes:
    """Return the notes of an .xlsx by the names of its sheets. Raises ParseError on parts that are no XML."""
    commented = any(_COMMENTS.search(data) for name, data in parts.items() if name.lower().endswith(".rels"))
    struck = any(b"strike" in data for data in parts.values())
    if not commented and not struck:
        return {}
    styles = _struck_styles(package.shared_part(parts, "styles")) if struck else frozenset()
    strings = _struck_strings(package.shared_part(parts, "sharedStrings")) if struck else {}
    result: Notes = {}
    for sheet, name in package.sheet_parts(parts).items():
        found = [*_comments(parts, name), *_struck_cells(parts[name], styles, strings)]
        if found:
            result[sheet] = found[:MOST_NOTES]
    return result


def spread(notes: list[Note], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> list[Note]:
    """Repeat what is struck through in a cell that was merged over several lines in each of them, as its value is."""
    last_row = {start: end[0] for start, end in merged if end[0] > start[0]}
    struck = [note for note in notes if note.kind == STRUCK_OUT and (note.row, note.column) in last_row]
    below = [
        note._replace(row=row) for note in struck for row in range(note.row + 1, last_row[note.row, note.column] + 1)[:MOST_NOTES]
    ]
    return [*notes, *below][:MOST_NOTES]


def _comments(parts: Parts, sheet: str) -> Iterator[Note]:
    """Yield the comments of a sheet; of a thread its own text counts, not the copy for old programs."""
    related = package.related_parts(parts, sheet)
    threads = [note for kind, name in related if kind == "threadedComment" for note in _thread(parts[name])]
    yield from threads
    told = {(note.row, note.column) for note in threads}
    for name in (name for kind, name in related if kind == "comments"):
        yield from (note for note in _legacy(parts[name]) if (note.row, note.column) not in told)


def _thread(part: bytes) -> Iterator[Note]:
    for element in _parsed(part):
        place = _place(element.get("ref", ""))
        if _word(element) == "threadedComment" and place:
            text = "".join(child.text or "" for child in element if _word(child) == "text")
            yield Note(*place, COMMENT, text[:LONGEST_TEXT], "")


def _legacy(part: bytes) -> Iterator[Note]:
    elements = list(_parsed(part))
    authors = [element.text or "" for element in elements if _word(element) == "author"]
    for element in elements:
        place = _place(element.get("ref", ""))
        if _word(element) == "comment" and place:
            author = element.get("authorId", "")
            known = author.isdigit() and int(author) < len(authors)
            yield Note(*place, COMMENT, _text(element)[:LONGEST_TEXT], authors[int(author)] if known else "")


def _struck_styles(part: bytes) -> frozenset[bytes]:
    """Return the numbers of the cell formats whose font is struck through."""
    elements = list(_parsed(part))
    fonts = next((list(element) for element in elements if _word(element) == "fonts"), [])
    struck = {str(number) for number, font in enumerate(fonts) if _is_struck(font)}
    formats = next((list(element) for element in elements if _word(element) == "cellXfs"), [])
    return frozenset(str(number).encode() for number, element in enumerate(formats) if element.get("fontId") in struck)


def _struck_strings(part: bytes) -> dict[int, str]:
    """Return the shared strings a part of which is struck through, with that part marked."""
    strings = (element for element in _parsed(part) if _word(element) == "si")
    return {number: text for number, item in enumerate(strings) if (text := _marked(item))}


def _marked(item: ET.Element) -> str:
    """Return a text of several runs with the struck-through ones marked, empty when there are none."""
    runs = [(any(map(_is_struck, run)), _text(run)) for run in item if _word(run) == "r"]
    if not any(struck and text.strip() for struck, text in runs):
        return ""
    return "".join(struck_out(text) if struck and text.strip() else text for struck, text in runs)


def _is_struck(font: ET.Element) -> bool:
    return any(_word(mark) == "strike" and mark.get("val", "1") not in ("0", "false") for mark in font)


def _struck_cells(sheet: bytes, styles: frozenset[bytes], strings: dict[int, str]) -> Iterator[Note]:
    if not styles and not strings and b"strike" not in sheet:
        return
    for attributes, content in (cell.groups() for cell in _CELL.finditer(sheet)):
        values = {name: found[1] for name, pattern in _ATTRIBUTE.items() if (found := pattern.search(attributes))}
        place = _place(values.get("r", b"").decode("ascii", "replace"))
        if not place or not content:
            continue
        text = _struck_text(values.get("t", b""), content, strings)
        if text or values.get("s", b"0") in styles:
            yield Note(*place, STRUCK_OUT, text, "")


def _struck_text(kind: bytes, content: bytes, strings: dict[int, str]) -> str | None:
    if kind == b"s" and (found := _VALUE.search(content)):
        return strings.get(int(found[1]))
    if kind == b"inlineStr" and b"strike" in content:
        inner = re.sub(rb"(</?)\w+:", rb"\1", content)
        return _marked(next(iter(ET.fromstring(b"<c>" + inner + b"</c>")), ET.Element("is"))) or None  # noqa: S314 - entities were refused before
    return None


def _parsed(part: bytes) -> Iterator[ET.Element]:
    return ET.fromstring(part).iter() if part else iter(())  # noqa: S314 - entities were refused before


def _text(element: ET.Element) -> str:
    return "".join(child.text or "" for child in element.iter() if _word(child) == "t")


def _place(reference: str) -> tuple[int, int] | None:
    found = _PLACE.match(reference)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _word(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
