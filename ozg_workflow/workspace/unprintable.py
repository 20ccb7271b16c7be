"""Characters of the configuration that no font of a PDF has: each is named once per file, with its first place."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ozg_workflow.domain.characters import clusters
from ozg_workflow.paper.fonts import legible, undisplayable
from ozg_workflow.workspace.documents import Document, Path_
from ozg_workflow.workspace.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A text of the configuration: in which file and line (from 1), and the name of its field or column."""

    file: str
    line: int
    field: str
    text: str


def texts_of_document(document: Document) -> Iterator[Placed]:
    """Return every text of a YAML file."""
    todo: list[tuple[Path_, Any]] = [((), document.data)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, str):
            field = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
            yield Placed(file=document.name, line=document.line(path), field=field, text=value)
        elif isinstance(value, dict):
            todo += [((*path, str(key)), item) for key, item in value.items()]
        elif isinstance(value, list):
            todo += [((*path, n), item) for n, item in enumerate(value)]


def texts_of_table(name: str, rows: Iterable[Row]) -> Iterator[Placed]:
    """Return every cell of a table."""
    return (Placed(file=name, line=row.line, field=column, text=cell) for row in rows for column, cell in row.cells.items())


def unprintable(texts: Iterable[Placed]) -> list[str]:
    """Return a sentence for each character of each file that no font has: where it stands, and what a PDF shows instead."""
    places: dict[tuple[str, str], list[Placed]] = {}
    for placed in texts:
        if not placed.text.isascii():
            for part in dict.fromkeys(clusters(placed.text)):
                places.setdefault((placed.file, part), []).append(placed)
    missing = undisplayable({part for _, part in places})
    instead = legible(missing)
    found = {(file, part): where for (file, part), where in places.items() if part in missing}
    return [_sentence(part, instead[part], sorted(where, key=lambda p: p.line)) for (_, part), where in sorted(found.items())]


def _sentence(part: str, instead: str, where: list[Placed]) -> str:
    first = where[0]
    more = f" (an {len(where)} Stellen)" if where[1:] else ""
    return (
        f"{first.file}:{first.line}: „{first.field}“ enthält „{part}“ ({_name(part)}){more}. Keine Schrift hat dieses Zeichen; "
        f"in PDF-Dateien steht dafür „{instead}“, in Mails und Excel-Listen bleibt es."
    )


def _name(part: str) -> str:
    return " + ".join(unicodedata.name(character, f"U+{ord(character):04X}") for character in part)
