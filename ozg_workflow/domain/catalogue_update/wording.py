"""What an import tells: one line per cause and kind of change, with names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from ozg_workflow.domain.catalogue_update.delta import Change, Delta
from ozg_workflow.domain.catalogue_update.foreign import (
    KEY,
    NAME,
    SOURCE_NAME,
    SOURCE_TITLES,
    Cause,
    CauseKind,
    ForeignRow,
    Source,
)
from ozg_workflow.domain.catalogue_update.offices import LEFT_OUT, WHY_TITLES, Proposal
from ozg_workflow.domain.german import count

MOST_NAMED: Final = 20
MOST_PLACES: Final = 5

# what is wrong and what to do about it; {rows} is „3 Zeilen“, {texts} what stood there
_CAUSES: Final[dict[CauseKind, str]] = {
    CauseKind.NO_KEY: "statt eines LeiKa-Schlüssels steht dort {texts}; ohne Schlüssel übernommen, nichts zu tun",
    CauseKind.KEY_MENDED: "Leerzeichen oder Zeichen im LeiKa-Schlüssel ({texts}); berichtigt, nichts zu tun",
    CauseKind.KEY_BY_NAME: "Excel hat den LeiKa-Schlüssel in eine Zahl verwandelt ({texts}); über die Bezeichnung gefunden, nichts zu tun",
    CauseKind.KEY_LOST: "Excel hat den LeiKa-Schlüssel in eine Zahl verwandelt ({texts}) und die Bezeichnung hilft nicht weiter: nicht übernommen: {names}. "
    "Bitte die Spalte in Excel als Text formatieren, die Schlüssel neu einfügen und noch einmal importieren",
    CauseKind.BAD_KEY: "der LeiKa-Schlüssel hat nicht 14 Ziffern ({texts}); ohne Schlüssel übernommen: {names}. Bitte in der Quelle prüfen",
    CauseKind.DOUBLE_KEY: "derselbe LeiKa-Schlüssel bei verschiedenen Leistungen ({texts}); alle übernommen, bitte prüfen: {names}",
    CauseKind.DOUBLE_ROW: "die Zeile wiederholt eine frühere; einmal übernommen, nichts zu tun",
    CauseKind.NO_NAME: "die Bezeichnung fehlt (Schlüssel: {texts}); nicht übernommen, bitte in der Quelle ergänzen",
    CauseKind.DATE_TYPE: "Excel hat aus dem Typ einen Tag gemacht ({texts}); berichtigt, nichts zu tun",
    CauseKind.OZG_ID_MENDED: "die OZG-ID steht in einem längeren Text ({texts}); berichtigt, nichts zu tun",
    CauseKind.BAD_OZG_ID: "die OZG-ID hat nicht fünf Ziffern ({texts}); ohne OZG-ID übernommen, bitte in der Quelle prüfen",
    CauseKind.CUT: "der Text ist zu lang und wurde gekürzt: {names}",
    CauseKind.NOT_MUNICIPAL: "Bund oder Land führt die Leistung aus (Typ 1, 2a, 3a, 4a); nicht aufgenommen, nichts zu tun",
    CauseKind.INACTIVE: "das Portal zeigt die Leistung nicht mehr (aktiv: nein); nicht übernommen, nichts zu tun",
    CauseKind.AMBIGUOUS: "Schlüssel oder Bezeichnung stehen in beiden Katalogen mehrmals; sie bleiben, wie sie sind, bitte von Hand prüfen: {names}",
    CauseKind.UNKNOWN_OFFICE: "das Amt gibt es nicht ({texts}); das bisherige bleibt: {names}",
}


def cause_line(file: str, cause: Cause) -> str:
    """Return one sentence for a cause: where it stands first, how often, what was done, what to do."""
    texts = list(dict.fromkeys(f"„{place.text}“" for place in cause.places if place.text))
    said = _CAUSES[cause.kind].format(
        texts=_some(texts, MOST_PLACES) or "nichts", names=_some([_named(p.name) for p in cause.places])
    )
    where = ", ".join(str(place.line) for place in cause.places[:MOST_PLACES]) + (" …" if cause.places[MOST_PLACES:] else "")
    return f"{file}, {'Zeilen' if cause.places[1:] else 'Zeile'} {where} ({len(cause.places)}): {said}."


def delta_lines(delta: Delta, proposals: Sequence[tuple[ForeignRow, Proposal]], source: Source) -> Iterator[str]:
    """Return a line for each kind of change that there is, with names."""
    taken = [(row, proposal) for row, proposal in proposals if proposal.office != LEFT_OUT]
    left_out = [row for row, proposal in proposals if proposal.office == LEFT_OUT]
    yield from _line("Neu", taken, _new)
    yield from _line("Nicht aufgenommen, wie entschieden", left_out, lambda row: _named(row[NAME]))
    yield from _line("Entfallen", delta.gone, lambda row: f"{_named(row[NAME])} ({_office(row['amt'])})")
    yield from _line("Umbenannt", delta.renamed, lambda change: f"{_named(change.row[NAME])} → {_named(change.after[NAME])}")
    yield from _line("Heißt in der Quelle anders, Ihre Bezeichnung bleibt", delta.reworded, _reworded)
    yield from _line("Anderer Schlüssel", delta.rekeyed, _rekeyed)
    yield from _line("Geändert", delta.updated, _updated)
    if filled := [change for change in delta.changes if change.filled]:
        yield f"Ergänzt, was leer war ({len(filled)}): {', '.join(sorted({column for change in filled for column in change.filled}))}."
    yield from _line(
        "Nicht in der Datei, bleiben", [r for r in delta.kept if r not in delta.doubted], lambda row: _named(row[NAME])
    )
    if delta.doubted:
        yield (
            f"Nicht in der Datei, obwohl früher von dort ({len(delta.doubted)}): {_some([_named(row[NAME]) for row in delta.doubted])}. "
            "So viele entfallen selten auf einmal, vermutlich ist die Datei ein Ausschnitt; sie bleiben. "
            "Sind sie wirklich entfallen: mit --complete noch einmal importieren."
        )
    if delta.marked:
        yield f"{count(len(delta.marked), 'Leistung ist', 'Leistungen sind')} jetzt als aus „{SOURCE_TITLES[source]}“ vermerkt (Spalte „quelle“)."


def _line(title: str, items: Iterable[Any], say: Callable[[Any], str]) -> Iterator[str]:
    named = [say(item) for item in items]
    if named:
        yield f"{title} ({len(named)}): {_some(named)}."


def _some(names: Sequence[str], most: int = MOST_NAMED) -> str:
    more = f" und {len(names) - most} weitere" if len(names) > most else ""
    return "; ".join(names[:most]) + more


def _named(name: str) -> str:
    return f"„{name}“"


def _office(number: str) -> str:
    return f"Amt {number}" if number else "ohne Amt"


def _new(pair: tuple[ForeignRow, Proposal]) -> str:
    row, proposal = pair
    return f"{_named(row[NAME])} → {f'Amt {proposal.office}, {WHY_TITLES[proposal.why]}' if proposal.office else 'Amt offen'}"


def _reworded(change: Change) -> str:
    return f"{_named(change.row[NAME])} (dort {_named(change.after[SOURCE_NAME])})"


def _rekeyed(change: Change) -> str:
    return f"{_named(change.row[NAME])}: {change.row[KEY] or 'ohne'} → {change.after[KEY]}"


def _updated(change: Change) -> str:
    return f"{_named(change.row[NAME])} ({', '.join(change.attributes)})"
