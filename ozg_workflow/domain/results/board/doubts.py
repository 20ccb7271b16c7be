"""What speaks against presenting the ranking yet: too few returns, open cases, mails nobody has understood."""

from dataclasses import dataclass
from enum import StrEnum

from ozg_workflow.domain import german


class DoubtCode(StrEnum):
    """Why a draft is provisional."""

    RETURNS = "returns"
    CASES = "cases"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One reason why the ranking is provisional, with the German sentence for it."""

    code: DoubtCode
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the survey is: the lists that count, how many are back, open responsibility cases, mails in the Klärungskorb."""

    lists: int
    returned: int
    open_cases: int
    quarantined: int


def doubts(standing: Standing, wanted_rate: float) -> tuple[Doubt, ...]:
    """Return what speaks against presenting yet; `wanted_rate` is the share of lists (0…1) that should be back, reaching it is enough."""
    found = []
    if standing.returned < wanted_rate * standing.lists:
        share = german.number(100 * standing.returned / standing.lists)
        found.append(
            Doubt(
                code=DoubtCode.RETURNS,
                sentence=f"Erst {standing.returned} von {standing.lists} Amtslisten sind zurück ({share} %; "
                f"vorgesehen sind mindestens {german.number(100 * wanted_rate)} %).",
            )
        )
    if standing.open_cases:
        cases = german.count(standing.open_cases, "Zuständigkeitsfall ist", "Zuständigkeitsfälle sind")
        found.append(Doubt(code=DoubtCode.CASES, sentence=f"{cases} noch nicht entschieden."))
    if standing.quarantined:
        mails = german.count(standing.quarantined, "Eingang liegt", "Eingänge liegen")
        found.append(Doubt(code=DoubtCode.QUARANTINE, sentence=f"{mails} ungeklärt im Klärungskorb."))
    return tuple(found)
