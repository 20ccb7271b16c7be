"""The paper for the executive board: the words are those of `templates/paper`, set with tables and the four-field chart."""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.paper.typesetting import typeset
from ozg_workflow.report.board.captions import HEAD, Captions, captions
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.parts import PARTS, parts
from ozg_workflow.report.board.texts import PAPER, Block, BlockKind, PaperTexts, Spans, plain
from ozg_workflow.report.board.values import values

TEMPLATE: Final = Path(__file__).parents[1] / "board_paper.typ"
SHORT: Final = 16  # characters: a column whose cells are no longer needs no share of the width


def board_paper_pdf(paper: BoardPaper, texts: PaperTexts) -> bytes:
    """Return the „Vorlage für den Verwaltungsvorstand“ as an accessible PDF (PDF/UA-1); same input, same bytes.

    Raises TemplateMistakeError (German, file and line) for a text that is wrong.
    """
    known = values(paper)
    words, blocks = captions(texts, known), texts.blocks(PAPER, known, PARTS)
    drawn = parts(paper, words, {block.name for block in blocks if block.kind is BlockKind.PART})
    return typeset(
        TEMPLATE, _head(paper, words) | {"blocks": [_block(block) for block in blocks], "parts": drawn}, paper.evaluated_at
    )


def board_paper_pptx(paper: BoardPaper, texts: PaperTexts) -> bytes:
    """Return the slides of the paper (16:9, native charts and tables, notes); same input, same bytes. Raises TemplateMistakeError."""
    from ozg_workflow.report.board.slides import slides

    return slides(paper, texts)


def _head(paper: BoardPaper, words: Captions) -> dict[str, object]:
    day = german.short_date(german.local_day(paper.evaluated_at))
    kind, footer = words.paragraphs(HEAD, 2)
    return {
        "title": paper.title,
        "document_title": f"{kind}, {paper.date_label}: {paper.title} – {paper.city}, Auswertung vom {day}",
        "author": paper.coordinator,
        "rollout": paper.rollout,
        "city": paper.city,
        "kind": kind,
        "footer": footer,
        "head": words.head(),
    }


def _block(block: Block) -> dict[str, object]:
    """Return a block as the typesetter reads it."""
    return {
        "kind": block.kind.value,
        "level": block.level,
        "texts": block.texts,
        "header": [plain(cell) for cell in block.header],
        "rows": block.rows,
        "right": block.right,
        "columns": _columns(block),
        "name": block.name,
        "inside": [_block(inner) for inner in block.inside],
    }


def _columns(block: Block) -> list[str]:
    """Return the widths of a table: figures and short words take what they need, long texts share the rest."""
    columns = zip(block.header, *block.rows, strict=True)
    return [_width(cells, right=number in block.right) for number, cells in enumerate(columns)]


def _width(cells: Sequence[Spans], *, right: bool) -> str:
    longest = max(len(plain(cell)) for cell in cells)
    return "auto" if right or longest <= SHORT else f"{sqrt(longest):.2f}fr"
