"""What the parts of an .xlsx say beside the values of its cells: comments, threads of comments, and struck-through text.

It runs in the parser's process, on parts that were checked, and reads only what is there: a list without comments and without a
struck-through font costs a search for two words.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.read.exchange import COMMENT, FORMAT, MERGED, SHOWN, STRUCK_OUT, struck_out
from ozg_workflow.workbook.read.formats import package
from ozg_workflow.workbook.read.formats.xlsx_cells import WrittenCell, place_of, written_cells

MOST_NOTES: Final = 2000  # of all sheets; more are no words of people
MOST_SPREAD: Final = 20_000
LONGEST_TEXT: Final = 4000
SPREAD: Final = (STRUCK_OUT, SHOWN, FORMAT)
_COMMENTS: Final = late(rb"""/(?:comments|threadedComment)["']""")


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


def merged(*several: Notes) -> Notes:
    """Return all notes of each sheet together."""
    sheets = dict.fromkeys(chain.from_iterable(several))
    return {sheet: found for sheet in sheets if (found := [note for notes in several for note in notes.get(sheet, [])])}


def merged_ranges(notes: list[Note]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the first and last cells of what is merged over several lines, where the parser does not tell and the notes do."""
    return [((n.row, n.column), (n.row + int(n.text) - 1, n.column)) for n in notes if n.kind == MERGED and n.text]


def spread(notes: list[Note], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> list[Note]:
    """Repeat what is told of a cell that was merged over several lines in each of them, as its value is, and tell that it was."""
    last_row = {start: end[0] for start, end in merged if end[0] > start[0]}
    across = (Note(row, column, MERGED, None, "") for row, column in last_row)
    told = (note for note in notes if note.kind in SPREAD and (note.row, note.column) in last_row)
    repeated = (
        note._replace(row=row)
        for note in chain(told, across)
        for row in range(note.row + (note.kind != MERGED), last_row[note.row, note.column] + 1)
    )
    return [*notes, *islice(repeated, MOST_SPREAD)]


def _comments(parts: Parts, sheet: str) -> Iterator[Note]:
    """Yield the comments of a sheet; of a thread its own text counts, not the copy for old programs."""
    related = package.related_parts(parts, sheet)
    threads = [note for kind, name in related if kind == "threadedComment" for note in _thread(parts[name])]
    yield from threads
    told = {(note.row, note.column) for note in threads}
    for name in (name for kind, name in related if kind == "comments"):
        yield from (note for note in _legacy(parts[name]) if (note.row, note.column) not in told)


def _thread(part: bytes) -> Iterator[Note]:
    for element in parsed(part):
        place = place_of(element.get("ref", ""))
        if word_of(element) == "threadedComment" and place:
            text = "".join(child.text or "" for child in element if word_of(child) == "text")
            yield Note(*place, COMMENT, text[:LONGEST_TEXT], "")


def _legacy(part: bytes) -> Iterator[Note]:
    elements = list(parsed(part))
    authors = [element.text or "" for element in elements if word_of(element) == "author"]
    for element in elements:
        place = place_of(element.get("ref", ""))
        if word_of(element) == "comment" and place:
            author = element.get("authorId", "")
            known = author.isdigit() and int(author) < len(authors)
            yield Note(*place, COMMENT, text_in(element)[:LONGEST_TEXT], authors[int(author)] if known else "")


def _struck_styles(part: bytes) -> frozenset[bytes]:
    """Return the numbers of the cell formats whose font is struck through."""
    elements = list(parsed(part))
    fonts = next((list(element) for element in elements if word_of(element) == "fonts"), [])
    struck = {str(number) for number, font in enumerate(fonts) if _is_struck(font)}
    formats = next((list(element) for element in elements if word_of(element) == "cellXfs"), [])
    return frozenset(str(number).encode() for number, element in enumerate(formats) if element.get("fontId") in struck)


def _struck_strings(part: bytes) -> dict[int, str]:
    """Return the shared strings a part of which is struck through, with that part marked."""
    strings = (element for element in parsed(part) if word_of(element) == "si")
    return {number: text for number, item in enumerate(strings) if (text := _marked(item))}


def _marked(item: ET.Element) -> str:
    """Return a text of several runs with the struck-through ones marked, empty when there are none."""
    runs = [(any(map(_is_struck, run)), text_in(run)) for run in item if word_of(run) == "r"]
    if not any(struck and text.strip() for struck, text in runs):
        return ""
    return "".join(struck_out(text) if struck and text.strip() else text for struck, text in runs)


def _is_struck(font: ET.Element) -> bool:
    return any(word_of(mark) == "strike" and mark.get("val", "1") not in ("0", "false") for mark in font)


def _struck_cells(sheet: bytes, styles: frozenset[bytes], strings: dict[int, str]) -> Iterator[Note]:
    if not styles and not strings and b"strike" not in sheet:
        return
    for cell in written_cells(sheet):
        text = strings.get(cell.shared_string) or _struck_inside(cell)
        if text or cell.style in styles:
            yield Note(cell.row, cell.column, STRUCK_OUT, text, "")


def _struck_inside(cell: WrittenCell) -> str | None:
    if cell.kind == b"inlineStr" and b"strike" in cell.content:
        return _marked(inline_string(cell.content)) or None
    return None


def inline_string(content: bytes) -> ET.Element:
    """Return the string that stands in a cell itself."""
    inner = re.sub(rb"(</?)\w+:", rb"\1", content)
    return next(iter(ET.fromstring(b"<c>" + inner + b"</c>")), ET.Element("is"))  # noqa: S314 - entities were refused before


def parsed(part: bytes) -> Iterator[ET.Element]:
    """Yield all elements of a part."""
    return ET.fromstring(part).iter() if part else iter(())  # noqa: S314 - entities were refused before


def text_in(element: ET.Element) -> str:
    """Return the text of a string or run."""
    return "".join(child.text or "" for child in element.iter() if word_of(child) == "t")


def word_of(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
