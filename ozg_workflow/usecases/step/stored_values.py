"""Configuration that was stored as JSON becomes the frozen dataclasses again.

It was validated by pydantic when it was loaded from its files and is our own dump since; every command reads it, and loading
pydantic for that takes longer than the rest of a short command.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, time
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ozg_workflow.domain.plan.days import DayRule


def _day(text: str) -> DayRule:
    return DayRule(day=text)  # how databases before the rules of days kept a closed day


FROM_TEXT: Mapping[Any, Any] = {date: date.fromisoformat, time: time.fromisoformat, DayRule: _day}


def stored(kind: Any, data: Any) -> Any:
    """Return `data` (JSON values) as a value of the type `kind`: dataclasses, tuples, mappings, enums, dates, times and plain values.

    Fields that the type no longer has are left out, missing ones have their default. Raises TypeError or ValueError for other data.
    """
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if data is None else stored(next(part for part in parts if part is not NoneType), data)
    if origin is tuple:
        kinds = parts[:1] * len(data) if parts[-1] is Ellipsis else parts
        return tuple(stored(part, item) for part, item in zip(kinds, data, strict=True))
    if origin in (dict, Mapping):
        return {stored(parts[0], key): stored(parts[1], value) for key, value in data.items()}
    if isinstance(kind, type) and is_dataclass(kind) and not (isinstance(data, str) and kind in FROM_TEXT):
        return kind(**{name: stored(field, data[name]) for name, field in _fields(kind).items() if name in data})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return FROM_TEXT[kind](data) if kind in FROM_TEXT else float(data) if kind is float else data


@lru_cache(maxsize=200)
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
