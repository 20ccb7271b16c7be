"""A version of the weights means one thing: what has changed between two plans that carry the same version."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.results.planning.capacity import OfficeCapacity
from ozg_workflow.domain.results.prioritisation import Criterion, Prioritisation, Wave
from ozg_workflow.domain.results.weights.rules import Rule

VERSION: Final = late(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")  # it is the name of a folder, too
OF_THE_PLAN: Final = ("threshold", "weight_shift", "capacity_per_office")
OF_A_CRITERION: Final = ("question", "axis", "weight", "values", "classes", "invert")
OF_A_RULE: Final = ("weight", "efa")
OF_A_WAVE: Final = ("starts_on", "ends_on", "capacity")
OF_A_CAPACITY: Final = ("measures",)
_Keyed = Criterion | Rule | Wave | OfficeCapacity


def changed_values(before: Prioritisation, after: Prioritisation) -> tuple[str, ...]:
    """Return in German every value that moves a rank, a field or a wave and differs; titles and reasons may be put better at any time."""
    return (
        *_fields("", before, after, OF_THE_PLAN),
        *_listed("Kriterium", _by_key(before.criteria), _by_key(after.criteria), OF_A_CRITERION),
        *_mapped("blocking ", before.blocking, after.blocking),
        *_listed("Regel", _by_key(before.active_rules), _by_key(after.active_rules), OF_A_RULE),
        *_listed("Welle", _by_key(before.waves), _by_key(after.waves), OF_A_WAVE),
        *_order(before.waves, after.waves),
        *_listed("Kapazität", _by_key(before.office_capacities), _by_key(after.office_capacities), OF_A_CAPACITY),
    )


def same_version_mistake(before: Prioritisation, after: Prioritisation) -> str:
    """Return why a plan may not have the version it has, as a German sentence; empty where both mean the same."""
    if not (changed := changed_values(before, after)):
        return ""
    return (
        f"prioritisation.yaml: Die Version „{after.version}“ ist mit anderen Werten bekannt ({'; '.join(changed)}). "
        "Bitte eine neue „version“ vergeben oder die früheren Werte wieder eintragen."
    )


def _by_key(items: Sequence[_Keyed]) -> dict[str, _Keyed]:
    return {item.key: item for item in items}


def _listed(what: str, before: Mapping[str, object], after: Mapping[str, object], names: tuple[str, ...]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            yield f"{what} „{key}“ fehlt"
        elif key not in before:
            yield f"{what} „{key}“ ist neu"
        else:
            yield from _fields(f"{what} „{key}“, ", before[key], after[key], names)


def _fields(label: str, before: object, after: object, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(old, Mapping):
            yield from _mapped(f"{label}{name} ", old, new)
        elif old != new:
            yield f"{label}{name}: {_shown(new)} statt {_shown(old)}"


def _mapped(label: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield f"{label}„{key}“: {_shown(after.get(key))} statt {_shown(before.get(key))}"


def _order(before: tuple[Wave, ...], after: tuple[Wave, ...]) -> Iterator[str]:
    old, new = [wave.key for wave in before], [wave.key for wave in after]
    if old != new and sorted(old) == sorted(new):
        yield "andere Reihenfolge der Wellen"


def _shown(value: object) -> str:
    if value is None:
        return "nichts"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)
