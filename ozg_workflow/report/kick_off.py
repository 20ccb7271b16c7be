"""The measures of a Dezernat as a table: every one of them, with what the mail about the beginning has no room for."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from ozg_workflow.domain.german import short_date
from ozg_workflow.report.workbook import Book, Column

COLUMNS: Final = (
    Column(heading="Rang", width=8, look="rank"),
    Column(heading="Leistung", width=54),
    Column(heading="Amt", width=10),
    Column(heading="Welle", width=26),
    Column(heading="Beginn", width=12, look="centre"),
    Column(heading="Ziel bis", width=12, look="centre"),
    Column(heading="Weg", width=22),
    Column(heading="Vorhandene Lösungen", width=44),
)
TOP: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KickOffLine:
    """One measure; `route` and `solutions` are words, empty where nothing is agreed and nothing exists."""

    rank: int
    name: str
    office: str
    wave: str
    starts_on: date
    target_on: date
    route: str = ""
    solutions: str = ""


def kick_off_xlsx(department: str, city: str, lines: Sequence[KickOffLine], made_at: datetime) -> bytes:
    """Return all measures as a workbook; the same input gives the same bytes."""
    stream = io.BytesIO()
    book = Book(stream, title=department, city=city, evaluated_at=made_at, subject="Maßnahmen")
    sheet = book.sheet("Maßnahmen", f"Maßnahmen – {department}", "Alle Maßnahmen der Umsetzung, nach Beginn und Rang", COLUMNS)
    rows = [
        (m.rank, m.name, m.office, m.wave, short_date(m.starts_on), short_date(m.target_on), m.route, m.solutions) for m in lines
    ]
    book.table(sheet, TOP, COLUMNS, rows, name="Massnahmen")
    sheet.freeze_panes(TOP + 1, 2)
    book.file.close()
    return stream.getvalue()
