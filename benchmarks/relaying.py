"""Finished mails delivered over one and four lines, beside bare aiosmtplib and smtp-source with the same bytes: lines of `benchmarks.delivery`."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from typing import Final

from benchmarks.delivery import Case, measure, with_postgres
from benchmarks.rows import Row, ratio

MAILS, TURNS = 200, 3
# database and bytes of a mail → the share of aiosmtplib's rate on one line that is wanted over one line and over four
WANTED: Final = {
    ("SQLite", 183_000): (0.6, 1.0),
    ("SQLite", 30_000): (0.3, 0.5),
    ("PostgreSQL", 183_000): (0.35, 0.6),
    ("PostgreSQL", 30_000): (None, None),
}
SLOW: Final = ("--slow", "5", "--no-bare", "--sizes", "30000", "--mails", "100", "--turns", "2")


def rows() -> Iterable[Row]:
    """Measure in seconds of the clock; the milliseconds of CPU stand behind. Needs cc for the slow disk, Postfix for smtp-source."""
    for (database, size), wanted in WANTED.items():
        run = partial(measure, Case(mails=MAILS, size=size), (1, 4), turns=TURNS)
        found = with_postgres(lambda url, run=run: run(database_url=url)) if database == "PostgreSQL" else run()
        for lines, share in zip((1, 4), wanted, strict=True):
            yield _beside(found, f"Mails von {size // 1000} kB, {database}", lines, share)
        if database == "SQLite" and "smtp-source 4" in found:
            yield _ratio(
                found, f"Mails von {size // 1000} kB, SQLite, vier Verbindungen, nackt: smtp-source", "ours 4", "smtp-source 4", 4
            )
    if shutil.which("cc"):
        slow = json.loads(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.delivery", *SLOW], capture_output=True, check=True, text=True
            ).stdout
        )
        yield _ratio(slow, "fsync 5 ms länger, SQLite: vier Verbindungen, nackt: eine", "ours 4", "ours 1", 0.4)


def _beside(found: dict[str, float], what: str, lines: int, share: float | None) -> Row:
    number = "eine Verbindung" if lines == 1 else "vier Verbindungen"
    limit = round(1 / share, 2) if share else None
    return _ratio(found, f"{what}, {number}, nackt: aiosmtplib auf einer", f"ours {lines}", "aiosmtplib 1", limit)


def _ratio(found: dict[str, float], name: str, ours: str, bare: str, limit: float | None) -> Row:
    return ratio(
        name,
        ours=1 / found[ours],
        bare=1 / found[bare],
        limit=limit,
        ours_cpu_ms=found[f"{ours} cpu"],
        bare_cpu_ms=found[f"{bare} cpu"],
    )
