"""Texts compared without regard to case, umlauts included: SQLite's own `lower()` knows ASCII only."""

from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_

_UMLAUTS: Final = (("Ä", "ä"), ("Ö", "ö"), ("Ü", "ü"))


def lower(column: Any) -> ColumnElement[str]:
    """Return a text in small letters."""
    for large, small in _UMLAUTS:
        column = func.replace(column, large, small)
    return func.lower(column)


def mentions(words: str, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that the words stand in one of the columns, however they are written."""
    return or_(*(lower(column).contains(words.lower(), autoescape=True) for column in columns))
