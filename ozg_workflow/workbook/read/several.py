"""Takes a workbook apart that holds the lists of several offices: people move sheets of other files into their own."""

from dataclasses import replace

from ozg_workflow.workbook.read.contents import RowContents, resemblance, row_contents
from ozg_workflow.workbook.read.identity import KnownRows, identity_of, is_hidden_sheet, sent_rows
from ozg_workflow.workbook.read.opening import Sheet, Workbook


def lists_in(workbook: Workbook) -> tuple[Workbook, ...]:
    """Return one workbook for each list whose hidden sheet stands in this one, with the sheets that hold its services.

    A sheet goes to the list that most of its services stand in; those that resemble none, to every list that got no other.
    Mostly it is one list, and the workbook is returned as it is.
    """
    hidden: dict[tuple[int, int, str], Sheet] = {}
    for sheet in workbook.sheets:
        if is_hidden_sheet(sheet.rows) and (identity := identity_of(replace(workbook, sheets=(sheet,)))):
            hidden.setdefault((identity.list_id, identity.version, identity.token), sheet)
    if len(hidden) < 2:
        return (workbook,)
    known = [sent_rows(replace(workbook, sheets=(sheet,))) for sheet in hidden.values()]
    shown = [sheet for sheet in workbook.sheets if not is_hidden_sheet(sheet.rows)]
    homes = [_home(row_contents(replace(workbook, sheets=(sheet,))), known) for sheet in shown]
    return tuple(replace(workbook, sheets=(*_sheets_of(n, shown, homes), sheet)) for n, sheet in enumerate(hidden.values()))


def _home(contents: RowContents, known: list[KnownRows | None]) -> int | None:
    """Return the place of the list that this sheet resembles most, None when it resembles none."""
    shares = [resemblance(contents, rows) if rows else 0.0 for rows in known]
    return shares.index(max(shares)) if max(shares) else None


def _sheets_of(number: int, shown: list[Sheet], homes: list[int | None]) -> list[Sheet]:
    own = [sheet for sheet, home in zip(shown, homes, strict=True) if home == number]
    return own or [sheet for sheet, home in zip(shown, homes, strict=True) if home is None]
