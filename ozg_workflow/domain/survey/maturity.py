"""Scales of online maturity; a level without its scale means nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityLevel:
    """One level (Stufe) of a scale."""

    value: int
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityScale:
    """A versioned scale. `target_level` is the aim of the plan, `compliant_level` what counts as OZG-compliant."""

    key: str
    title: str
    source: str
    levels: tuple[MaturityLevel, ...]
    target_level: int
    compliant_level: int

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


def scale_mistake(scale: MaturityScale) -> str | None:
    """Return what is wrong with a scale, as a German sentence."""
    if list(scale.values) != list(range(len(scale.levels))):
        return "Die Stufen müssen lückenlos bei 0 beginnen."
    if not {scale.target_level, scale.compliant_level} <= set(scale.values):
        return "target_level und compliant_level müssen Stufen der Skala sein."
    return None
