"""A round composed: lists printed, mails rendered, all of it stored; beside the least that is possible, and beside an administrator's script.

- The least: bare XlsxWriter writes the same cells, the parts of the mail are joined, one insert stores all mails.
- The script: openpyxl writes the same cells, the standard library's `email` makes the mail, `smtplib` sends it, a connection per mail.

They take turns, the fewest CPU seconds of each count, without those of the mail server, which is a process of its own.
"""

import base64
import gc
import io
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from benchmarks.rows import Row, ratio
from benchmarks.world import SENT_ON, prepared
from flows.engine.server import free_port
from ozg_workflow.bootstrap import App
from ozg_workflow.cli.main import YOUNG_OBJECTS
from ozg_workflow.database.models import Message
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.usecases.survey.export_lists import export_lists

DEPARTMENTS, ROWS, TURNS = 60, 40, 3  # one office, one list, one mail for each Dezernat
XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "Guten Tag,\n\nanbei die Amtsliste und die Ausfüllhilfe.\n\nMit freundlichen Grüßen\n"

Cells = dict[str, list[tuple[int, int, Any]]]  # sheet → row, column (from 0), value; None is a blank cell with a format


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round sends: to whom, the cells of its lists, the Ausfüllhilfe."""

    to: list[str]
    books: list[Cells]
    guide: bytes


def write_city(folder: Path) -> None:
    """Write a city of many Dezernate with one office each."""
    services = ["id;leika_schluessel;bezeichnung;leika_typ;ozg_id;ozg_leistung;themenfeld;rechtsgrundlage;amt"]
    for office in range(100, 100 + DEPARTMENTS):
        services += [
            f"L{office}-{n};99{office:03}{n:03}012000;Leistung {n} des Amtes {office} beantragen;2/3;10{n:03};Leistung {n};Querschnitt;§ {n} KAG;{office}"
            for n in range(ROWS)
        ]
    (folder / "catalogue.csv").write_text("\n".join(services) + "\n", encoding="utf-8")
    path = folder / "organisation.csv"
    known = path.read_text(encoding="utf-8").splitlines()
    lines = [known[0], *(line for line in known[1:] if line.startswith("Dezernat;OB;"))]
    for office in range(100, 100 + DEPARTMENTS):
        mailbox = f"dezernat{office}@bielefeld.example"
        lines.append(f"Dezernat;{office};Dezernat {office};;{mailbox};Frau Kern;kern{office}@bielefeld.example;2019-01-01;;")
        lines.append(
            f"Amt;{office};Amt für Dienst {office};{office};{mailbox};Herr Voss;voss{office}@bielefeld.example;2019-01-01;;"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rows() -> Iterable[Row]:
    """Measure composing alone, and composing with delivering."""
    with prepared(smtp_url="", change=write_city) as app, tempfile.TemporaryDirectory() as folder, _server() as port:
        app.engine.dispose()
        clean = Path(folder) / "clean"
        shutil.copytree(app.home, clean)
        what = _round(app)
        gc.collect()
        gc.freeze()  # as the command line does when it has loaded
        gc.set_threshold(YOUNG_OBJECTS)
        ours, least, whole, script = [], [], [], []
        for turn in range(TURNS):
            composed, delivered = _ours(clean, Path(folder) / f"{turn}", app, port)
            ours.append(composed)
            whole.append(composed + delivered)
            least.append(_cpu(lambda: _least(what)))
            script.append(_cpu(lambda: _script(what, port)))
    number = len(what.to)
    yield ratio(
        "Eine Runde erstellen, nackt: XlsxWriter, verketten, ein INSERT", ours=min(ours), bare=min(least), limit=2, mails=number
    )
    yield ratio(
        "Eine Runde erstellen und zustellen, nackt: ein Skript mit openpyxl und smtplib",
        ours=min(whole),
        bare=min(script),
        limit=0.33,
        mails=number,
    )


def _round(app: App) -> Round:
    """Send the lists of this workspace once and read what was sent."""
    ctx = app.context(today=SENT_ON)
    perform(ctx, "send-lists")
    export_lists(ctx, app.home / "lists")
    guide = next((app.home / "lists").rglob("*.pdf")).read_bytes()
    books = [_cells(path) for path in sorted((app.home / "lists").rglob("OZG-Amtsliste_1*.xlsx"))]
    with app.sessions() as session:
        to = list(session.scalars(select(Message.recipient).where(Message.kind == "service_lists")))
    assert len(books) == DEPARTMENTS <= len(to)
    return Round(to=[f"dezernat{number}@bielefeld.example" for number in to[: len(books)]], books=books, guide=guide)


def _cells(path: Path) -> Cells:
    book = load_workbook(path)
    return {
        sheet.title: [(c.row - 1, c.column - 1, c.value) for row in sheet for c in row if c.value is not None or c.has_style]
        for sheet in book
    }


def _ours(clean: Path, home: Path, app: App, port: int) -> tuple[float, float]:
    """Return the CPU seconds of composing and of delivering."""
    shutil.copytree(clean, home)
    copy = App(home, replace(app.settings, smtp_url=f"smtp://127.0.0.1:{port}"))
    ctx = copy.context(today=SENT_ON)
    composed, delivered = (_cpu(partial(perform, ctx, step)) for step in ("send-lists", "deliver"))
    copy.engine.dispose()
    shutil.rmtree(home)
    return composed, delivered


def _least(what: Round) -> None:
    guide = base64.encodebytes(what.guide)
    mails = []
    for to, cells in zip(what.to, what.books, strict=True):
        head = f"To: {to}\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n{TEXT}".encode()
        mails.append((to, b"\r\n--x\r\n".join((head, base64.encodebytes(_bare_book(cells)), guide)).replace(b"\n", b"\r\n")))
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "mails.db")
        database.execute("CREATE TABLE mail (recipient TEXT, content BLOB)")
        database.executemany("INSERT INTO mail VALUES (?, ?)", mails)
        database.commit()
        database.close()


def _bare_book(cells: Cells) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    style = book.add_format({"text_wrap": True, "border": 1})
    for name, written in cells.items():
        sheet = book.add_worksheet(name)
        for row, column, value in written:
            sheet.write(row, column, value, style)
    book.close()
    return buffer.getvalue()


def _script(what: Round, port: int) -> None:
    for to, cells in zip(what.to, what.books, strict=True):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "ozg@bielefeld.example", to, "Amtslisten"
        mail.set_content(TEXT)
        mail.add_attachment(_script_book(cells), maintype="application", subtype=XLSX, filename="Amtsliste.xlsx")
        mail.add_attachment(what.guide, maintype="application", subtype="pdf", filename="Ausfüllhilfe.pdf")
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(mail)


def _script_book(cells: Cells) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, written in cells.items():
        sheet = book.create_sheet(name)
        for row, column, value in written:
            sheet.cell(row + 1, column + 1, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cpu(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


@contextmanager
def _server() -> Iterator[int]:
    """Run a mail server that takes everything, in a process of its own."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()
