"""A real city for benchmarks: the catalogue of `../shared/data`, its lists sent, filled in and lying in the mailbox."""

import csv
import json
import mailbox
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from benchmarks.builds import HERE, Build, Run
from benchmarks.world import SENT_ON

SERVICES = HERE.parent / "shared" / "data" / "services.csv"
COLUMNS = ("leika_schluessel", "bezeichnung", "leika_typ", "ozg_id", "ozg_leistung", "themenfeld", "rechtsgrundlage", "amt")
OFFICES = 25
RETURNED_ON = "2020-04-22"
HEADING_LINE, FIRST_LINE = 4, 5
MISTAKES: tuple[tuple[str, Any], ...] = (
    ("Fallzahl pro Jahr", "viele"),
    ("Personaleinsatz (VZÄ)", None),
    ("Stufe heute", "weiß nicht"),
    ("Online-Angebot fest geplant?", None),
    ("Fallzahl pro Jahr", -5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """A mistake in every so many rows (0: none), but none in one of so many offices (0: in all)."""

    every: int = 20
    perfect: int = 0

    def in_row(self, office: int, row: int) -> bool:
        """Tell whether there is one."""
        return bool(self.every) and row % self.every == 0 and not (self.perfect and office % self.perfect == 0)


USUAL = Mistakes(perfect=3)


def make_city(build: Build, home: Path, mistakes: Mistakes = USUAL) -> None:
    """Make a workspace whose lists are sent and whose mailbox holds one filled list of each office; mostly two in three have mistakes."""
    start_rollout(build, home)
    build.run(home, "send-lists", "--today", SENT_ON.isoformat(), settings={"OZG_SMTP_URL": f"dir:{home / 'sent'}"})
    build.run(home, "lists", "export", str(home / "lists"))
    box = mailbox.Maildir(str(home / "box"), create=True)
    paths = sorted((home / "lists").rglob("*_*_*.xlsx"))
    assert len(paths) == OFFICES, paths
    for number, path in enumerate(paths):
        office = path.name.split("_")[1]
        _fill(path, random.Random(office), partial(mistakes.in_row, number))
        box.add(_reply(office, path))


def start_rollout(build: Build, home: Path) -> None:
    """Make a workspace with the sample rollout and the whole catalogue."""
    home.mkdir()
    build.run(home, "init", str(home))
    _write_catalogue(home / "config" / "bielefeld-2020")
    build.run(home, "db", "upgrade")
    build.run(home, "prepare", "--today", SENT_ON.isoformat())


def collect(build: Build, home: Path) -> Run:
    """Take in what lies in the mailbox, replies queued."""
    words = ("collect", "--no-deliver", "--today", RETURNED_ON, "--json")
    return build.run(home, *words, settings={"OZG_INBOX_URL": f"maildir:{home / 'box'}"})


def figures(home: Path) -> dict[str, int]:
    """Return what the last command counted."""
    found: dict[str, int] = json.loads((home / "output.json").read_text(encoding="utf-8"))["figures"]
    return found


def _write_catalogue(folder: Path) -> None:
    """Replace the sample's catalogue, and keep of its offices those that have services in the new one."""
    with SERVICES.open(encoding="utf-8-sig", newline="") as source:
        services = list(csv.DictReader(source, delimiter=";"))
    with (folder / "catalogue.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter=";")
        writer.writerow(("id", *COLUMNS))
        writer.writerows((f"L{number:04}", *(row[name] for name in COLUMNS)) for number, row in enumerate(services, 1))
    offices, organisation = {row["amt"] for row in services}, folder / "organisation.csv"
    lines = organisation.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("Amt;") or line.split(";")[1] in offices]
    organisation.write_text("".join(kept), encoding="utf-8")


def _fill(path: Path, chance: random.Random, mistaken: Callable[[int], bool]) -> None:
    book = load_workbook(path)
    sheet = book["Amtsliste"]
    columns = {cell.value: cell.column for cell in sheet[HEADING_LINE] if cell.value}
    choices = _choices(book)
    for line in range(FIRST_LINE, sheet.max_row + 1):
        if sheet.cell(line, 3).value:
            answers = _answers(choices, chance)
            if mistaken(line - FIRST_LINE) and "Zuständiges Amt" not in answers:
                heading, value = chance.choice(MISTAKES)
                answers[heading] = value
            for heading, value in answers.items():
                sheet.cell(line, columns[heading]).value = value
    book.save(path)


def _choices(book: Any) -> dict[str, list[str]]:
    """Return heading → labels of the drop-downs, as this edition of the list has them."""
    sheet, found = book["Amtsliste"], {}
    for validation in sheet.data_validations.dataValidation:
        place = re.fullmatch(r"'_ozg'!(\$\w+\$\d+:\$\w+\$\d+)", validation.formula1 or "")
        if place:
            first = next(iter(validation.sqref.ranges))
            heading = sheet.cell(HEADING_LINE, first.min_col).value
            found[heading] = [cell.value for (cell,) in book["_ozg"][place[1].replace("$", "")]]
    return found


def _answers(choices: dict[str, list[str]], chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.03:
        return {"Zuständig?": "nein", "Zuständiges Amt": f"Amt {chance.choice((10, 32, 50))}"}
    answers: dict[str, Any] = {heading: chance.choice(labels) for heading, labels in choices.items()}
    answers |= {
        "Zuständig?": "ja",
        "Online-Angebot fest geplant?": "nein",
        "Rechtliches Hemmnis": choices["Rechtliches Hemmnis"][0],
    }
    answers["Fallzahl pro Jahr"] = chance.randrange(5000)
    answers["Personaleinsatz (VZÄ)"] = chance.randrange(600) / 100
    if chance.random() < 0.2:
        answers["Internetadresse"] = f"https://www.bielefeld.example/dienste/{chance.randrange(9999)}"
    if chance.random() < 0.1:
        answers["Bemerkung"] = "Wird zurzeit mit dem Land abgestimmt."
    return answers


def _reply(office: str, path: Path) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"amt{office}@bielefeld.example", "ozg@bielefeld.example"
    mail["Subject"], mail["Date"] = "AW: Amtslisten", "Wed, 22 Apr 2020 07:14:36 +0000"
    mail["Message-ID"] = f"<{office}@bielefeld.example>"
    mail.set_content("Guten Tag,\n\nanbei die Liste.\n\nMit freundlichen Grüßen\n")
    mail.add_attachment(path.read_bytes(), maintype="application", subtype="octet-stream", filename=path.name)
    return mail.as_bytes()
