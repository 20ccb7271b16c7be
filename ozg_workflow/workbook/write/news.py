"""What a list of a repeated round says on top: where its answers come from, what is new in it, what is gone."""

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.sheet_tools import shorten

NAMED = 6  # withdrawn services that are named; of more only the number is told
LONGEST_NAME = 80


def news_text(document: ListDocument) -> str:
    """Return the note of a repeated round, empty for a first one."""
    if not document.repeats:
        return ""
    lines = (
        _source(document),
        _new(sum(row.new for row in document.rows)),
        _withdrawn(document.withdrawn),
    )
    return "\n".join(line for line in lines if line)


def _source(document: ListDocument) -> str:
    if not document.rows:
        return ""
    if not document.prefilled:
        return f"Aus „{document.repeats}“ liegen zu diesen Leistungen keine Angaben Ihres Amtes vor."
    return (
        f"Vorbelegt mit Ihren Angaben aus „{document.repeats}“. Bitte prüfen und ändern, was nicht mehr stimmt. "
        "Unverändert zurückgesandt gelten sie als bestätigt; ohne Rücksendung zählen sie nicht."
    )


def _new(number: int) -> str:
    return (
        f"Neu seit der letzten Erhebung: {german.count(number, 'Leistung', 'Leistungen')}, grün und fett gesetzt."
        if number
        else ""
    )


def _withdrawn(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    more = f" und {len(names) - NAMED} weitere" if len(names) > NAMED else ""
    return "Entfallen: " + "; ".join(f"„{shorten(name, LONGEST_NAME)}“" for name in names[:NAMED]) + more + "."
