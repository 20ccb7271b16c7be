"""Loading a catalogue of 2 378 services with 60 changes while its lists are out, beside `ozg check` of the same workspace: `python -m benchmarks preparing`."""

import csv
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.builds import this_build
from benchmarks.city import start_rollout
from benchmarks.rows import Row, ratio
from benchmarks.world import SENT_ON

CHANGES: Final = 60  # a fifth each: renamed, another office, another key, gone, new
TIMES: Final = 5


def rows() -> Iterable[Row]:
    """Measure both commands as they are called, their CPU seconds, in turns; the best of five. Every turn begins with the loaded workspace."""
    with tempfile.TemporaryDirectory() as folder:
        home, turn = Path(folder) / "stadt", Path(folder) / "mal"
        build = this_build()
        start_rollout(build, home)
        build.run(home, "send-lists", "--today", SENT_ON.isoformat(), settings={"OZG_SMTP_URL": f"dir:{home / 'sent'}"})
        _change(next((home / "config").glob("*/catalogue.csv")))
        best = {"check": float("inf"), "prepare": float("inf")}
        for _ in range(TIMES):
            for command, arguments in (("check", ()), ("prepare", ("--yes", "--today", SENT_ON.isoformat()))):
                shutil.rmtree(turn, ignore_errors=True)
                shutil.copytree(home, turn)
                best[command] = min(best[command], build.run(turn, command, *arguments).seconds)
    name = f"Vorbereitung mit {CHANGES} Änderungen, nackt: ozg check"
    yield ratio(name, ours=best["prepare"], bare=best["check"], limit=3)


def _change(path: Path) -> None:
    """Change sixty rows of a catalogue, spread over the file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    offices = sorted({row["amt"] for row in rows})
    step = len(rows) // (CHANGES * 4 // 5)
    for turn in range(CHANGES * 4 // 5):
        row = rows[turn * step]
        row |= (
            {"bezeichnung": f"{row['bezeichnung']} (neu gefasst)"},
            {"amt": offices[(offices.index(row["amt"]) + 1) % len(offices)]},
            {"leika_schluessel": f"99{turn:012}"},
            {"bezeichnung": ""},
        )[turn % 4]
    kept = [row for row in rows if row["bezeichnung"]]
    for number in range(CHANGES // 5):
        kept.append(
            rows[number]
            | {"id": f"NEU{number}", "leika_schluessel": f"99{10**11 + number}", "bezeichnung": f"Neue Leistung {number}"}
        )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(kept)
