"""Who is responsible: what happens to a row an office answers with "nicht zuständig"."""

import textwrap
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain import german

if TYPE_CHECKING:
    from ozg_workflow.domain.survey.offices.directory import OfficeDirectory
    from ozg_workflow.domain.survey.offices.reading import Reading

LONGEST_QUOTE: Final = 120  # characters of what was written; the whole text stays in the case
LONGEST_BODY: Final = 200  # characters of the name of a body outside the city
NO_OFFICE_HERE: Final = "keine Stelle dieser Stadt"


class CaseState(StrEnum):
    """Where a responsibility case stands."""

    OPEN = "open"
    SETTLED = "settled"


class ForwardRule(StrEnum):
    """What happens when the answering office names another one."""

    AUTO_FORWARD = "auto_forward"
    ASK = "ask"


class CaseReason(StrEnum):
    """Why a case stands as it does; a German sentence stands beside it."""

    NOT_NAMED = "not_named"  # nobody was named
    UNKNOWN = "unknown"  # no office of the city can be read in the text
    SEVERAL = "several"  # the text names several, or a name that several have
    CONTRADICTION = "contradiction"  # number and name belong to two offices
    MORE_SAID = "more_said"  # something beside the office may mean something else
    DRAGGED = "dragged"  # its number counts up from line to line, as a fill handle does
    PAST_OFFICE = "past_office"  # the office is not in force
    OWN_OFFICE = "own_office"  # it named itself
    REFUSED_BEFORE = "refused_before"  # the office named has refused the service already
    RESERVED = "reserved"  # one office is named; the coordinator decides every case
    FORWARDED = "forwarded"  # it went to the office named
    DECIDED = "decided"  # a person decided
    TAKEN_BACK = "taken_back"  # the office has taken its refusal back
    SERVICE_GONE = "service_gone"  # the office is not asked about the service any more
    ELSEWHERE = "elsewhere"  # a person decided: no office of this city, but perhaps a body outside
    REOPENED = "reopened"  # decided once; a person has opened it again, and a person decides
    OTHER_CASE = "other_case"  # another case about the service decides


# settled so that a person may open the case again; what the office or the catalogue has settled is settled by them alone
MAY_BE_REOPENED: Final = frozenset({CaseReason.FORWARDED, CaseReason.DECIDED, CaseReason.ELSEWHERE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The intent for one refused row: move it to `office`, or ask the coordinator; the code and its sentence in German."""

    office: str | None
    code: CaseReason
    reason: str


def office_words(number: str | None) -> str:
    """Return `Amt 33`, or `kein Amt` where nobody of the city has a service."""
    return f"Amt {number}" if number else "kein Amt"


def elsewhere_words(body: str) -> str:
    """Return `keine Stelle dieser Stadt: Kreis Herford`; without the body where nobody knows it."""
    return NO_OFFICE_HERE + (f": {body}" if body else "")


def holder_words(office: str | None, code: CaseReason | None, body: str) -> str:
    """Return who has the service of a settled case: `Amt 33`, `keine Stelle dieser Stadt: Kreis Herford`, `kein Amt`."""
    return elsewhere_words(body) if code is CaseReason.ELSEWHERE else office_words(office)


def gone_words(office: str | None, code: CaseReason | None, body: str) -> str:
    """Return where a service has gone by a case: `an Amt 33 gegeben`, `keine Stelle dieser Stadt: Kreis Herford`; empty for nowhere."""
    return elsewhere_words(body) if code is CaseReason.ELSEWHERE else f"an Amt {office} gegeben" if office else ""


def quoted(named: str) -> str:
    """Return what an office wrote in quotation marks, on one line and shortened."""
    return f"„{textwrap.shorten(named, LONGEST_QUOTE, placeholder=' …')}“"


def judge(*, own_office: str, named: str, offices: "OfficeDirectory", refused_by: frozenset[str], rule: ForwardRule) -> Verdict:
    """Decide about a refused row. A service never returns by itself to an office that has refused it (A→B→A)."""
    from ozg_workflow.domain.survey.offices.reading import read_office  # the status knows cases and reads no office

    reading = read_office(named, offices)
    office = reading.office
    if office is None:
        return _ask(*_doubt(named, reading))
    if office == own_office:
        return _ask(CaseReason.OWN_OFFICE, "Das Amt hat sich selbst als zuständig genannt.")
    if office in refused_by:
        return _ask(CaseReason.REFUSED_BEFORE, f"Amt {office} hat die Leistung bereits abgelehnt.")
    if rule is ForwardRule.ASK:
        return _ask(CaseReason.RESERVED, f"Vorschlag: Amt {office}. Die Entscheidung ist der Koordination vorbehalten.")
    return Verdict(office=office, code=CaseReason.FORWARDED, reason=f"Von Amt {own_office} an Amt {office} verwiesen.")


def _ask(code: CaseReason, reason: str) -> Verdict:
    return Verdict(office=None, code=code, reason=reason)


def _doubt(named: str, reading: "Reading") -> tuple[CaseReason, str]:
    from ozg_workflow.domain.survey.offices.reading import Doubt

    quote = quoted(named)
    offices = german.join([f"Amt {number}" for number in (*reading.mentioned, *reading.excluded)])
    match reading.doubt:
        case Doubt.NOTHING:
            return CaseReason.NOT_NAMED, "Es wurde kein zuständiges Amt genannt."
        case Doubt.SEVERAL:
            return CaseReason.SEVERAL, f"{quote} kann mehrere Ämter meinen: {offices}."
        case Doubt.CONTRADICTION:
            return CaseReason.CONTRADICTION, f"In {quote} passen Nummer und Name nicht zusammen: {offices}."
        case Doubt.MORE_SAID:
            return CaseReason.MORE_SAID, f"{quote} sagt mehr als „{offices}“; bitte lesen und entscheiden."
        case Doubt.PAST:
            return CaseReason.PAST_OFFICE, f"{offices} in {quote} besteht zurzeit nicht."
    return CaseReason.UNKNOWN, f"Das genannte Amt {quote} ist nicht eindeutig."
