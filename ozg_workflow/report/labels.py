"""Words and figures that every report uses, so that a field or a range is called the same everywhere."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.results.prioritisation import QUADRANT_TITLES, Axis, Quadrant, RankState, Score
from ozg_workflow.domain.results.reasons import Reason, ReasonCode
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer
from ozg_workflow.domain.survey.criteria.check import Checked
from ozg_workflow.domain.survey.maturity import MaturityScale

AXIS_TITLES: Final = {Axis.BENEFIT: "Nutzen", Axis.FEASIBILITY: "Machbarkeit"}

QUADRANT_MEANINGS: Final = {
    Quadrant.DO_FIRST: "hoher Nutzen, gut machbar",
    Quadrant.PLAN: "hoher Nutzen, schwer machbar",
    Quadrant.SEIZE: "geringer Nutzen, gut machbar",
    Quadrant.LATER: "geringer Nutzen, schwer machbar",
}

# After Okabe and Ito: distinguishable with every common colour vision, dark enough to be words on a light ground (4.5 to 1); text beside
# a field never relies on them.
QUADRANT_COLOURS: Final = {
    Quadrant.DO_FIRST: "#0B7A5B",
    Quadrant.PLAN: "#1F5FA8",
    Quadrant.SEIZE: "#8A5A00",
    Quadrant.LATER: "#5F656E",
}

INK: Final = "#14304D"
ACCENT: Final = "#1F5FA8"

STATE_TITLES: Final = {
    RankState.RANKED: "vollständig",
    RankState.INCOMPLETE: "unvollständig",
    RankState.BLOCKED: "rechtlich gesperrt",
}

# the reasons about a criterion, as a table cell groups them
REASON_WORDS: Final = {
    ReasonCode.STRONG: "stark",
    ReasonCode.WEAK: "schwach",
    ReasonCode.MISSING: "fehlt",
    ReasonCode.RULE: "Regel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many services are completely answered, incomplete (with or without a provisional rank) and blocked by law."""

    ranked: int
    incomplete: int
    unranked: int
    blocked: int

    @property
    def total(self) -> int:
        """All services of the evaluation."""
        return self.ranked + self.incomplete + self.blocked


def count_states(scores: Iterable[Score]) -> Counts:
    """Count the services by state; `unranked` are those of the incomplete ones that have no rank at all."""
    scores = tuple(scores)
    states = Counter(score.state for score in scores)
    unranked = sum(s.rank is None for s in scores if s.state is RankState.INCOMPLETE)
    return Counts(
        ranked=states[RankState.RANKED],
        incomplete=states[RankState.INCOMPLETE],
        unranked=unranked,
        blocked=states[RankState.BLOCKED],
    )


def count_quadrants(scores: Iterable[Score]) -> dict[Quadrant, int]:
    """Count the services in each of the four fields, empty fields included."""
    found = Counter(score.quadrant for score in scores if score.quadrant)
    return {quadrant: found[quadrant] for quadrant in Quadrant}


def ranked(scores: Sequence[Score]) -> tuple[Score, ...]:
    """Return the services that have a rank, in their order."""
    return tuple(score for score in scores if score.rank is not None)


def quadrant_title(quadrant: Quadrant | None) -> str:
    """Return the German name of a field; an en dash where an axis is unknown."""
    return QUADRANT_TITLES[quadrant] if quadrant else "–"


def span(first: int | None, last: int | None) -> str:
    """Return a range of ranks as `3`, `3–7` or an en dash."""
    if first is None or last is None:
        return "–"
    return str(first) if first == last else f"{first}–{last}"


def office_label(office: str, names: Mapping[str, str]) -> str:
    """Return `33 Einwohner- und Meldeamt`, or `Amt 99` where the name is not known."""
    name = names.get(office, "")
    return f"{office} {name}" if name else f"Amt {office}"


def percent(part: int, whole: int) -> int:
    """Return the share in whole per cent; 100 means really all and 0 really none (or nothing to count)."""
    if not part or not whole:
        return 0
    return 100 if part >= whole else min(max(round(100 * part / whole), 1), 99)


def share(part: int, whole: int) -> str:
    """Return the share in words, `59 %`, with a blank that does not break."""
    return f"{percent(part, whole)}\u00a0%"


def short_reasons(reasons: Iterable[Reason]) -> str:
    """Return reasons grouped for a table cell: `stark: Technik 100, Häufigkeit 75 · fehlt: Personaleinsatz`.

    A reason that is not about a criterion is kept as it is.
    """
    groups: dict[str, list[str]] = {}
    for reason in reasons:
        word = REASON_WORDS.get(reason.code, "")
        points = "" if reason.points is None else f" {reason.points}"
        groups.setdefault(word, []).append(f"{reason.criterion}{points}" if word else reason.text)
    return " · ".join(f"{word}: {', '.join(found)}" if word else " ".join(found) for word, found in groups.items())


def level_words(scale: MaturityScale, level: Answer | None) -> str:
    """Return a level as `4 – Online-Transaktion`, `unbekannt` or `offen`."""
    if level == UNKNOWN:
        return "unbekannt"
    found = scale.level(level) if isinstance(level, int) else None
    return f"{found.value} – {found.title}" if found else "offen"


def check_words(scale: MaturityScale, checked: Checked) -> str:
    """Return what a check of criteria came to: `Stufe 3 – Online-Antrag; nächstes Hindernis: Elektronische Akte?`."""
    parts = [scale.title_of(checked.at_most) if checked.level is not None else f"Stufe {checked.at_least} bis {checked.at_most}"]
    if checked.open:
        parts.append(f"noch offen: {', '.join(criterion.heading.rstrip(' ?') for criterion in checked.open)}")
    if checked.obstacles:
        parts.append(f"nächstes Hindernis: {obstacle_words(checked)}")
    return "; ".join(parts)


def obstacle_words(checked: Checked) -> str:
    """Name the criteria that keep a service from the next level; empty where none does."""
    return ", ".join(criterion.heading.rstrip(" ?") for criterion in checked.obstacles)
