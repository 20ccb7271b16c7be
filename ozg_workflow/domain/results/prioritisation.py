"""The plan of a prioritisation and its words: criteria, two axes, fields, scores; `evaluating` ranks by it.

Choices of ours, with their reasons in `docs/decisions`: a criterion is a value from 0 to 1; a missing answer
is everything it may still be and never zero; a legal block is a state and not a low score.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from ozg_workflow.domain.results.planning.capacity import Capacities, OfficeCapacity
from ozg_workflow.domain.results.reasons import Reason
from ozg_workflow.domain.results.weights.rules import NO_LIFTS, Lifts, Rule, RuleKey
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer


class Axis(StrEnum):
    """The two axes of the four-field matrix."""

    BENEFIT = "benefit"
    FEASIBILITY = "feasibility"


class Quadrant(StrEnum):
    """The four fields."""

    DO_FIRST = "do_first"
    PLAN = "plan"
    SEIZE = "seize"
    LATER = "later"


QUADRANT_TITLES = {
    Quadrant.DO_FIRST: "Sofort umsetzen",
    Quadrant.PLAN: "Gezielt vorbereiten",
    Quadrant.SEIZE: "Bei Gelegenheit",
    Quadrant.LATER: "Zurückstellen",
}


class RankState(StrEnum):
    """Whether a service could be ranked."""

    RANKED = "ranked"
    INCOMPLETE = "incomplete"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of the plan.

    `values` maps stored choices or levels to 0…1; `classes` are rising lower bounds for numbers: a value in
    class n of N (from 0) counts n / N. `invert` turns more into less.
    """

    key: str
    title: str
    question: str
    axis: Axis
    weight: float
    values: dict[str, float] = field(default_factory=dict)
    classes: tuple[float, ...] = ()
    invert: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave of the implementation: when its measures start and end, how many it can take (None: all the rest)."""

    key: str
    title: str
    starts_on: str
    ends_on: str
    capacity: int | None = None

    @property
    def first_day(self) -> date:
        """The day on which its measures begin."""
        return date.fromisoformat(self.starts_on)

    @property
    def last_day(self) -> date:
        """The day by which its measures are to be ready."""
        return date.fromisoformat(self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritisation:
    """The agreed weights with their version, the blocking answers, the waves, and rules beside the weights.

    `capacity_per_office` is how many measures an office takes on in a quarter, None: as many as there are; `office_capacities` are
    the offices and quarters for which another number is agreed.
    """

    version: str
    agreed_by: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    blocking: dict[str, tuple[str, ...]]
    waves: tuple[Wave, ...]
    threshold: float = 0.5
    weight_shift: float = 0.25
    capacity_per_office: int | None = None
    office_capacities: tuple[OfficeCapacity, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def capacities(self) -> Capacities:
        """What the offices take on in a quarter."""
        return Capacities(usual=self.capacity_per_office, exceptions=self.office_capacities)

    @property
    def active_rules(self) -> tuple[Rule, ...]:
        """The rules that are switched on."""
        return tuple(rule for rule in self.rules if rule.active)

    @property
    def weighted(self) -> tuple[Criterion | Rule, ...]:
        """Everything that has a weight: the criteria, then the active rules."""
        return (*self.criteria, *self.active_rules)

    @property
    def total_weight(self) -> float:
        """All these weights together."""
        return sum(item.weight for item in self.weighted)

    @property
    def top(self) -> int:
        """How many services "the first ones" are: as many as the first wave takes, ten where it takes all."""
        return next((wave.capacity for wave in self.waves[:1] if wave.capacity), 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A service that is not ranked because no office of this city has it; `body` is who has it, empty where nobody knows."""

    ref: str
    name: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A service with the answers that count for it, and the rules that lift it."""

    service_id: int
    ref: str
    name: str
    office: str
    answers: Mapping[str, Answer]
    lifts: Lifts = NO_LIFTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The result for one service. Scores and axes are 0…100; ranks start at 1; None where nothing is known.

    `top_share` (0…1) is how often it is among the first when the weights move, `decisive` the title of the criterion that lifts or
    lowers it most against the average; evaluations made before there were these have neither. `rules` are the active ones that lift it.
    """

    service_id: int
    ref: str
    name: str
    office: str
    state: RankState
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    stable_from: int | None
    stable_to: int | None
    score: float | None
    benefit: float | None
    feasibility: float | None
    quadrant: Quadrant | None
    completeness: float
    reasons: tuple[Reason, ...]
    top_share: float | None = None
    decisive: str = ""
    rules: tuple[RuleKey, ...] = ()

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """Return what is stored of a score."""
        quadrant = entry["quadrant"]
        values = {
            "state": RankState(entry["state"]),
            "quadrant": Quadrant(quadrant) if quadrant else None,
            "reasons": tuple(map(Reason.read, entry["reasons"])),
            "rules": tuple(entry.get("rules", ())),
        }
        return cls(**{**entry, **values})


