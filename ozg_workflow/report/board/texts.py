"""The words of paper and slides: templates in a small Markdown, which a city may edit, become blocks.

`#` headings, paragraphs, `-` and `1.` lists, tables, `**bold**`, `>` a box, `---` a rule, and `[[Name]]` alone on its line for a part
that is drawn (a chart, a long table). Values are never read as Markdown: whatever a service is called stays text.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ozg_workflow.texts.sandbox import Texts

if TYPE_CHECKING:
    from markdown_it.token import Token

Spans = tuple[tuple[str, bool], ...]  # (text, whether it is bold)
RULES: Final = ("heading", "list", "table", "hr", "blockquote", "emphasis", "escape", "newline")
PAPER: Final = "vorlage.md.j2"
SLIDES: Final = "folien.md.j2"
_PART: Final = re.compile(r"\[\[(.+)\]\]")
_SIGNS: Final = re.compile(r"([!-/:-@\[-`{-~])")  # all of ASCII that may mean something to Markdown
_TOGETHER: Final = re.compile(r"(?<=\d) (?=%)|(?<=§) (?=\d)")  # a figure and its sign stay on one line
_BREAKS: Final = re.compile("[\r\n\t\v\f\x00\x85\u2028\u2029]+")


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    TABLE = "table"
    BOX = "box"
    RULE = "rule"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: its `texts` (one, or one for each item), the `header` and `rows` of a table with its `right` columns, the `name` of a part."""

    kind: BlockKind
    level: int = 0
    texts: tuple[Spans, ...] = ()
    header: tuple[Spans, ...] = ()
    rows: tuple[tuple[Spans, ...], ...] = ()
    right: tuple[int, ...] = ()
    name: str = ""
    inside: tuple["Block", ...] = ()


class PaperTexts(Texts):
    """The texts of paper and slides; the first folder that has a file wins."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(folders, "Textvorlage", autoescape=True, finalize=_as_text)

    def blocks(self, name: str, values: Mapping[str, object], parts: Collection[str]) -> tuple[Block, ...]:
        """Return a text with its values as blocks. Raises TemplateMistakeError for a mistake, and for a part that is not among `parts`."""
        from markdown_it import MarkdownIt

        tokens = MarkdownIt("zero").enable(list(RULES)).parse(self.fill(name, values))
        found = tuple(_blocks(tokens))
        for block in found:
            if block.kind is BlockKind.PART and block.name not in parts:
                known = ", ".join(f"[[{part}]]" for part in parts)
                raise self.mistake(
                    name, self.line_of(name, f"[[{block.name}]]"), f"[[{block.name}]] gibt es hier nicht; möglich sind {known}."
                )
        return found

    def line_of(self, name: str, words: str) -> int:
        """Return the first line of a template that holds these words, 0 where another file has them."""
        path = next(folder / name for folder in self.folders if (folder / name).exists())
        lines = path.read_text(encoding="utf-8").splitlines()
        return next((number for number, line in enumerate(lines, 1) if words in line), 0)


def plain(spans: Spans) -> str:
    """Return the text without what is bold."""
    return "".join(text for text, _ in spans)


def _as_text(value: object) -> object:
    """Return a value so that Markdown reads it as plain text on one line; what is marked up already stays."""
    if isinstance(value, Markup):
        return value
    return Markup(_SIGNS.sub(r"\\\1", _BREAKS.sub(" ", str(value))))  # noqa: S704 - escaped for Markdown, not for HTML


def _blocks(tokens: Sequence["Token"]) -> Iterator[Block]:
    for start, inside in _elements(tokens):
        match start.type:
            case "heading_open":
                yield Block(kind=BlockKind.HEADING, level=int(start.tag[1:]), texts=(_spans(inside[0]),))
            case "paragraph_open":
                yield _paragraph(inside[0])
            case "bullet_list_open" | "ordered_list_open":
                kind = BlockKind.BULLETS if start.type.startswith("bullet") else BlockKind.NUMBERS
                yield Block(kind=kind, texts=tuple(_spans(*_inlines(item)) for _, item in _elements(inside)))
            case "table_open":
                yield _table(inside)
            case "blockquote_open":
                yield Block(kind=BlockKind.BOX, inside=tuple(_blocks(inside)))
            case "hr":
                yield Block(kind=BlockKind.RULE)


def _elements(tokens: Sequence["Token"]) -> Iterator[tuple["Token", Sequence["Token"]]]:
    """Yield each element of the outermost level with the tokens inside it."""
    depth, first = 0, 0
    for number, token in enumerate(tokens):
        if depth == 0:
            first = number
        depth += token.nesting
        if depth == 0:
            yield tokens[first], tokens[first + 1 : number]


def _paragraph(inline: "Token") -> Block:
    found = _PART.fullmatch(inline.content)
    return Block(kind=BlockKind.PART, name=found[1]) if found else Block(kind=BlockKind.PARAGRAPH, texts=(_spans(inline),))


def _table(tokens: Sequence["Token"]) -> Block:
    lines = [(_inlines(row), row) for _, part in _elements(tokens) for _, row in _elements(part)]
    (header, first), *rows = lines
    cells = [token for token in first if token.type == "th_open"]
    return Block(
        kind=BlockKind.TABLE,
        header=tuple(map(_spans, header)),
        rows=tuple(tuple(map(_spans, row)) for row, _ in rows),
        right=tuple(number for number, cell in enumerate(cells) if "right" in str(cell.attrs.get("style", ""))),
    )


def _inlines(tokens: Sequence["Token"]) -> list["Token"]:
    return [token for token in tokens if token.type == "inline"]


def _spans(*inlines: "Token") -> Spans:
    """Return the text of one line; several paragraphs of an item are joined."""
    found: list[tuple[str, bool]] = []
    for number, inline in enumerate(inlines):
        depth = 0
        if number:
            found.append((" ", False))
        for child in inline.children or ():
            depth += child.nesting
            text = " " if child.type in ("softbreak", "hardbreak") else child.content
            if text:
                found.append((_TOGETHER.sub("\u00a0", text), depth > 0))
    return tuple(found)
