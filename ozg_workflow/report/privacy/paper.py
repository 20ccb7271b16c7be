"""The record of processing as Markdown, to be completed, and as accessible PDF."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.data_protection.record import ProcessingRecord
from ozg_workflow.paper.typesetting import typeset
from ozg_workflow.report.privacy.sections import KIND, Section, sections_of

TEMPLATE: Final = Path(__file__).parent.parent / "privacy.typ"


def record_markdown(record: ProcessingRecord) -> str:
    """Return the record as Markdown, which a city completes."""
    head = [f"# {KIND}", "", f"{record.city}: {record.title} (`{record.rollout}`), Stand {german.short_date(record.today)}", ""]
    return "\n".join([*head, *(line for section in sections_of(record) for line in _section(section))]).rstrip() + "\n"


def _section(section: Section) -> list[str]:
    lines = [f"## {section.title}", ""]
    for paragraph in section.paragraphs:
        lines += [paragraph, ""]
    if section.heads:
        lines += [_row(section.heads), _row(("---",) * len(section.heads)), *map(_row, section.rows), ""]
    return lines


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '/').replace(chr(10), ' ') for cell in cells)} |"


def record_pdf(record: ProcessingRecord) -> bytes:
    """Return the same as an accessible PDF (PDF/UA-1); same input, same bytes."""
    day = german.short_date(record.today)
    data = {
        "title": record.title,
        "document_title": f"{KIND}, Stand {day}: {record.title} – {record.city}",
        "author": record.coordinator,
        "rollout": record.rollout,
        "city": record.city,
        "kind": KIND,
        "footer": f"{record.title} · Datenschutz, Stand {day}",
        "head": [("Stand", day), ("Erstellt aus", "der Konfiguration und der Datenbank des Rollouts")],
        "sections": [
            {"title": s.title, "paragraphs": s.paragraphs, "heads": s.heads, "rows": s.rows, "numbers": s.numbers}
            for s in sections_of(record)
        ],
    }
    return typeset(TEMPLATE, data, datetime.combine(record.today, time(), UTC))
