"""The catalogue of services (Leistungen) with a proposed office for each."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ozg_workflow.domain.german import MONTHS
from ozg_workflow.domain.late_pattern import late

KEY_PATTERN = late(r"\d{14}")
OZG_PATTERN = late(r"\d{5}")
_DATES = (
    late(r"(?P<day>\d{1,2})(\. ?|-)(?P<word>[A-Z][a-zä]{2,8})\.?([ -]\d{2,4})?"),
    late(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(\d{2,4})?"),
    late(r"\d{4}-(?P<month>\d\d)-(?P<day>\d\d)( 00:00:00)?"),
)
_MONTHS = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)} | {
    "mrz": 3,
    "mar": 3,
    "may": 5,
    "oct": 10,
    "dec": 12,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One row of the catalogue. `ref` identifies it; names and keys may be missing or repeated. `line` is where it stands in the file.

    `sdg`: whether it is of annex II of the SDG regulation, None where the catalogue does not say.
    """

    ref: str
    key: str
    name: str
    service_type: str
    ozg_id: str
    ozg_name: str
    topic: str
    legal_basis: str
    office: str
    sdg: bool | None = None
    line: int = field(default=0, compare=False)


def key_mistake(key: str) -> str | None:
    """Return what is wrong with a LeiKa key; an empty key is allowed (about 8 % of a real catalogue has none)."""
    if not key or KEY_PATTERN.fullmatch(key):
        return None
    if not re.search(r"\d", key):
        return f"„{key}“ ist kein Leistungsschlüssel; bitte die Zelle leer lassen, wenn die Leistung keinen hat."
    if re.search(r"[eE]\+", key):
        return f"Leistungsschlüssel „{key}“ wurde von Excel in eine Zahl verwandelt; bitte als Text mit 14 Ziffern eintragen."
    return f"Leistungsschlüssel „{key}“ hat nicht 14 Ziffern."


def type_hint(service_type: str) -> str | None:
    """Return what a spreadsheet has made of a type, in German; None where nothing looks like a date (`2/3` becomes `02. Mrz`)."""
    found = next((match for form in _DATES if (match := form.fullmatch(service_type))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = int(parts["month"]) if parts.get("month") else _MONTHS.get(parts["word"][:3].casefold())
    before = f"; vor Excel stand dort wohl „{int(parts['day'])}/{month}“" if month else ""
    return f"Der Typ „{service_type}“ ist ein Datum{before}. Bitte die Spalte als Text einlesen."


def references(rows: list[tuple[str, str, str]]) -> list[str]:
    """Return a stable surrogate id for each (id, key, name): the given id, else key or name with a counter for repeats."""
    seen: Counter[str] = Counter()
    result = []
    for given, key, name in rows:
        base = given or key or name.casefold()
        seen[base] += 1
        result.append(base if seen[base] == 1 else f"{base}#{seen[base]}")
    return result
