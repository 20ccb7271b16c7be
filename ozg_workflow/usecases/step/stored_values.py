"""Configuration that was stored as JSON becomes the frozen dataclasses again.

It was validated by pydantic when it was loaded from its files and is our own dump since; every command reads it, and loading
pydantic for that takes longer than the rest of a short command.
"""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ozg_workflow.domain.plan.days import DayRule


def _day(text: str) -> DayRule:
    return DayRule(day=text)  # how databases before the rules of days kept a closed day


Read = Callable[[Any], Any]  # JSON data → the value
FROM_TEXT: Mapping[Any, Read] = {date: date.fromisoformat, time: time.fromisoformat, DayRule: _day}


def stored(kind: Any, data: Any) -> Any:
    """Return `data` (JSON values) as a value of the type `kind`: dataclasses, tuples, mappings, enums, dates, times and plain values.

    Fields that the type no longer has are left out, missing ones have their default. Raises TypeError or ValueError for other data.
    """
    return _reader(kind)(data)


@cache
def _reader(kind: Any) -> Read:
    """Return what reads values of a type; how it is made up is looked at once, not for every value of a configuration."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        read = _reader(next(part for part in parts if part is not NoneType))
        return lambda data: None if data is None else read(data)
    if origin is tuple:
        return _reader_of_tuple(parts)
    if origin in (dict, Mapping):
        read_key, read_value = map(_reader, parts)
        return lambda data: {read_key(key): read_value(value) for key, value in data.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        return _reader_of_fields(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return FROM_TEXT.get(kind, float if kind is float else _as_it_is)


def _reader_of_tuple(parts: tuple[Any, ...]) -> Read:
    if parts[-1] is Ellipsis:
        read = _reader(parts[0])
        return lambda data: tuple([read(item) for item in data])
    reads = [_reader(part) for part in parts]
    return lambda data: tuple([read(item) for read, item in zip(reads, data, strict=True)])


def _reader_of_fields(kind: type) -> Read:
    from_text = FROM_TEXT.get(kind)

    def read(data: Any) -> Any:
        if from_text and isinstance(data, str):
            return from_text(data)
        return kind(**{name: read_field(data[name]) for name, read_field in _fields(kind).items() if name in data})

    return read


def _as_it_is(data: Any) -> Any:
    return data


@cache
def _fields(kind: Any) -> dict[str, Read]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
