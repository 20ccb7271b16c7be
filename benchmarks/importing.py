"""A catalogue of 5 249 rows imported, beside reading it with the csv module and writing it back: `python -m benchmarks importing`."""

import csv
import io
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.rows import SEED, Row, ratio
from ozg_workflow.usecases.setup.import_catalogue import Order, import_catalogue
from ozg_workflow.workspace.places import create_workspace

ROWS: Final = 5249
TIMES: Final = 5
REAL: Final = Path(__file__).parents[2] / "shared" / "data" / "services.csv"
HEADS: Final = ("Schluessel", "Bezeichnung", "Bezeichnung2", "Typ", "Rechtsgrundlagen", "SDG2")


def foreign_catalogue() -> bytes:
    """Return a LeiKa file: the real services, then variations of them; some have the mistakes of real files."""
    chance = random.Random(SEED)
    with REAL.open(encoding="utf-8") as file:
        real = list(csv.DictReader(file, delimiter=";"))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    with_key = [row for row in real if row["leika_schluessel"]]
    for number in range(ROWS):
        again = max(0, number - len(real)) // len(with_key) + 1 if number >= len(real) else 0
        row = with_key[number % len(with_key)] if again else real[number]
        key = f"{row['leika_schluessel'][:-3]}{900 + again}" if again else row["leika_schluessel"]
        if not again and chance.random() < 436 / len(real):
            key = "nicht im LeiKa"
        kind = "02. Mrz" if chance.random() < 0.01 else row["leika_typ"]
        name = f"{row['bezeichnung']} {again}" if again else row["bezeichnung"]
        writer.writerow((key, name, "", kind, row["rechtsgrundlage"], row["sdg2"]))
    return stream.getvalue().encode("cp1252", errors="replace")


def rows() -> Iterable[Row]:
    """Measure the first import, into a catalogue of 2 378 services, and the same file once more. Wall clock; the best of five turns."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        create_workspace(home, with_templates=False)
        config = home / "config" / "bielefeld-2020"
        _city(config)
        file = home / "leika.csv"
        file.write_bytes(foreign_catalogue())
        before = (config / "catalogue.csv").read_bytes()
        bare = min(_seconds(lambda: _bare(file)) for _ in range(TIMES))
        firsts, agains = [], []
        for turn in range(TIMES):
            (config / "catalogue.csv").write_bytes(before)
            order = Order(file=file, at=datetime(2020, 6, 2, 8, 0, turn, tzinfo=UTC))
            firsts.append(_seconds(lambda order=order: _import(home, config, order)))  # type: ignore[misc]
            agains.append(_seconds(lambda order=order: _import(home, config, order)))  # type: ignore[misc]
    allowed = 2 * bare + 1  # seconds
    yield ratio(f"Katalog von {ROWS} Zeilen importieren, an 2 × csv-Modul + 1 s", ours=min(firsts), bare=allowed, limit=1)
    yield ratio("derselbe noch einmal", ours=min(agains), bare=allowed, limit=1)


def _city(config: Path) -> None:
    """Let the real catalogue be the city's, with all its offices."""
    with REAL.open(encoding="utf-8") as file:
        offices = {row["amt"]: row["amt_name"] for row in csv.DictReader(file, delimiter=";")}
    (config / "catalogue.csv").write_bytes(REAL.read_bytes())
    lines = [
        "art;nummer;name;dezernat;postfach;leitung;leitung_mail;gueltig_ab;gueltig_bis",
        "Dezernat;1;Verwaltung;;dez1@stadt.example;Frau A;a@stadt.example;;",
        *(f"Amt;{n};{name};1;amt{n}@stadt.example;Frau B;b@stadt.example;;" for n, name in sorted(offices.items())),
    ]
    (config / "organisation.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _import(home: Path, config: Path, order: Order) -> None:
    done = import_catalogue(home, config, order, None)
    assert not done.undecided


def _bare(file: Path) -> None:
    """Read the file and write it back, as a script of five lines would."""
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("cp1252"), newline=""), delimiter=";"))
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(rows)
    file.with_suffix(".copy").write_bytes(stream.getvalue().encode("cp1252"))


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
