"""Reads the pages for people: their links, code, tables and headings, as Markdown says them; and every text of the program."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT: Final = Path(__file__).parents[1]
GERMAN: Final = sorted((ROOT / "docs/de").glob("*.md"))
_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")


def inner(page: Path) -> Iterator[Token]:
    """Yield the tokens of a page, those within lines, too."""
    for token in _MARKDOWN.parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def targets(page: Path) -> Iterator[str]:
    """Yield where the links lead and where the pictures lie."""
    for token in inner(page):
        target = token.attrGet("href") or token.attrGet("src")
        if target:
            yield str(target)


def anchors(page: Path) -> set[str]:
    """Return the names of the headings as the forges make them: lower case, blanks as hyphens, no other signs."""
    tokens = _MARKDOWN.parse(page.read_text(encoding="utf-8"))
    titles = (after.children or () for token, after in pairwise(tokens) if token.type == "heading_open")
    plain = ("".join(part.content for part in title) for title in titles)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in plain}


def calls(page: Path) -> Iterator[list[str]]:
    """Yield the words behind each `ozg` in the code of a page, up to the end of the line or the next `ozg`."""
    for token in inner(page):
        if token.type in ("code_inline", "fence"):
            for line in token.content.replace("\\\n", " ").splitlines():
                yield from _calls(re.sub(r"(^|\s)#.*", "", line).split())


def _calls(words: list[str]) -> Iterator[list[str]]:
    starts = [n for n, word in enumerate(words) if word in ("ozg", "„ozg") or word.endswith("/bin/ozg")]
    for start, end in zip(starts, [*starts[1:], len(words)], strict=False):
        rest = [word.strip("„“;,") for word in words[start + 1 : end]]
        if rest[:1] == ["--home"]:
            rest = rest[2:]
        if rest and re.match(r"[a-z]|--|…", rest[0]):
            yield rest


def columns(page: Path, heading: str) -> Iterator[str]:
    """Yield the cells below `heading` in every table of a page that has it."""
    heads: list[str] = []
    cell = -1
    for token in _MARKDOWN.parse(page.read_text(encoding="utf-8")):
        if token.type == "thead_open":
            heads = []
        elif token.type == "tr_open":
            cell = -1
        elif token.type in ("th_open", "td_open"):
            cell += 1
            kind = token.type
        elif token.type == "inline" and cell >= 0 and token.level >= 1:
            text = "".join(part.content for part in token.children or ())
            if kind == "th_open":
                heads.append(text)
            elif cell < len(heads) and heads[cell] == heading:
                yield text
        elif token.type == "table_close":
            heads, cell = [], -1


def said_by_the_program() -> set[str]:
    """Return every text in the sources; what is put in at run time is `…`."""
    files = (path for package in ("flows", "ozg_workflow") for path in (ROOT / package).rglob("*.py"))
    return {text for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if (text := _text(node))}


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        parts = (str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values)
        return re.sub("…+", "…", "".join(parts))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
