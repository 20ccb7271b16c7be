"""The measures of a Dezernat as a table: what does not fit into the mail about the beginning."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ozg_workflow.domain.german import short_date
from ozg_workflow.domain.post.mails.results import WaveLine
from ozg_workflow.report.workbook import Book, Column

COLUMNS: Final = (
    Column(heading="Rang", width=8, look="rank"),
    Column(heading="Leistung", width=60),
    Column(heading="Amt", width=12),
    Column(heading="Welle", width=28),
    Column(heading="Beginn", width=13, look="centre"),
    Column(heading="Ziel bis", width=13, look="centre"),
)
TOP: Final = 3


def kick_off_xlsx(department: str, city: str, waves: Sequence[WaveLine], made_at: datetime) -> bytes:
    """Return all measures of the waves as a workbook; the same input gives the same bytes."""
    stream = io.BytesIO()
    book = Book(stream, title=department, city=city, evaluated_at=made_at, subject="Maßnahmen")
    sheet = book.sheet("Maßnahmen", f"Maßnahmen – {department}", "Alle Maßnahmen der Umsetzung, nach Wellen", COLUMNS)
    rows = [
        (m.rank, m.name, m.office, wave.title, short_date(wave.starts_on), short_date(m.target_on))
        for wave in waves
        for m in wave.measures
    ]
    book.table(sheet, TOP, COLUMNS, rows, name="Massnahmen")
    sheet.freeze_panes(TOP + 1, 2)
    book.file.close()
    return stream.getvalue()
