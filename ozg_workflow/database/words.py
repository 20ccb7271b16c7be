"""Texts compared without regard to case, umlauts included: SQLite's own `lower()` knows ASCII only."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_

_UMLAUTS: Final = (("Ä", "ä"), ("Ö", "ö"), ("Ü", "ü"))
MOST_LETTERS: Final = 8  # that are no ASCII: the parser of SQLite overflows where 30 calls stand within each other


def lower(column: Any, letters: Iterable[tuple[str, str]] = ()) -> ColumnElement[str]:
    """Return a text in small letters; of those that are no ASCII the umlauts and `letters` (large, small)."""
    for large, small in (*_UMLAUTS, *letters):
        column = func.replace(column, large, small)
    return func.lower(column)


def mentions(words: str, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that the words stand in one of the columns, however they are written."""
    small = words.lower()
    letters = [(c.upper(), c) for c in sorted(set(small)) if not c.isascii() and c.isalpha() and len(c.upper()) == 1]
    return or_(*(lower(column, letters[:MOST_LETTERS]).contains(small, autoescape=True) for column in columns))
