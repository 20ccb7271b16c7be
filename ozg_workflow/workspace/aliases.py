"""The optional column `aliase` of `organisation.csv`: other names people use for an Amt, separated by `|`."""

from collections.abc import Iterable, Mapping
from typing import Final

from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.organisation import Office
from ozg_workflow.domain.survey.offices.harmless import WORDS
from ozg_workflow.domain.survey.offices.names import UNITS
from ozg_workflow.domain.survey.offices.spelling import name_words
from ozg_workflow.workspace.tables import Row

ALIAS_COLUMNS: Final = ("aliase", "alias")  # either may head the column
SEPARATOR: Final = "|"


def aliases_of(row: Row) -> tuple[str, ...]:
    """Return the other names in a row, each once."""
    parts = (part.strip() for column in ALIAS_COLUMNS for part in row[column].split(SEPARATOR))
    return tuple(dict.fromkeys(part for part in parts if part))


def alias_problems(file: str, rows: Iterable[Row], offices: Mapping[str, Office]) -> list[Problem]:
    """Return what is wrong with the aliases: every name means one Amt only, and none can mean any."""
    owners: dict[tuple[str, ...], tuple[str, str]] = {}  # words → (number of the office, what it is there)
    for office in offices.values():
        owners.setdefault(name_words(office.name), (office.number, "der Name"))
        owners.setdefault(name_words(office.number), (office.number, "die Nummer"))
    problems = []
    for row in rows:
        for alias in aliases_of(row):
            if message := _mistake(row, alias, owners):
                problems.append(Problem(file=file, line=row.line, message=message))
    return problems


def _mistake(row: Row, alias: str, owners: dict[tuple[str, ...], tuple[str, str]]) -> str:
    if row["art"].casefold() == "dezernat":
        return f"Dezernat {row['nummer']}: Aliase gibt es nur für Ämter."
    words = name_words(alias)
    if not set(words) - UNITS - WORDS:
        return f"Amt {row['nummer']}: Das Alias „{alias}“ sagt nicht, welches Amt gemeint ist."
    owner, what = owners.setdefault(words, (row["nummer"], "ein Alias"))
    return f"Amt {row['nummer']}: Das Alias „{alias}“ ist schon {what} von Amt {owner}." if owner != row["nummer"] else ""
