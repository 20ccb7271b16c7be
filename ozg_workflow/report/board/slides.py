"""The slides for the executive board: 16:9, large type, native charts and tables that the office can still edit.

Each `#` of the text begins a slide; below a rule (`---`) stand its notes. A slide with a chart has its text on the left of it, on the
others text and tables follow each other; what is too long gets smaller type and then fewer rows.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ozg_workflow.report.board.captions import Captions, captions
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.parts import department_rows, top_rows
from ozg_workflow.report.board.slide_charts import returns_chart, scatter_chart
from ozg_workflow.report.board.slide_parts import (
    BOTTOM,
    CONTENT,
    LEFT,
    TOP,
    add_notes,
    add_text,
    content_slide,
    new_deck,
    title_slide,
)
from ozg_workflow.report.board.slide_tables import Grid, add_table
from ozg_workflow.report.board.slide_words import fitting_size, text_height
from ozg_workflow.report.board.texts import SLIDES, Block, BlockKind, PaperTexts, plain
from ozg_workflow.report.board.values import values
from ozg_workflow.report.packages import repack

TOP_ROWS: Final = 10
TEXT_SIZE: Final = 20  # points
TABLE_SIZE: Final = 16
GAP: Final = 10
AFTER: Final = 0.15  # inches below a table
BESIDE: Final = 4.0  # inches of text beside a chart
CHARTS: Final = {"Rücklauf": returns_chart, "Vier Felder": scatter_chart}
PARTS: Final = (*CHARTS, "Rangliste", "Dezernate")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slide:
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What is said, and with which small words."""

    paper: BoardPaper
    words: Captions


def slides(paper: BoardPaper, texts: PaperTexts) -> bytes:
    """Return the presentation as bytes; see `paper.board_paper_pptx`."""
    deck = new_deck(
        title=f"{paper.title} – Priorisierung",
        author=paper.coordinator,
        keywords=f"OZG, {paper.rollout}",
        created_at=paper.evaluated_at,
    )
    known = values(paper)
    said = _Said(paper=paper, words=captions(texts, known))
    for number, found in enumerate(_slides(texts.blocks(SLIDES, known, PARTS))):
        slide = _first(deck, found) if number == 0 else _content(deck, found, said)
        if found.notes:
            add_notes(slide, found.notes)
    stream = io.BytesIO()
    deck.save(stream)
    return repack(stream.getvalue(), created_at=paper.evaluated_at, replacements={b'typeface="Calibri"': b'typeface="Arial"'})


def _slides(blocks: Sequence[Block]) -> Iterator[_Slide]:
    """Yield the slides of a text; what stands before the first heading belongs to none."""
    starts = [n for n, block in enumerate(blocks) if block.kind is BlockKind.HEADING and block.level == 1]
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        own = blocks[start + 1 : end]
        rule = next((n for n, block in enumerate(own) if block.kind is BlockKind.RULE), len(own))
        notes = tuple(text for block in own[rule + 1 :] for text in _paragraphs(block))
        yield _Slide(title=plain(blocks[start].texts[0]), blocks=tuple(own[:rule]), notes=notes)


def _paragraphs(block: Block) -> list[str]:
    """Return the lines of a block of text: with its bullets or numbers, those of a box in it."""
    if block.kind is BlockKind.BOX:
        return [text for inner in block.inside for text in _paragraphs(inner)]
    texts = [plain(text) for text in block.texts]
    if block.kind is BlockKind.BULLETS:
        return [f"• {text}" for text in texts]
    return [f"{n}. {text}" for n, text in enumerate(texts, 1)] if block.kind is BlockKind.NUMBERS else texts


def _first(deck: Any, found: _Slide) -> Any:
    return title_slide(deck, found.title, [text for block in found.blocks for text in _paragraphs(block)])


def _content(deck: Any, found: _Slide, said: _Said) -> Any:
    slide = content_slide(deck, found.title)
    chart = next((CHARTS[block.name] for block in found.blocks if block.name in CHARTS), None)
    if chart:
        beside = [text for block in found.blocks for text in _paragraphs(block)]
        _add_lines(slide, beside, (LEFT, TOP, BESIDE, BOTTOM - TOP))
        width = CONTENT - (BESIDE + 0.3 if beside else 0)
        chart(slide, said.paper, (LEFT + CONTENT - width, TOP, width, BOTTOM - TOP))
    else:
        _stack(slide, found.blocks, said)
    return slide


def _add_lines(slide: Any, lines: Sequence[str], box: tuple[float, float, float, float]) -> None:
    if lines:
        add_text(slide, lines, box, size=fitting_size(lines, box, TEXT_SIZE, GAP), gap=GAP)


def _stack(slide: Any, blocks: Sequence[Block], said: _Said) -> None:
    """Put text and tables below each other: a table takes what the text of the slide leaves."""
    top, grids = TOP, {n: _grid(block, said) for n, block in enumerate(blocks)}
    groups = _groups(blocks, grids)
    lines = [line for texts, _ in groups for line in texts]
    size = fitting_size(lines, (LEFT, TOP, CONTENT, (BOTTOM - TOP) / (3 if any(grids.values()) else 1)), TEXT_SIZE, GAP)
    reserved = text_height(lines, CONTENT, size, GAP)
    for texts, grid in groups:
        if texts:
            height = text_height(texts, CONTENT, size, GAP)
            add_text(slide, texts, (LEFT, top, CONTENT, height), size=size, gap=GAP)
            top, reserved = top + height, reserved - height
        if grid and grid.rows:
            top = add_table(slide, grid, (LEFT, top, CONTENT, BOTTOM - top - reserved - AFTER), TABLE_SIZE) + AFTER


def _groups(blocks: Sequence[Block], grids: dict[int, Grid | None]) -> list[tuple[list[str], Grid | None]]:
    """Return the texts before each table, with it; the texts after the last one stand alone."""
    groups: list[tuple[list[str], Grid | None]] = [([], None)]
    for number, block in enumerate(blocks):
        texts, grid = groups[-1]
        if found := grids[number]:
            groups[-1:] = [(texts, found), ([], None)]
        else:
            groups[-1] = ([*texts, *_paragraphs(block)], grid)
    return groups


def _grid(block: Block, said: _Said) -> Grid | None:
    """Return the table a block is, None for text."""
    if block.name == "Rangliste":
        return Grid(header=said.words.header("Rangliste", 6), rows=top_rows(said.paper, TOP_ROWS), right=(0, 4))
    if block.name == "Dezernate":
        header, rows = department_rows(said.paper, said.words)
        return Grid(header=header, rows=rows, right=range(1, len(header)))
    if block.kind is not BlockKind.TABLE:
        return None
    lines = [[plain(cell) for cell in row] for row in (block.header, *block.rows)]
    return Grid(header=lines[0], rows=lines[1:], right=block.right)
