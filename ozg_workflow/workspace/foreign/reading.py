"""Finds out in which format a catalogue comes, by its headings and never by the name of the file alone, and reads it."""

from collections.abc import Callable, Sequence
from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import ForeignCatalogue, Source
from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.foreign.columns import rows_of
from ozg_workflow.workspace.foreign.leika import is_leika, read_leika
from ozg_workflow.workspace.foreign.mapping import given, proposed
from ozg_workflow.workspace.foreign.own import is_own, read_own
from ozg_workflow.workspace.foreign.pvog import is_pvog, read_pvog
from ozg_workflow.workspace.foreign.table import ForeignTable

_KNOWN: Final[dict[Source, tuple[Callable[[ForeignTable], bool], Callable[[ForeignTable], ForeignCatalogue]]]] = {
    Source.OWN: (is_own, read_own),
    Source.PVOG: (is_pvog, read_pvog),
    Source.LEIKA: (is_leika, read_leika),
}
_MISSING: Final = {
    Source.OWN: "leika_schluessel, bezeichnung, amt",
    Source.PVOG: "leika_key",
    Source.LEIKA: "Schluessel, Bezeichnung, Typ",
}


def read_tables(tables: Sequence[ForeignTable], source: Source | None, columns: str = "") -> ForeignCatalogue:
    """Return the services of the first table that has them; `source` None finds out, `columns` is a mapping given by a person.

    Raises InputError: nothing is in the file, it is not in this format, or the mapping has to be confirmed.
    """
    tables = [table for table in tables if len(table.lines) > 1]
    if not tables:
        raise InputError("Die Datei enthält keine Tabelle mit einer Kopfzeile und Zeilen darunter.")
    if columns or source is Source.EXCEL:
        return _mapped(tables, columns)
    for kind, (is_it, read) in _KNOWN.items():
        for table in tables:
            if source in (None, kind) and is_it(table):
                return read(table)
    if source in _MISSING:
        raise InputError(
            f"{tables[0].title} ist nicht im Format „{source}“: Es fehlen Spalten ({_MISSING[source]}). Mit „--format auto“ wird das Format erkannt."
        )
    return _mapped(tables, columns)


def _mapped(tables: Sequence[ForeignTable], columns: str) -> ForeignCatalogue:
    table = max(tables, key=lambda table: len(table.lines))
    mapping = given(table, columns) if columns else proposed(table)
    if not mapping.sure:
        raise InputError(
            f"{table.title}: Welche Spalte was bedeutet, ist nicht sicher zu erkennen. Vorschlag zum Prüfen und Übernehmen:\n"
            f'  --columns "{mapping.option}"'
        )
    return rows_of(table, Source.EXCEL, mapping.start, mapping.places)
