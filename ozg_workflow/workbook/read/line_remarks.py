"""What an office is told about lines that were not taken over, each with the line as its own sheet counts it."""

from collections.abc import Sequence
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.workbook.read.line import Line

MOST_NAMED_LINES: Final = 5


def contradiction(number: int, lines: Sequence[Line]) -> str:
    """Return the remark on several lines that say different things about one row."""
    return (
        f"Nr. {number} steht mehrfach mit unterschiedlichen Angaben in der Liste (Zeilen {_joined(lines)}); keine davon wurde "
        "übernommen. Bitte nur eine Zeile stehen lassen."
    )


def on_added(lines: Sequence[Line]) -> list[str]:
    """Return the remark on lines that were written below the list and are passed on to a person."""
    if len(lines) == 1:
        return [f"Zeile {lines[0].place} gehört zu keiner Leistung der Liste; sie liegt der OZG-Koordination vor."]
    places = _joined(lines, named=True)
    return [f"Die Zeilen {places} gehören zu keiner Leistung der Liste; sie liegen der OZG-Koordination vor."] if lines else []


def on_strangers(lines: Sequence[Line]) -> list[str]:
    """Return the remark on lines that are about no service of the list."""
    if len(lines) == 1:
        return [f"Zeile {lines[0].place} gehört zu keiner Leistung der Liste und wurde nicht übernommen."]
    places = _joined(lines, named=True)
    return [f"Die Zeilen {places} gehören zu keiner Leistung der Liste und wurden nicht übernommen."] if lines else []


def on_doubtful(lines: Sequence[Line]) -> list[str]:
    """Return the remarks on lines whose number, key and name do not fit together."""
    advice = "Bitte nicht nur einzelne Spalten sortieren."
    if len(lines) <= MOST_NAMED_LINES:
        return [
            f"In Zeile {line.row + 1} passen {_what(line)} und Leistung nicht zusammen; die Zeile wurde nicht übernommen. {advice}"
            for line in lines
        ]
    return [f"In den Zeilen {_joined(lines)} passen Nr. und Leistung nicht zusammen; sie wurden nicht übernommen. {advice}"]


def on_ambiguous(lines: Sequence[Line]) -> list[str]:
    """Return the remark on lines whose service is in the list several times."""
    if not lines:
        return []
    which = f"Zeile {lines[0].place}" if len(lines) == 1 else f"den Zeilen {_joined(lines, named=True)}"
    remark = (
        f"Die Leistung in {which} steht mehrfach in der Liste, und die Nr. sagt nicht, welche gemeint ist; die Angaben wurden "
    )
    return [remark + "nicht übernommen. Bitte die Nr. eintragen."]


def _what(line: Line) -> str:
    return "Leistungsschlüssel" if line.number is None else f"Nr. {line.number}"


def _joined(lines: Sequence[Line], *, named: bool = False) -> str:
    words = [line.place if named else str(line.row + 1) for line in lines[:MOST_NAMED_LINES]]
    rest = len(lines) - len(words)
    return german.join([*words, f"{rest} weitere"] if rest else words)
