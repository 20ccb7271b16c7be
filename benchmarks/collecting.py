"""A city collected: 25 lists with 2 378 rows taken in and answered, beside the least that is possible.

The least: the standard library parses the same mails, calamine reads their workbooks, `sqlite3` stores the mails, one row for each line that
came back and one for each answer, and brings the lines up to date, in one transaction. It knows no rules, no offices, no cases.
"""

import email
import email.policy
import gc
import io
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from benchmarks.builds import this_build
from benchmarks.city import RETURNED_ON, Mistakes, make_city
from benchmarks.rows import Row, ratio
from benchmarks.storing import cpu_seconds
from ozg_workflow.bootstrap import App
from ozg_workflow.cli.main import YOUNG_OBJECTS
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.workspace.settings import Settings

TURNS = 3
CASES = (
    ("fehlerfrei", Mistakes(every=0), 4.0),
    ("rund 450 falsche Zellen", Mistakes(every=5), 7.7),
)


def rows() -> Iterable[Row]:
    """Measure a city with and without mistakes."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, mistakes, limit) in enumerate(CASES):
            home = Path(folder) / f"{number}"
            make_city(this_build(), home, mistakes)
            yield _beside_the_least(home, name, limit)


def _beside_the_least(home: Path, name: str, limit: float) -> Row:
    gc.collect()
    gc.freeze()  # as the command line does when it has loaded
    gc.set_threshold(YOUNG_OBJECTS)
    ours, bare = [], []
    for turn in range(TURNS):
        copy = home.with_name(f"{home.name}-{turn}")
        shutil.copytree(home, copy)
        ours.append(_collect(App(copy, Settings(recipients=("*",), inbox_url=f"maildir:{copy / 'box'}"))))
        bare.append(_least(home / "box"))
        shutil.rmtree(copy)
    return ratio(f"Eine Stadt einsammeln, {name}, nackt: email, calamine, sqlite3", ours=min(ours), bare=min(bare), limit=limit)


def _collect(app: App) -> float:
    ctx = app.context(today=date.fromisoformat(RETURNED_ON))
    started = cpu_seconds()
    result = perform(ctx, "collect")
    seconds = cpu_seconds() - started
    assert result.figures["returns"] == result.figures["fetched"]
    app.engine.dispose()
    return seconds


def _least(box: Path) -> float:
    started = cpu_seconds()
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "least.db")
        database.executescript(
            "CREATE TABLE incoming (id INTEGER PRIMARY KEY, content BLOB);"
            "CREATE TABLE line (id INTEGER PRIMARY KEY, answers TEXT);"
            "CREATE TABLE return_row (incoming INTEGER, line INTEGER, answers TEXT);"
            "CREATE TABLE message (recipient TEXT, content BLOB);"
        )
        for path in sorted(path for place in ("new", "cur") for path in (box / place).iterdir()):
            _store(database, path.read_bytes())
        database.commit()
        database.close()
    return cpu_seconds() - started


def _store(database: sqlite3.Connection, raw: bytes) -> None:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    incoming = database.execute("INSERT INTO incoming (content) VALUES (?)", (raw,)).lastrowid
    for part in mail.walk():
        if part.get_filename():
            lines = [(json.dumps(line, default=str),) for line in _lines(part.get_payload(decode=True))]
            database.executemany("INSERT INTO line (answers) VALUES ('{}')", [()] * len(lines))
            numbered = [(answers, n) for n, (answers,) in enumerate(lines, 1)]
            database.executemany("INSERT INTO return_row VALUES (?, ?, ?)", [(incoming, n, answers) for answers, n in numbered])
            database.executemany("UPDATE line SET answers = ? WHERE id = ?", numbered)
    reply = EmailMessage()
    reply["To"], reply["Subject"] = mail["From"], "Vielen Dank"
    reply.set_content("Ihre Liste ist eingegangen.\n")
    database.execute("INSERT INTO message VALUES (?, ?)", (mail["From"], reply.as_bytes()))


def _lines(content: bytes) -> list[dict[str, Any]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    headings, *lines = sheets["Amtsliste"][3:]
    return [dict(zip(headings, line, strict=True)) for line in lines]
