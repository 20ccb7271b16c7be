"""Rules beside the weights: what the law or a shortcut says for a service, whatever its office answered to the criteria.

A rule that is switched on counts like a criterion with its own weight: 1 where it holds, 0 where it does not. It moves the score and
the rank, never the two axes: those stay what the offices said. Whether a rule holds may hang on the level of maturity; where that is
not answered yet, either may come true, and the range of the rank says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.outside_view import FINDING_TITLES, Finding, PortalEntry, is_offered, outside_view


class RuleKey(StrEnum):
    """What a rule is about."""

    SDG_DUTY = "sdg_duty"  # annex II of the SDG regulation, and not offered online yet
    QUICK_WIN = "quick_win"  # offered and not linked, or an EfA service stands ready


RULE_TITLES: Final[Mapping[RuleKey, str]] = {
    RuleKey.SDG_DUTY: "SDG-Pflicht",
    RuleKey.QUICK_WIN: "Schneller Erfolg",
}
RULE_MEANINGS: Final[Mapping[RuleKey, str]] = {
    RuleKey.SDG_DUTY: "Die Leistung gehört zu Anhang II der SDG-Verordnung und ist noch nicht online.",
    RuleKey.QUICK_WIN: "Die Leistung ist online und im Portal nicht verlinkt, oder ein EfA-Dienst steht bereit.",
}
EFA_READY: Final = "EfA-Dienst steht bereit"
_LINKS: Final = (Finding.MISSING_LINK, Finding.OFFERED_NOT_LINKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule with its weight, on the scale of the weights of the criteria; `active` switches it on.

    `efa` names for the quick wins what can be taken over from others: OZG-IDs and LeiKa keys.
    """

    key: RuleKey
    weight: float
    active: bool = False
    efa: tuple[str, ...] = ()
    reason: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return RULE_TITLES[self.key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a service beside its answers: annex II, its entry in the portals (`imported`: they are known at all), an EfA service."""

    sdg: bool | None
    entry: PortalEntry | None
    imported: bool
    efa: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifts:
    """The rules that hold for a service now, each with why; where `question` is still open also those that hold with each answer to it."""

    now: tuple[tuple[RuleKey, str], ...] = ()
    question: str = ""
    ways: tuple[tuple[int, frozenset[RuleKey]], ...] = ()

    @property
    def keys(self) -> frozenset[RuleKey]:
        """The rules that hold now."""
        return frozenset(key for key, _ in self.now)


NO_LIFTS: Final = Lifts()


def lifts_of(facts: Facts, level: Answer | None, question: str, scale: MaturityScale) -> Lifts:
    """Return which rules hold for a service with this level (None or "unknown": open); `question` is empty where it is not asked.

    What is not answered counts for now as the portals show it: a service that is online there is offered.
    """
    offered = is_offered(level, scale)
    if offered is not None:
        return Lifts(now=tuple(_holding(facts, offered=offered)))
    now = tuple(_holding(facts, offered=bool(facts.entry and facts.entry.is_online)))
    if not question:
        return Lifts(now=now)
    ways = {known: frozenset(key for key, _ in _holding(facts, offered=known)) for known in (True, False)}
    if ways[True] == ways[False]:
        return Lifts(now=now)
    return Lifts(now=now, question=question, ways=tuple((v, ways[v >= scale.compliant_level]) for v in scale.values))


def _holding(facts: Facts, *, offered: bool) -> Iterator[tuple[RuleKey, str]]:
    view = outside_view(facts.entry, sdg=facts.sdg, offered=offered, imported=facts.imported)
    found = view.findings if view else ()
    if Finding.SDG_DUTY in found:
        yield RuleKey.SDG_DUTY, "noch nicht online"
    if links := [FINDING_TITLES[finding] for finding in found if finding in _LINKS]:
        yield RuleKey.QUICK_WIN, ", ".join(links)
    elif facts.efa and not offered:
        yield RuleKey.QUICK_WIN, EFA_READY
