"""Our own `catalogue.csv`, wherever it was edited; a city's further columns come along."""

from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import KEY, NAME, OFFICE, SOURCE, ForeignCatalogue, Source
from ozg_workflow.workspace.foreign.columns import has, rows_of
from ozg_workflow.workspace.foreign.table import ForeignTable

_NEEDED: Final = (KEY, NAME, OFFICE)


def is_own(table: ForeignTable) -> bool:
    """Tell our own table by its headings."""
    return has(table, *_NEEDED)


def read_own(table: ForeignTable) -> ForeignCatalogue:
    """Return the services with all columns, but not with where they once came from."""
    start, columns = table.headings(_NEEDED)
    return rows_of(table, Source.OWN, start, {head: place for head, place in columns.items() if head != SOURCE})
