"""The table of the kills: every test of the full form notes its part, `python -m tests.faults.table` prints the whole.

With `--write` it goes into docs/faults.md.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.faults.killing import Verdict

ROOT = Path(__file__).parents[2]
FOLDER, DOCS = ROOT / "var" / "faults", ROOT / "docs" / "faults.md"
START, END = "<!-- kills: written by make test-faults -->\n", "<!-- end of the kills -->"
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}

Kill = dict[str, Any]


def note(database: str, scenario: str, steps: int, verdicts: list[Verdict]) -> None:
    """Keep the verdicts of one use case on one database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kills = [asdict(v) | {"database": database, "steps": steps} for v in verdicts]
    (FOLDER / f"{database}-{scenario.replace(' ', '-')}.json").write_text(json.dumps(kills, ensure_ascii=False), encoding="utf-8")


def note_line(name: str, line: str) -> None:
    """Keep a sentence with figures for below the table."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(line, encoding="utf-8")


def noted() -> list[Kill]:
    return [kill for path in sorted(FOLDER.glob("*.json")) for kill in json.loads(path.read_text(encoding="utf-8"))]


def _sums(kills: Iterable[Kill]) -> list[str]:
    found = list(kills)
    by_database = [str(sum(k["database"] == name for k in found)) for name in NAMES]
    figures = [str(sum(k[figure] for k in found)) for figure in ("lost", "doubled", "unknown")]
    return [*by_database, *figures, str(sum(bool(k["wrong"]) for k in found))]


def _table(title: str, groups: dict[str, list[Kill]], everything: list[Kill]) -> list[str]:
    head = (title, *(f"kills on {name}" for name in NAMES.values()), "lost", "doubled", "unknown", "other differences")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    rows = [(name, *_sums(kills)) for name, kills in groups.items()]
    return lines + [f"| {' | '.join(row)} |" for row in [*rows, ("**all**", *_sums(everything))]]


def text() -> str:
    """Both tables as Markdown: by use case and by step."""
    kills = noted()
    by_use_case: dict[str, list[Kill]] = {}
    by_step: dict[str, list[Kill]] = {}
    for kill in kills:
        by_use_case.setdefault(f"`{kill['scenario']}`", []).append(kill)
        by_step.setdefault(f"`{kill['step']}`", []).append(kill)
    lines = [p.read_text(encoding="utf-8") for p in sorted(FOLDER.glob("*.txt"))]
    parts = [_table("use case", by_use_case, kills), _table("step", dict(sorted(by_step.items())), kills), lines]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def main() -> None:
    """Print the tables, or write them into the docs."""
    found = text()
    print(found)
    if "--write" in sys.argv:
        head, _, rest = DOCS.read_text(encoding="utf-8").partition(START)
        DOCS.write_text(head + START + "\n" + found + "\n" + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
