"""Typed values as plain JSON data, and moments read back from it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ozg_workflow.domain import german


def plain(value: object) -> Any:
    """Return JSON data: dates as ISO text, moments as ISO text in Berlin time, dataclasses as objects in the order of their fields."""
    match value:
        case StrEnum():
            return str(value)
        case datetime():
            return value.astimezone(german.BERLIN).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def read_moment(text: str | None) -> datetime | None:
    """Return the moment of an ISO text, in Berlin time."""
    return datetime.fromisoformat(text).astimezone(german.BERLIN) if text else None
