"""Reads a foreign table whose columns are known by their headings."""

from collections.abc import Mapping, Sequence
from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import ForeignCatalogue, ForeignRow, Source
from ozg_workflow.workspace.foreign.table import ForeignTable

OTHER_NAME: Final = "anderer_name"  # another name of the same service: known, never printed


def has(table: ForeignTable, *headings: str) -> bool:
    """Tell whether one row of the table has all these headings."""
    return set(headings) <= table.headings(headings)[1].keys()


def read_columns(table: ForeignTable, source: Source, headings: Mapping[str, Sequence[str]]) -> ForeignCatalogue:
    """Return the rows of a table; `headings` are our column → what it may be called there (folded), the first one found counts."""
    start, found = table.headings(head for heads in headings.values() for head in heads)
    places = {ours: found[head] for ours, heads in headings.items() if (head := next((h for h in heads if h in found), None))}
    return rows_of(table, source, start, places)


def rows_of(table: ForeignTable, source: Source, start: int, places: Mapping[str, int]) -> ForeignCatalogue:
    """Return the rows below the headings (row `start`, from 0) by our column → column of the table (from 0)."""
    rows = []
    for line, cells in table.lines[start + 1 :]:
        width = len(cells)
        values = {ours: cells[place] for ours, place in places.items() if place < width}
        other = values.pop(OTHER_NAME, "")
        if any(values.values()):
            rows.append(ForeignRow(line, values, (other,) if other else ()))
    return ForeignCatalogue(source=source, columns=tuple(c for c in places if c != OTHER_NAME), rows=tuple(rows))
