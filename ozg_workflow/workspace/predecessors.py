"""The optional column `vorgaenger` of `organisation.csv`: the numbers of the Ämter an Amt follows, separated by commas or blanks."""

import re
from collections.abc import Mapping
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.organisation import Organisation
from ozg_workflow.domain.succession import predecessor_mistakes
from ozg_workflow.workspace.tables import Row

PREDECESSOR_COLUMNS: Final = ("vorgaenger", "vorgänger")  # either may head the column
_UNIT: Final = re.compile(r"^(?:amt|ämter|aemter)\b\.?\s*", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*(?:[,;|+/]|\bund\b)\s*", re.IGNORECASE)


def predecessors_of(row: Row) -> tuple[str, ...]:
    """Return the numbers in a row, each once: `36, 37`, `36 37`, `Amt 36 und Amt 37`; `FB 3` is one number."""
    parts = [part for column in PREDECESSOR_COLUMNS for part in _BETWEEN.split(row[column].strip())]
    numbers = [number for part in parts for number in _numbers(_UNIT.sub("", part).strip())]
    return tuple(dict.fromkeys(number for number in numbers if number))


def _numbers(part: str) -> list[str]:
    words = part.split()
    return words if all(word[0].isdigit() for word in words) else [part]


def predecessor_problems(file: str, organisation: Organisation, lines: Mapping[str, int]) -> list[Problem]:
    """Return what is wrong with the predecessors; `lines` are those of the offices."""
    return [
        Problem(file=file, line=lines.get(office, 1), message=message) for office, message in predecessor_mistakes(organisation)
    ]


def unknown_office(name: str, office: str, heirs: Mapping[str, tuple[str, ...]]) -> str:
    """Return what is wrong with a service whose office is not in the file; empty where one office follows it."""
    following = heirs.get(office, ())
    if not following:
        return f"„{name}“ ist Amt „{office}“ zugeordnet, das es nicht gibt."
    if len(following) == 1:
        return ""
    choices = german.join([f"Amt {number}" for number in following])
    return f"„{name}“ ist Amt „{office}“ zugeordnet, dem mehrere Ämter folgen ({choices}); bitte eines davon eintragen."
