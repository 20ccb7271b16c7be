"""Why a service comes to an office after its list went out: a code, and the sentence its Nachtrag says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.responsibility import CaseReason, office_words, quoted


class Arrival(StrEnum):
    """Why a service comes to an office."""

    NEW = "new"  # new in the catalogue
    CATALOGUE = "catalogue"  # the catalogue names this office now; another one was asked before
    NAMED = "named"  # an office refused it and named this one
    DECIDED = "decided"  # an office refused it; a person decided that it is this one
    STAYS = "stays"  # the office refused it; a person decided that it has it all the same
    SHARED = "shared"  # an office has only a part of it
    CAME_BACK = "came_back"  # it had been here before; a person opened the case again and decided so


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a service comes to an office: the code, and the sentence about it in German."""

    code: Arrival
    reason: str


NEW: Final = Why(code=Arrival.NEW, reason="Die Leistung ist neu im Katalog.")


def by_catalogue(before: tuple[str, ...]) -> Why:
    """Return why the catalogue alone brings a service; `before` are the numbers of the offices that were asked about it."""
    if not before:
        return NEW
    asked = german.join([office_words(number) for number in before])
    return Why(code=Arrival.CATALOGUE, reason=f"Der Katalog sieht die Leistung jetzt hier vor; vorher gefragt war {asked}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A settled case as the office it brings a service to sees it.

    `own` and `target` are numbers of offices, `named` is what `own` wrote, `code` how the case was settled, `by` the person who
    decided (empty where nobody did). `shared`: `own` has a part of the service. `again`: `target` had the service before.
    """

    own: str
    target: str
    named: str
    code: CaseReason
    shared: bool = False
    again: bool = False
    by: str = ""


def by_case(case: Handover) -> Why:
    """Return why a settled case brings a service: who named whom, who decided."""
    named = f" und {quoted(case.named)} genannt" if case.named.strip() else ""
    answered = f"Amt {case.own} hat „{'teilweise' if case.shared else 'nein'}“ geantwortet{named}."
    if case.code is not CaseReason.DECIDED:
        told = f"Von Amt {case.own} an Amt {case.target} verwiesen. {answered}"
        return Why(code=Arrival.SHARED if case.shared else Arrival.NAMED, reason=told)
    by = f" Entschieden hat {case.by}." if case.by else ""
    back = " Die Zuständigkeit war noch einmal offen; die Leistung kommt zurück." if case.again else ""
    stays = " Die Leistung bleibt hier." if case.own == case.target and not case.again else ""
    decided = f"Entscheidung der Koordination: Amt {case.target}.{by}{back}{stays} {answered}"
    return Why(code=_decided(case), reason=decided)


def _decided(case: Handover) -> Arrival:
    if case.again:
        return Arrival.CAME_BACK
    if case.own == case.target:
        return Arrival.STAYS
    return Arrival.SHARED if case.shared else Arrival.DECIDED
