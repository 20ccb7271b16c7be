"""An export of the Open-PVOG (CSV or XLSX): what the portals show of one municipality, one row per service and address."""

from dataclasses import replace
from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import ACTIVE, KEY, NAME, OZG_ID, OZG_NAME, ForeignCatalogue, Source
from ozg_workflow.workspace.foreign.columns import OTHER_NAME, has, read_columns
from ozg_workflow.workspace.foreign.table import ForeignTable

_HEADINGS: Final = {
    KEY: ("leika_key", "leikakey"),
    NAME: ("leika_name", "leikaname", "leika_bezeichnung", "leikabezeichnung"),
    OTHER_NAME: ("leika_bezeichnung", "leikabezeichnung"),
    OZG_ID: ("ozgid", "ozg_id"),
    OZG_NAME: ("ozg_bezeichnung", "ozgbezeichnung"),
    ACTIVE: ("aktiv",),
}


def is_pvog(table: ForeignTable) -> bool:
    """Tell an Open-PVOG export by its headings."""
    return has(table, "leika_key") or has(table, "leikakey")


def read_pvog(table: ForeignTable) -> ForeignCatalogue:
    """Return the services; `aktiv` stays with a row so that one which is not shown any more is left out."""
    found = read_columns(table, Source.PVOG, _HEADINGS)
    return replace(found, columns=tuple(column for column in found.columns if column != ACTIVE))
