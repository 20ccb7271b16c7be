"""Reads the tables of an HTML page, which many web programs export under the name .xls: what a browser shows of them."""

import codecs
import html
import re
from collections.abc import Iterator
from typing import Any, Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.errors import TOO_FAR, WorkbookError
from ozg_workflow.workbook.read.exchange import raised, struck_out
from ozg_workflow.workbook.read.formats.grid import MOST_CELLS, Grid, whole_number
from ozg_workflow.workbook.read.formats.notes import Notes, spread

CHARSET: Final = late(rb"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
# Python's HTMLParser needs minutes for a hundred thousand beginnings of comments (3.11); what cannot be half open is read in one pass.
TAG: Final = late(r"<(/?)([A-Za-z][\w:]*+)([^<>]*+)>")
DECLARATION: Final = late(r"<[!?][^<>]*+>")
SPAN: Final = late(r"""\b(row|col)span\s*=\s*["']?(\d{1,9})""", re.IGNORECASE)
MOST_COLUMNS: Final = 16_384
UNSHOWN: Final = ("script", "style", "head", "title")
BREAKS: Final = ("br", "p", "div", "li")
MARKS: Final = {"sup": raised, "s": struck_out, "strike": struck_out, "del": struck_out}


def web_sheets(content: bytes) -> tuple[list[tuple[str, list[list[Any]]]], Notes]:
    """Return the tables of a page as sheets, and what of them reaches over several lines; a table within a table is part of its cell.

    WorkbookError where cells lie too far off.
    """
    page = _Tables()
    for closing, tag, rest in _tokens(_text(content)):
        if not tag:
            page.words(rest)
        elif closing:
            page.end(tag)
        else:
            page.start(tag, rest)
    grids = {f"Tabelle {number}": grid for number, grid in enumerate(page.finished(), 1)}
    notes = {name: spread([], grid.merged) for name, grid in grids.items() if grid.merged}
    return [(name, grid.rows()) for name, grid in grids.items()], notes


def _tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the tags of a page (slash, name, attributes) and the words between them (in the third place)."""
    first, *others = text.split("<!--")
    shown = DECLARATION.sub("", first + "".join(other.partition("-->")[2] for other in others))
    position = 0
    for tag in TAG.finditer(shown):
        yield "", "", shown[position : tag.start()]
        yield tag[1], tag[2].lower(), tag[3]
        position = tag.end()
    yield "", "", shown[position:]


def _text(content: bytes) -> str:
    stated = CHARSET.search(content[:4096])
    tries = ["utf-16"] if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ["utf-8-sig"]
    tries += [stated[1].decode()] if stated else []
    for encoding in (*tries[::-1], "utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


class _Tables:
    def __init__(self) -> None:
        self._grids: list[Grid] = []
        self._depth = self._covered = 0
        self._hidden = ""  # what is left out up to its end
        self._row, self._column, self._span = -1, 0, (1, 0)
        self._held: dict[int, int] = {}  # columns that a cell above reaches into, and up to which row
        self._words: list[str] | None = None
        self._mark = ("", 0)  # the tag that raises or strikes through, and where its words begin; one within it changes nothing

    def start(self, tag: str, attributes: str) -> None:
        if self._hidden or tag in UNSHOWN:
            self._hidden = self._hidden or tag
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._grids.append(Grid())
                self._row, self._held = -1, {}
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row, self._column = self._row + 1, 0
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._begin_cell({name.lower(): number for name, number in SPAN.findall(attributes)})
        elif tag in BREAKS and self._words is not None:
            self._words.append("\n")
        elif tag in MARKS and self._words is not None and not self._mark[0]:
            self._mark = (tag, len(self._words))

    def end(self, tag: str) -> None:
        if self._hidden:
            self._hidden = "" if tag == self._hidden else self._hidden
            return
        if tag == self._mark[0]:
            self._end_mark()
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table":
            self._depth = max(0, self._depth - 1)

    def words(self, text: str) -> None:
        if self._words is not None and not self._hidden:
            self._words.append(re.sub(r"\s+", " ", html.unescape(text)))

    def finished(self) -> list[Grid]:
        self._end_cell()
        return self._grids

    def _begin_cell(self, spans: dict[str, str]) -> None:
        begun = self._column
        while self._held.get(self._column, -1) >= self._row:
            self._column += 1
        down, across = whole_number(spans.get("row"), 1) - 1, min(whole_number(spans.get("col"), 1), MOST_COLUMNS)
        self._covered += self._column - begun + across
        if self._covered > MOST_CELLS:
            raise WorkbookError(TOO_FAR)
        self._words, self._span = [], (max(across, 1), max(down, 0))

    def _end_mark(self) -> None:
        tag, begun = self._mark
        if tag and self._words is not None:
            marked = "".join(self._words[begun:])
            self._words[begun:] = [MARKS[tag](marked) if marked.strip() else marked]
        self._mark = ("", 0)

    def _end_cell(self) -> None:
        if self._words is None:
            return
        self._end_mark()
        lines = (line.strip() for line in "".join(self._words).split("\n"))
        text = "\n".join(filter(None, lines))
        across, down = self._span
        self._grids[-1].put(max(self._row, 0), self._column, text or None, down=down)
        if down:
            self._held.update(dict.fromkeys(range(self._column, self._column + across), self._row + down))
        self._column, self._words = self._column + across, None
