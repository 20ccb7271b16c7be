"""Scales of online maturity; a level without its scale means nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityLevel:
    """One level (Stufe) of a scale."""

    value: int
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCriterion:
    """A yes/no question without whose yes a service is below `level`."""

    key: str
    level: int
    heading: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleMapping:
    """What the levels of another scale mean here: `levels[n]` is the level for its level n, None where none is comparable."""

    scale: str
    levels: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityScale:
    """A versioned scale. `target_level` is the aim of the plan, `compliant_level` what counts as OZG-compliant.

    A level stays on the scale it was given on; `mapping` states what levels of other scales mean on this one. With `criteria` a list may
    ask for these instead of the level.
    """

    key: str
    title: str
    source: str
    levels: tuple[MaturityLevel, ...]
    target_level: int
    compliant_level: int
    mapping: tuple[ScaleMapping, ...] = ()
    criteria: tuple[LevelCriterion, ...] = ()

    def level(self, value: int) -> MaturityLevel | None:
        """Return the level with this number."""
        return next((level for level in self.levels if level.value == value), None)

    def title_of(self, value: int) -> str:
        """Return a level as people read it, `Stufe 4 – Online-Transaktion`; empty where the scale has none with this number."""
        level = self.level(value)
        return f"Stufe {level.value} – {level.title}" if level else ""

    @property
    def values(self) -> tuple[int, ...]:
        """All level numbers, lowest first."""
        return tuple(level.value for level in self.levels)

    def translated(self, scale: str, level: int) -> int | None:
        """Return what a level of the scale with this key is here; None where nothing says so: it is then unknown and never guessed."""
        if scale == self.key:
            return level
        known = next((mapping.levels for mapping in self.mapping if mapping.scale == scale), ())
        return known[level] if 0 <= level < len(known) else None

    def unmapped(self, scales: Iterable[str]) -> tuple[str, ...]:
        """Return the keys of scales about which this one says nothing."""
        known = {self.key, *(mapping.scale for mapping in self.mapping)}
        return tuple(sorted(set(scales) - known))


def scale_mistake(scale: MaturityScale) -> str | None:
    """Return what is wrong with a scale, as a German sentence."""
    if list(scale.values) != list(range(len(scale.levels))):
        return "Die Stufen müssen lückenlos bei 0 beginnen."
    if not {scale.target_level, scale.compliant_level} <= set(scale.values):
        return "target_level und compliant_level müssen Stufen der Skala sein."
    return next(chain(_mapping_mistakes(scale), _criteria_mistakes(scale)), None)


def _criteria_mistakes(scale: MaturityScale) -> Iterator[str]:
    keys = [criterion.key for criterion in scale.criteria]
    for criterion in scale.criteria:
        if keys.count(criterion.key) > 1:
            yield f"Das Kriterium „{criterion.key}“ gibt es zweimal."
        if not criterion.key.isidentifier():
            yield f"Der Schlüssel „{criterion.key}“ eines Kriteriums darf nur aus Buchstaben, Ziffern und Unterstrichen bestehen."
    asked = {criterion.level for criterion in scale.criteria}
    if scale.criteria and asked != set(scale.values[1:]):
        yield "criteria: Jede Stufe ab 1 braucht mindestens ein Kriterium, und jedes Kriterium eine dieser Stufen."


def _mapping_mistakes(scale: MaturityScale) -> Iterator[str]:
    keys = [mapping.scale for mapping in scale.mapping]
    for mapping in scale.mapping:
        if mapping.scale == scale.key or keys.count(mapping.scale) > 1:
            yield f"mapping nennt die Skala „{mapping.scale}“ mehrmals oder meint diese selbst."
        known = [level for level in mapping.levels if level is not None]
        if not mapping.levels or not set(known) <= set(scale.values):
            yield f"mapping zu „{mapping.scale}“: Jede Stufe muss eine Stufe dieser Skala sein (oder null: nicht vergleichbar)."
        if known != sorted(known):
            yield f"mapping zu „{mapping.scale}“: Eine höhere Stufe dort darf hier nicht niedriger sein."
