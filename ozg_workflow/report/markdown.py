"""Markdown for people: names that hold Markdown characters stay what they are."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

# Everything CommonMark or GFM could read as markup inside a line; a backslash before ASCII punctuation is always allowed.
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~#&!$])")
_LIST_MARK: Final = re.compile(r"^(\d+)([.)])|^([-+=])")


def escape(value: object) -> str:
    """Return `value` as Markdown that shows exactly its text, on one line."""
    text = " ".join(str(value).split())
    return _LIST_MARK.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", text))


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Return the lines of a table; the cells are Markdown already, columns in `right` are right-aligned."""
    rules = ["---:" if index in right else "---" for index in range(len(header))]
    return [_row(header), _row(rules), *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
