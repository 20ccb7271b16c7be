"""What an office is told when something has become of a service it was asked about."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, office_words, quoted


class News(StrEnum):
    """What has become of a service an office was asked about."""

    ELSEWHERE = "elsewhere"  # no office of this city has it
    REOPENED = "reopened"  # who has it is open again
    WENT_ON = "went_on"  # another office has it now


STAY_AWAY: Final = "Bitte füllen Sie die Zeile nicht aus; bleibt die Leistung bei Ihnen, kommt sie mit einem neuen Nachtrag."


def news_words(news: News, *, holder: str = "", body: str = "") -> str:
    """Return what an office is told: what holds now and what happens next.

    `holder` is the title of the office that has the service now, `body` the name of a body outside the city, where it is known.
    """
    if news is News.ELSEWHERE:
        who = f"Zuständig ist keine Stelle dieser Stadt, sondern: {body}." if body else "Zuständig ist keine Stelle dieser Stadt."
        return f"{who} Für Sie ist die Leistung erledigt."
    if news is News.WENT_ON:
        return f"Zuständig ist jetzt {holder}. Für Sie ist die Leistung erledigt; was Sie dazu gesagt haben, bleibt gespeichert."
    return f"Wer zuständig ist, wird noch einmal geklärt. {STAY_AWAY}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNow:
    """Where the case of a refused or shared row stands; `holder` is the title of the office that has the service now, or empty."""

    own: str
    state: CaseState
    code: CaseReason | None
    shared: bool
    office: str | None
    holder: str
    body: str


def next_words(case: CaseNow) -> str:
    """Return how it goes on with a row that an office answered with "nein" or "teilweise"."""
    if case.state is CaseState.OPEN:
        return "Die OZG-Koordination klärt, wer zuständig ist."
    if case.code is CaseReason.ELSEWHERE:
        return "Keine Stelle dieser Stadt" + (f", sondern: {case.body}." if case.body else ".")
    if case.office is None:
        return "Die Leistung ist entfallen."
    holder = case.holder or office_words(case.office)
    if case.office == case.own:
        return "Bleibt bei Ihnen; Sie erhalten sie noch einmal in einem Nachtrag."
    if case.shared:
        return f"{holder} wird zu seinem Teil gefragt."
    if case.code is CaseReason.FORWARDED:
        return f"Geht an {holder}, wie von Ihnen genannt."
    return f"Geht an {holder}; so hat die OZG-Koordination entschieden."


def named_words(named: str) -> str:
    """Return what the office wrote, in quotation marks; an en dash where it named nobody."""
    return quoted(named) if named.strip() else "–"
