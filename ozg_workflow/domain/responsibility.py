"""Who is responsible: what happens to a row an office answers with "nicht zuständig"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ozg_workflow.domain.german import normalise


class CaseState(StrEnum):
    """Where a responsibility case stands."""

    OPEN = "open"
    SETTLED = "settled"


class ForwardRule(StrEnum):
    """What happens when the answering office names another one."""

    AUTO_FORWARD = "auto_forward"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The intent for one refused row: move it to `office`, or ask the coordinator, with the reason in German."""

    office: str | None
    reason: str


def match_office(text: str, offices: Mapping[str, str]) -> str | None:
    """Return the number of the office meant by free text ("33", "Amt 33", "330", "Bürgeramt"); None when unclear.

    `offices` maps numbers to names.
    """
    numbers = re.findall(r"\b\d{1,3}\b", text)
    if numbers:
        known = {office for number in numbers if (office := _known_number(number, offices))}
        return known.pop() if len(known) == 1 else None
    wanted = normalise(text)
    if not wanted:
        return None
    exact = [n for n, name in offices.items() if normalise(name) == wanted]
    partial = [n for n, name in offices.items() if len(wanted) >= 4 and wanted in normalise(name)]
    found = exact or partial
    return found[0] if len(found) == 1 else None


def _known_number(number: str, offices: Mapping[str, str]) -> str | None:
    """Return the office with this number; `330` is also a section of office 33, `1` may be written for 01."""
    section_of = number[:2] if len(number) == 3 and number.endswith("0") else number
    return next((candidate for candidate in (number, section_of, number.zfill(2)) if candidate in offices), None)


def judge(*, own_office: str, named: str, offices: Mapping[str, str], refused_by: frozenset[str], rule: ForwardRule) -> Verdict:
    """Decide about a refused row. A service never returns by itself to an office that has refused it (A→B→A)."""
    if not named.strip():
        return Verdict(office=None, reason="Es wurde kein zuständiges Amt genannt.")
    office = match_office(named, offices)
    if office is None:
        return Verdict(office=None, reason=f"Das genannte Amt „{named.strip()}“ ist nicht eindeutig.")
    if office == own_office:
        return Verdict(office=None, reason="Das Amt hat sich selbst als zuständig genannt.")
    if office in refused_by:
        return Verdict(office=None, reason=f"Amt {office} hat die Leistung bereits abgelehnt.")
    if rule is ForwardRule.ASK:
        return Verdict(office=None, reason=f"Vorschlag: Amt {office}. Die Entscheidung ist der Koordination vorbehalten.")
    return Verdict(office=office, reason=f"Von Amt {own_office} an Amt {office} verwiesen.")
