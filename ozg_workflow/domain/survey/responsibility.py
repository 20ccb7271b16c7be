"""Who is responsible: what happens to a row an office answers with "nicht zuständig"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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


# Names that cities give to one office (KGSt plan and common use); each line is one office.
SAME_OFFICE: Final = (
    ("bürgeramt", "bürgerbüro", "bürgerservice", "bürgerberatung", "einwohner", "meldeamt", "meldestelle", "meldewesen"),
    ("kämmerei", "finanzverwaltung", "amt für finanzen"),
    ("sozialamt", "amt für soziales", "soziale leistungen"),
    ("schulamt", "schulverwaltung", "amt für schule"),
    ("feuerwehr", "brandschutz"),
    ("stadtplanung", "planungsamt"),
    ("kataster", "vermessung"),
    ("bauordnung", "bauaufsicht"),
    ("tiefbau", "straßenbau"),
    ("grünflächen", "gartenamt"),
)
DOUBT: Final = re.compile(r"\b(nicht|kein|keine|oder|bzw|evtl|eventuell|vielleicht)\b")


def office_words(number: str | None) -> str:
    """Return `Amt 33`, or `kein Amt` where nobody of the city has a service."""
    return f"Amt {number}" if number else "kein Amt"


def match_office(text: str, offices: Mapping[str, str]) -> str | None:
    """Return the number of the office meant by free text ("33", "Amt33", "330", "Bürgeramt"); None when unclear.

    `offices` maps numbers to names. A number counts before a name; then the whole name, a part of it, the name within a
    sentence, and at last the names other cities use for the same office.
    """
    text = re.sub(r"§+\s*\d+\w*", " ", text)  # a law is no office
    numbers = re.findall(r"(?<![\d.,/-])\d{1,3}(?![\d.,-]*\d)", text)
    if numbers:
        known = {office for number in numbers if (office := _known_number(number, offices))}
        return known.pop() if len(known) == 1 else None
    wanted = normalise(text)
    if not wanted or DOUBT.search(wanted):
        return None
    names = {number: normalise(name) for number, name in offices.items()}
    exact = [n for n, name in names.items() if name == wanted]
    partial = [n for n, name in names.items() if len(wanted) >= 4 and wanted in name]
    within = [n for n, name in names.items() if len(name) >= 4 and re.search(rf"\b{re.escape(name)}\b", wanted)]
    found = exact or partial or within or _by_usual_name(wanted, names)
    return found[0] if len(found) == 1 else None


def _by_usual_name(wanted: str, names: Mapping[str, str]) -> list[str]:
    groups = [group for group in SAME_OFFICE if any(word in wanted for word in group)]
    return [number for number, name in names.items() if any(word in name for group in groups for word in group)]


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
