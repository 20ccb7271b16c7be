"""The small words of paper and slides: the head, the headings of the tables, what stands beside figures and charts; `beschriftung.md.j2`."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ozg_workflow.report.board.texts import Block, BlockKind, PaperTexts, plain

FILE: Final = "beschriftung.md.j2"
HEAD: Final = "Kopf"
TWO: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """What stands below the heading of each part; every question raises TemplateMistakeError where it does not fit."""

    texts: PaperTexts
    sections: Mapping[str, tuple[Block, ...]]

    def header(self, part: str, columns: int) -> tuple[str, ...]:
        """Return the heading of a table of so many columns."""
        (row,) = self._counted(part, BlockKind.TABLE, 1, "gehört eine Tabelle")
        if len(row.header) != columns:
            raise self._mistake(part, f"Die Kopfzeile braucht {columns} Spalten, sie hat {len(row.header)}.")
        return tuple(map(plain, row.header))

    def items(self, part: str, number: int) -> tuple[str, ...]:
        """Return the items of the list of a part, which must be so many."""
        found = tuple(plain(text) for block in self._of(part, BlockKind.BULLETS) for text in block.texts)
        if len(found) != number:
            raise self._mistake(part, f"Die Aufzählung braucht {number} Einträge, sie hat {len(found)}.")
        return found

    def paragraphs(self, part: str, number: int) -> tuple[str, ...]:
        """Return the paragraphs of a part, which must be so many."""
        wanted = "gehört ein Absatz" if number == 1 else f"gehören {number} Absätze"
        return tuple(plain(block.texts[0]) for block in self._counted(part, BlockKind.PARAGRAPH, number, wanted))

    def head(self) -> tuple[tuple[str, ...], ...]:
        """Return what stands in the head of the paper: name and text of each line."""
        (table,) = self._counted(HEAD, BlockKind.TABLE, 1, "gehört eine Tabelle")
        if len(table.header) != TWO:
            raise self._mistake(HEAD, f"Die Tabelle braucht {TWO} Spalten, sie hat {len(table.header)}.")
        return tuple(tuple(map(plain, row)) for row in (table.header, *table.rows))

    def _counted(self, part: str, kind: BlockKind, number: int, wanted: str) -> tuple[Block, ...]:
        found = self._of(part, kind)
        if len(found) != number:
            raise self._mistake(part, f"Hier fehlt oder stört etwas; hierhin {wanted}.")
        return found

    def _of(self, part: str, kind: BlockKind) -> tuple[Block, ...]:
        if part not in self.sections:
            raise self.texts.mistake(FILE, 0, f"Der Abschnitt „# {part}“ fehlt.")
        return tuple(block for block in self.sections[part] if block.kind is kind)

    def _mistake(self, part: str, message: str) -> Exception:
        return self.texts.mistake(FILE, self.texts.line_of(FILE, f"# {part}"), f"{part}: {message}")


def captions(texts: PaperTexts, values: Mapping[str, object]) -> Captions:
    """Return the words of a paper with these values."""
    blocks = texts.blocks(FILE, values, ())
    starts = [n for n, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    sections = {plain(blocks[a].texts[0]): blocks[a + 1 : b] for a, b in pairwise([*starts, len(blocks)])}
    return Captions(texts=texts, sections=sections)
