"""What a list says on top: where the answers come from that it holds, and in a repeated round what is new and what is gone."""

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.service_list import HandedOn, ListDocument, RoundKind
from ozg_workflow.workbook.sheet_tools import shorten

NAMED = 6  # withdrawn services that are named; of more only the number is told
LONGEST_NAME = 80
MOST_NUMBERS = 20


def news_text(document: ListDocument) -> str:
    """Return the note, empty where there is nothing to say."""
    lines = (
        *(
            (_source(document), _new(sum(row.new for row in document.rows)), _withdrawn(document.withdrawn))
            if document.repeats
            else ()
        ),
        _reported(document),
        *(_handed_on(item) for item in document.handed_on),
        _from_portal(document.from_portal),
    )
    return "\n".join(line for line in lines if line)


def _reported(document: ListDocument) -> str:
    if document.kind is not RoundKind.PROGRESS or not document.prefilled:
        return ""
    return (
        "Vorbelegt mit dem Stand, der zuletzt gemeldet wurde. Bitte prüfen und ändern, was nicht mehr stimmt. "
        "Unverändert zurückgesandt gilt er als bestätigt; ohne Rücksendung zählt er nicht."
    )


def _source(document: ListDocument) -> str:
    if not document.rows:
        return ""
    if not document.prefilled:
        return f"Aus „{document.repeats}“ liegen zu diesen Leistungen keine Angaben Ihres Amtes vor."
    return (
        f"Vorbelegt mit Ihren Angaben aus „{document.repeats}“. Bitte prüfen und ändern, was nicht mehr stimmt. "
        "Unverändert zurückgesandt gelten sie als bestätigt; ohne Rücksendung zählen sie nicht."
    )


def _handed_on(item: HandedOn) -> str:
    return f"{_which(item.numbers)} vorbelegt mit Angaben von {item.office}. Bitte prüfen und „Zuständig?“ ergänzen; sie zählen erst, wenn Sie sie zurücksenden."


def _from_portal(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    return (
        f"{_which(numbers)} mit einer Stufe vorbelegt (laut Portal, unbestätigt), weil das Portal dort ein Online-Angebot zeigt. "
        "Bitte prüfen, ändern, was nicht stimmt, und die Zeile ausfüllen; unverändert zurückgesandt bleibt sie offen."
    )


def _which(numbers: tuple[int, ...]) -> str:
    rest = len(numbers) - MOST_NUMBERS
    named = german.join([*map(str, numbers[:MOST_NUMBERS]), *([f"{rest} weitere"] if rest > 0 else [])])
    return f"Zeile Nr. {named} ist" if len(numbers) == 1 else f"Die Zeilen Nr. {named} sind"


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
