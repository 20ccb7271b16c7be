"""The HTML version of a mail as Markdown: headings, paragraphs, lists and tables as readers see them, and no markup of its own."""

import re
from html.parser import HTMLParser
from typing import Final

PREFIX: Final = {"h1": "#### ", "h2": "##### ", "h3": "###### ", "li": "- ", "p": "", "div": ""}
SILENT: Final = frozenset({"head", "style", "script", "title"})
BREAK: Final = "\n"


def html_as_markdown(html: str) -> str:
    """Return the mail as Markdown; whatever could be markup in its words is escaped."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.markdown()


def escape(text: str) -> str:
    """Return text that Markdown and HTML leave alone."""
    return re.sub(r"([\\`*_\[\]<>#|~$])", r"\\\1", text)


class _Reader(HTMLParser):
    """Collects blocks; tables for the layout are seen through, tables of data become tables."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._prefix = ""
        self._silent = 0
        self._tables: list[bool] = []  # innermost last: is it a table of data?
        self._rows: list[list[str]] = []
        self._headed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_block()
            self._tables.append(dict(attrs).get("role") != "presentation")
            if self._tables[-1]:
                self._rows, self._headed = [], False
        elif tag == "tr" and self._in_data:
            self._rows.append([])
        elif tag == "th" and self._in_data:
            self._headed = self._headed or dict(attrs).get("scope") == "col"
        elif tag in PREFIX and not self._in_data:
            self._end_block()
            self._prefix = PREFIX[tag]
        elif tag == "br":
            self._words.append(" · " if self._in_data else BREAK)
        elif tag == "strong":
            self._words.append("**")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent -= 1
        elif tag == "table":
            self._end_table()
        elif tag in ("td", "th") and self._in_data:
            self._rows[-1].append(self._take())
        elif tag in PREFIX and not self._in_data:
            self._end_block()
        elif tag == "strong":
            self._words.append("**")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(escape(re.sub(r"\s+", " ", data)))

    @property
    def _in_data(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _take(self) -> str:
        text = re.sub(r" *\n *", "  \n", re.sub(r"[ \t]+", " ", "".join(self._words)).strip())
        self._words = []
        return text

    def _end_block(self) -> None:
        text = self._take()
        if text:
            self._blocks.append(self._prefix + text)
        self._prefix = ""

    def _end_table(self) -> None:
        if self._tables.pop() and self._rows:
            self._blocks.append(_table(self._rows) if self._headed else _pairs(self._rows))
        else:
            self._end_block()

    def markdown(self) -> str:
        """Return everything that was read."""
        self._end_block()
        return "\n\n".join(self._blocks)


def _table(rows: list[list[str]]) -> str:
    width = max(len(row) for row in rows)
    lines = [rows[0], ["---"] * width, *(row + [""] * (width - len(row)) for row in rows[1:])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _pairs(rows: list[list[str]]) -> str:
    """Return a table whose first column is its heading as a list."""
    return "\n".join(f"- **{row[0]}:** {' '.join(row[1:])}" for row in rows if row)
