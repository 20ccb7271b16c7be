"""How dispatch, intake and evaluation grow: rounds of 4, 40 and 400 offices with ten services each, from the lists to the ranking."""

import mailbox
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiosmtpd.controller import Controller

from benchmarks.reading import filled
from benchmarks.returns import SENT_ON, reply_mail
from benchmarks.rows import Row, exponent
from benchmarks.sending import Sink
from benchmarks.storing import cpu_seconds
from benchmarks.world import prepared
from flows.engine.server import free_port
from ozg_workflow.bootstrap import App
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.usecases.survey.export_lists import export_lists

OFFICES: Final = (4, 40, 400)
SERVICES: Final = 10
DEPARTMENT: Final = 20  # offices; so many lists are in one mail
LIMIT: Final = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """CPU seconds of one round, those of the parsers included."""

    dispatch: float
    intake: float
    evaluation: float


def rows() -> Iterable[Row]:
    """Measure one round of each size, the smallest twice: the first one warms up."""
    _round(OFFICES[0])
    took = {number: _round(number) for number in OFFICES}
    for name, of in (
        ("Amtslisten erstellen und versenden", lambda t: t.dispatch),
        ("Rückläufe einsammeln, mit Antworten", lambda t: t.intake),
        ("Auswerten", lambda t: t.evaluation),
    ):
        sizes = {number * SERVICES: of(found) for number, found in took.items()}
        yield exponent(f"{name}, {', '.join(map(str, sizes))} Leistungen", sizes, limit=LIMIT)


def _round(offices: int) -> Took:
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with prepared(lambda folder: _write(folder, offices), smtp_url=f"smtp://127.0.0.1:{server.port}") as app:
            dispatch = _cpu(
                lambda: (perform(app.context(today=SENT_ON), "send-lists"), perform(app.context(today=SENT_ON), "deliver"))
            )
            _answer(app, offices)
            intake = _cpu(lambda: perform(app.context(today=SENT_ON), "collect"))
            return Took(
                dispatch=dispatch, intake=intake, evaluation=_cpu(lambda: perform(app.context(today=SENT_ON), "evaluate"))
            )
    finally:
        server.stop()


def _cpu(action: Callable[[], object]) -> float:
    started = cpu_seconds()
    action()
    return cpu_seconds() - started


def _write(folder: Path, offices: int) -> None:
    """Give the city so many offices, and ten services to each."""
    numbers = range(100, 100 + offices)
    heads = "art;nummer;name;dezernat;postfach;leitung;leitung_mail;gueltig_ab;gueltig_bis"
    departments = [
        f"Dezernat;{n};Dezernat {n};;dez{n}@stadt.example;Frau A;a{n}@stadt.example;;"
        for n in range(1, 2 + (offices - 1) // DEPARTMENT)
    ]
    named = [
        f"Amt;{n};Fachamt {n};{1 + (n - 100) // DEPARTMENT};amt{n}@stadt.example;Frau B;b{n}@stadt.example;;" for n in numbers
    ]
    (folder / "organisation.csv").write_text("\n".join((heads, *departments, *named)) + "\n", encoding="utf-8")
    columns = "id;leika_schluessel;bezeichnung;leika_typ;ozg_id;ozg_leistung;themenfeld;rechtsgrundlage;amt"
    services = [
        f"L{n}-{k};99{n:03}{k:03}012000;Leistung {k} des Amtes {n} beantragen;2/3;10{k:03};Leistung {k};Querschnitt;§ {k} KAG;{n}"
        for n in numbers
        for k in range(SERVICES)
    ]
    (folder / "catalogue.csv").write_text("\n".join((columns, *services)) + "\n", encoding="utf-8")


def _answer(app: App, offices: int) -> None:
    """Put every list, filled in, into the mailbox."""
    export_lists(app.context(today=SENT_ON), app.home / "lists")
    paths = sorted((app.home / "lists").rglob("OZG-Amtsliste_*.xlsx"))
    assert len(paths) == offices, len(paths)
    box = mailbox.Maildir(str(app.home / "box"), create=True)
    for number, path in enumerate(paths):
        box.add(reply_mail(number, path.name, filled(path.read_bytes()), sender=f"amt{path.name.split('_')[1]}@stadt.example"))
    object.__setattr__(app.settings, "inbox_url", f"maildir:{app.home / 'box'}")
