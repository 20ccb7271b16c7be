"""What a run of benchmarks says: one table for people, one JSON beside it."""

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.rows import SEED, Kind, Row
from ozg_workflow import __version__
from ozg_workflow.domain.german import number

Topics = Mapping[str, Sequence[Row]]
KINDS: Final = {Kind.RATIO: "{} ×", Kind.EXPONENT: "hoch {}", Kind.MEGABYTES: "{} MB"}
KEPT: Final = {True: "gehalten", False: "VERFEHLT", None: "–"}


def show(topics: Topics, broken: Mapping[str, str]) -> None:
    """Print the table: heading of the topic, name, figure, limit, whether it is kept, and what it was made of."""
    table = Table("Thema", "Was", "Zahl", "Grenze", "", "gemessen", box=box.SIMPLE_HEAD)
    for topic, rows in topics.items():
        for place, row in enumerate(rows):
            limit = "" if row.limit is None else f"≤ {number(row.limit, 2)}"
            shown = KINDS[row.kind].format(number(row.figure, 2))
            table.add_row("" if place else topic, row.name, shown, limit, KEPT[row.kept], _made_of(row))
    for topic, sentence in broken.items():
        table.add_row(topic, "nicht gemessen", "", "", "ABGEBROCHEN", sentence)
    Console(width=160).print(table)


def _made_of(row: Row) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in row.made_of.items())


def store(path: Path, topics: Topics, broken: Mapping[str, str]) -> None:
    """Write the same as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {
        "version": __version__,
        "seed": SEED,
        "python": platform.python_version(),
        "rows": [{"topic": topic, **row.as_json()} for topic, rows in topics.items() for row in rows],
        "broken": dict(broken),
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
