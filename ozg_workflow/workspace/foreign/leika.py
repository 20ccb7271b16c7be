"""The CSV of the LeiKa as the FIM portal offers it: `;`, Windows-1252, one row per service."""

from dataclasses import replace
from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import KEY, LEGAL_BASIS, NAME, SDG, TYPE, ForeignCatalogue, ForeignRow, Source
from ozg_workflow.workspace.foreign.columns import OTHER_NAME, has, read_columns
from ozg_workflow.workspace.foreign.table import ForeignTable

# Bezeichnung is the official name; Bezeichnung2 the one for citizens, which offices know better
_HEADINGS: Final = {
    KEY: ("schluessel", "schlüssel"),
    NAME: ("bezeichnung2", "bezeichnung ii", "bezeichnung"),
    OTHER_NAME: ("bezeichnung",),
    TYPE: ("typ",),
    LEGAL_BASIS: ("rechtsgrundlagen", "handlungsgrundlagen"),
    SDG: ("sdg2",),
}


def is_leika(table: ForeignTable) -> bool:
    """Tell a LeiKa table by its headings."""
    return (has(table, "schluessel", "bezeichnung") or has(table, "schlüssel", "bezeichnung")) and has(table, "typ")


def read_leika(table: ForeignTable) -> ForeignCatalogue:
    """Return the services; a service without a name for citizens has its official one."""
    found = read_columns(table, Source.LEIKA, _HEADINGS)
    return replace(found, rows=tuple(map(_row, found.rows)))


def _row(row: ForeignRow) -> ForeignRow:
    cells = dict(row.cells)
    if not row[NAME].strip() and row.names:
        cells[NAME] = row.names[0]
    if SDG in cells:
        cells[SDG] = sdg_flag(cells[SDG])
    return replace(row, cells=cells)


def sdg_flag(text: str) -> str:
    """Return `1` where an SDG column names annex II or an information area, `0` where it says no, empty where it says nothing."""
    text = text.strip().casefold()
    return "" if not text else "0" if text in ("0", "nein", "n", "false", "falsch") else "1"
