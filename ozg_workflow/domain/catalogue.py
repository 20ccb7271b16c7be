"""The catalogue of services (Leistungen) with a proposed office for each."""

import re
from collections import Counter
from dataclasses import dataclass

from ozg_workflow.domain.late_pattern import late

KEY_PATTERN = late(r"\d{14}")
OZG_PATTERN = late(r"\d{5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One row of the catalogue. `ref` identifies it; names and keys may be missing or repeated."""

    ref: str
    key: str
    name: str
    service_type: str
    ozg_id: str
    ozg_name: str
    topic: str
    legal_basis: str
    office: str


def key_mistake(key: str) -> str | None:
    """Return what is wrong with a LeiKa key; an empty key is allowed (about 8 % of a real catalogue has none)."""
    if not key or KEY_PATTERN.fullmatch(key):
        return None
    if re.search(r"[eE]\+", key):
        return f"Leistungsschlüssel „{key}“ wurde von Excel in eine Zahl verwandelt; bitte als Text mit 14 Ziffern eintragen."
    return f"Leistungsschlüssel „{key}“ hat nicht 14 Ziffern."


def references(rows: list[tuple[str, str, str]]) -> list[str]:
    """Return a stable surrogate id for each (id, key, name): the given id, else key or name with a counter for repeats."""
    seen: Counter[str] = Counter()
    result = []
    for given, key, name in rows:
        base = given or key or name.casefold()
        seen[base] += 1
        result.append(base if seen[base] == 1 else f"{base}#{seen[base]}")
    return result
