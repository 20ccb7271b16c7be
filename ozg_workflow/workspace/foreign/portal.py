"""What an Open-PVOG export says of each service: one entry per LeiKa key, from all its lines."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from ozg_workflow.domain.catalogue import KEY_PATTERN
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.outside_view import PortalEntry
from ozg_workflow.workspace.foreign.pvog import is_pvog
from ozg_workflow.workspace.foreign.table import ForeignTable

MOST_URLS: Final = 5  # of one service
LONGEST_URL: Final = 2000
_COLUMNS: Final = {
    "key": ("leika_key", "leikakey"),
    "url": ("url",),
    "online": ("online_status", "onlinestatus"),
    "active": ("aktiv",),
    "as_of": ("datenstand_pvog_import", "datenstandpvogimport"),
}
_ONLINE: Final = {"ok": True, "nicht ok": False, "nicht_ok": False}


def read_portal(tables: Iterable[ForeignTable]) -> tuple[PortalEntry, ...]:
    """Return the entries by key; lines without a key of 14 digits are left out. Raises InputError where no table is such an export."""
    table = next((table for table in tables if is_pvog(table)), None)
    if table is None:
        raise InputError("Die Datei ist kein Export des Open-PVOG: Die Spalte „leika_key“ fehlt.")
    start, heads = table.headings(head for names in _COLUMNS.values() for head in names)
    places = {ours: heads[name] for ours, names in _COLUMNS.items() for name in names if name in heads}
    if "online" not in places:
        raise InputError(f"{table.title}: Die Spalte „online_status“ fehlt, ohne sie sagt der Export nichts über das Portal.")
    lines: dict[str, list[dict[str, str]]] = {}
    for _, cells in table.lines[start + 1 :]:
        row = {ours: cells[place].strip() for ours, place in places.items() if place < len(cells)}
        if KEY_PATTERN.fullmatch(row.get("key", "")):
            lines.setdefault(row["key"], []).append(row)
    return tuple(_entry(key, rows) for key, rows in sorted(lines.items()))


def _entry(key: str, rows: list[dict[str, str]]) -> PortalEntry:
    """Put the lines of a key together: online if one that is shown is; what is not shown any more says nothing."""
    shown = [row for row in rows if row.get("active", "").casefold() != "nein"]
    states = {_ONLINE.get(row.get("online", "").casefold()) for row in shown} - {None}
    urls = dict.fromkeys(row["url"] for row in shown if _is_address(row.get("url", "")))
    days = [day for row in rows if (day := _day(row.get("as_of", "")))]
    return PortalEntry(
        key=key,
        shown=bool(shown),
        online=True in states if states else None,
        urls=tuple(urls)[:MOST_URLS],
        as_of=max(days, default=None),
    )


def _is_address(text: str) -> bool:
    return (
        text.casefold().startswith(("https://", "http://"))
        and len(text) <= LONGEST_URL
        and text.isprintable()
        and " " not in text
    )


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
