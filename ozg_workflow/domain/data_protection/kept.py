"""What is not erased although it names an address, and why (GDPR, Art. 17 (3))."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

REASONS: Final = {
    "event": "Das Protokoll ist gegen Änderungen versiegelt und bleibt als Nachweis (Art. 17 Abs. 3 Buchst. b DSGVO).",
    "incoming": "Mails anderer Personen, in denen die Adresse steht, gehören zum Vorgang; „ozg db purge“ löscht sie nach der Aufbewahrungsfrist.",
    "message_content": "Mails an andere Stellen, in denen die Adresse steht, bleiben als Nachweis des Versands (Art. 17 Abs. 3 Buchst. b DSGVO).",
}
OTHERWISE: Final = "Kennung oder Nachweis des Vorgangs; bleibt (Art. 17 Abs. 3 Buchst. b DSGVO)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Rows of one table that still name the address: the title of the category, their primary keys, and why they stay."""

    title: str
    table: str
    keys: tuple[str, ...]
    reason: str


def kept_of(rows: Iterable[tuple[str, str, str]]) -> tuple[Kept, ...]:
    """Return what stays, by table, from (title, table, key) of each row."""
    by_table: dict[tuple[str, str], list[str]] = {}
    for title, table, key in rows:
        by_table.setdefault((title, table), []).append(key)
    return tuple(
        Kept(title=title, table=table, keys=tuple(keys), reason=REASONS.get(table, OTHERWISE))
        for (title, table), keys in by_table.items()
    )