def criterion_value(criterion: Criterion, answer: Answer | None) -> float | None:
    """Return the value 0…1 of one answer; None when it is missing, not known to the office, or strange to the criterion."""
    if answer is None or answer == UNKNOWN:
        return None
    if criterion.classes:
        if not isinstance(answer, int | float):
            return None
        value = bisect_right(criterion.classes, answer) / len(criterion.classes)
    elif (mapped := criterion.values.get(str(answer))) is not None:
        value = mapped
    else:
        return None
    return 1 - value if criterion.invert else value


def blocking_reasons(plan: Prioritisation, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return which answers block a service by law."""
    return tuple(f"{key}={answers[key]}" for key, values in plan.blocking.items() if str(answers.get(key)) in values)


def quadrant_of(benefit: float | None, feasibility: float | None, threshold: float) -> Quadrant | None:
    """Return the field of the matrix; the threshold (0…1) itself counts as high."""
    if benefit is None or feasibility is None:
        return None
    limit = round(100 * threshold, 9)  # 100 * 0.55 is 55.00000000000001: 55 points would miss their own threshold
    high, easy = benefit >= limit, feasibility >= limit
    return {
        (True, True): Quadrant.DO_FIRST,
        (True, False): Quadrant.PLAN,
        (False, True): Quadrant.SEIZE,
        (False, False): Quadrant.LATER,
    }[high, easy]


def prioritisation_mistakes(plan: Prioritisation, questions: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """Return (index of the criterion, German message) for each contradiction."""
    mistakes = []
    for index, criterion in enumerate(plan.criteria):
        if criterion.question not in questions:
            mistakes.append((index, f"Das Kriterium „{criterion.title}“ nennt die unbekannte Frage „{criterion.question}“."))
        if criterion.weight <= 0:
            mistakes.append((index, f"Das Gewicht von „{criterion.title}“ muss größer als 0 sein."))
        if bool(criterion.values) == bool(criterion.classes):
            mistakes.append((index, f"Das Kriterium „{criterion.title}“ braucht entweder values oder classes."))
        if list(criterion.classes) != sorted(set(criterion.classes)):
            mistakes.append((index, f"Die Klassen von „{criterion.title}“ müssen aufsteigen."))
        if any(not 0 <= v <= 1 for v in criterion.values.values()):
            mistakes.append((index, f"Die Werte von „{criterion.title}“ müssen zwischen 0 und 1 liegen."))
    return (*mistakes, *((0, message) for message in _general_mistakes(plan, questions)))


def _general_mistakes(plan: Prioritisation, questions: frozenset[str]) -> list[str]:
    messages = [f"Die Achse „{axis}“ hat kein Kriterium." for axis in Axis if not any(c.axis is axis for c in plan.criteria)]
    messages += [f"blocking nennt die unbekannte Frage „{key}“." for key in plan.blocking if key not in questions]
    if not 0 <= plan.threshold <= 1:
        messages.append("threshold muss zwischen 0 und 1 liegen.")
    if not 0 <= plan.weight_shift < 1:
        messages.append("weight_shift muss mindestens 0 und kleiner als 1 sein, sonst würden Gewichte null oder negativ.")
    if plan.capacity_per_office is not None and plan.capacity_per_office < 1:
        messages.append("capacity_per_office muss mindestens 1 sein.")
    return messages
