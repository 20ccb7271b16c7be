"""Whole returns of 100 rows: mails that carry a filled list, of offices with 100 services each."""

import random
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from benchmarks.reading import filled
from ozg_workflow.bootstrap import App
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.usecases.survey.export_lists import export_lists

ROWS = 100
OFFICES = ("10", "12", "13", "14", "20", "22", "23", "30", "32", "33")
SENT_ON = date(2020, 3, 25)


def write_catalogue(folder: Path) -> None:
    """Write a catalogue with 100 services for each of ten offices."""
    lines = ["id;leika_schluessel;bezeichnung;leika_typ;ozg_id;ozg_leistung;themenfeld;rechtsgrundlage;amt"]
    for office in OFFICES:
        for n in range(ROWS):
            key = f"99{int(office):03}{n:03}012000"
            lines.append(
                f"L{office}-{n};{key};Leistung {n} des Amtes {office} beantragen;2/3;10{n:03};Leistung {n};Querschnitt;§ {n} KAG;{office}"
            )
    (folder / "catalogue.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def filled_lists(app: App) -> list[tuple[str, bytes]]:
    """Send the lists and return (file name, content) of the ten of 100 rows, filled in."""
    perform(app.context(today=SENT_ON), "send-lists")
    export_lists(app.context(today=SENT_ON), app.home / "lists")
    paths = [p for p in sorted((app.home / "lists").rglob("*.xlsx")) if p.name.split("_")[1] in OFFICES]
    assert len(paths) == len(OFFICES)
    return [(p.name, filled(p.read_bytes())) for p in paths]


def reply_mail(number: int, name: str, content: bytes, *, ballast: int = 0, sender: str = "amt33@bielefeld.example") -> bytes:
    """Return the bytes of a mail with a filled list; `ballast` adds an attachment of so many random bytes."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "ozg@bielefeld.example", "AW: Amtslisten"
    mail["Message-ID"] = f"<{number}@bielefeld.example>"
    mail.set_content(f"Anbei die Liste, Nr. {number}.")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if ballast:
        noise = random.Random(7).randbytes(ballast)
        mail.add_attachment(noise, maintype="image", subtype="jpeg", filename="Rathaus.jpg")
    return mail.as_bytes()
