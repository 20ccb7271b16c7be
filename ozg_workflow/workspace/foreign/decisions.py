"""The file in which a person decides whose the new services are: proposals out, decisions in."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import KEY, NAME, OFFICE, OZG_ID, THEME, ForeignRow, Source
from ozg_workflow.domain.catalogue_update.offices import LEFT_OUT, WHY_TITLES, Decision, Proposal
from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.csv_text import BOM
from ozg_workflow.workspace.foreign.columns import has, read_columns
from ozg_workflow.workspace.foreign.table import ForeignTable

REASON: Final = "grund"
_COLUMNS: Final = (OFFICE, NAME, KEY, OZG_ID, THEME, REASON)


def proposals_file(rows: Iterable[tuple[ForeignRow, Proposal]]) -> bytes:
    """Return the proposals as a CSV file that Excel opens; those without an office first."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row, proposal in sorted(rows, key=lambda pair: (bool(pair[1].office), pair[0].line)):
        writer.writerow((proposal.office, row[NAME], row[KEY], row[OZG_ID], row[THEME], WHY_TITLES[proposal.why]))
    return BOM + stream.getvalue().encode()


def read_decisions(table: ForeignTable, offices: frozenset[str]) -> tuple[Decision, ...]:
    """Return the decisions of such a file; a line without an office decides nothing.

    Raises InputError for a column that is missing and every office that does not exist.
    """
    if not has(table, OFFICE, NAME) and not has(table, OFFICE, KEY):
        raise InputError(f"{table.title}: Es fehlen Spalten; nötig sind „{OFFICE}“ und „{NAME}“ oder „{KEY}“.")
    found = read_columns(table, Source.OWN, {OFFICE: (OFFICE,), NAME: (NAME,), KEY: (KEY,)})
    rows = [Decision(line=r.line, key=r[KEY].strip(), name=r[NAME].strip(), office=r[OFFICE].strip()) for r in found.rows]
    unknown = [d for d in rows if d.office and d.office != LEFT_OUT and d.office not in offices]
    if unknown:
        raise InputError("\n".join(f"{table.title}:{d.line}: Amt „{d.office}“ gibt es nicht („{d.name}“)." for d in unknown))
    return tuple(d for d in rows if d.office)
