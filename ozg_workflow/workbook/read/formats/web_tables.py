"""Reads the tables of an HTML page, which many web programs export under the name .xls: what a browser shows of them."""

import codecs
import re
from html.parser import HTMLParser
from typing import Any, Final

from ozg_workflow.workbook.read.formats.grid import Grid, whole_number

CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
MOST_COLUMNS: Final = 16_384
UNSHOWN: Final = ("script", "style", "head", "title")
BREAKS: Final = ("br", "p", "div", "li")


def web_sheets(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Return the tables of a page as sheets; a table within a table is part of its cell. WorkbookError where cells lie too far off."""
    page = _Tables()
    page.feed(_text(content))
    page.close()
    return [(f"Tabelle {number}", grid.rows()) for number, grid in enumerate(page.grids, 1)]


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


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.grids: list[Grid] = []
        self._depth = self._hidden = 0
        self._row, self._column, self._span = -1, 0, (1, 0)
        self._held: dict[int, int] = {}  # columns that a cell above reaches into, and up to which row
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in UNSHOWN
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.grids.append(Grid())
                self._row, self._held = -1, {}
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row, self._column = self._row + 1, 0
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in BREAKS and self._words is not None:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in UNSHOWN))
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table":
            self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._hidden:
            self._words.append(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        while self._held.get(self._column, -1) >= self._row:
            self._column += 1
        down = whole_number(attributes.get("rowspan"), 1) - 1
        across = min(whole_number(attributes.get("colspan"), 1), MOST_COLUMNS)
        self._words, self._span = [], (max(across, 1), max(down, 0))

    def _end_cell(self) -> None:
        if self._words is None:
            return
        lines = (line.strip() for line in "".join(self._words).split("\n"))
        text = "\n".join(filter(None, lines))
        across, down = self._span
        self.grids[-1].put(max(self._row, 0), self._column, text or None, down=down)
        if down:
            self._held.update(dict.fromkeys(range(self._column, self._column + across), self._row + down))
        self._column, self._words = self._column + across, None
