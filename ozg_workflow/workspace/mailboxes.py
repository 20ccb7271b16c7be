"""Mailboxes of `organisation.csv` that can be written to and are hardly meant, and Dezernate whose end nobody heeds."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from ozg_workflow.domain.errors import Problem
from ozg_workflow.workspace.organisation import organisation_rows
from ozg_workflow.workspace.tables import Row

ALIKE: Final = 0.85  # `stadt.exmaple` – `stadt.example`: 0.92; `stadtwerke.example` – `stadt.example`: 0.84


def organisation_hints(folder: Path, prefix: str, *, sender: str, domains: Sequence[str]) -> Iterator[Problem]:
    """Return what is told about `organisation.csv`; `sender` is the mailbox of the rollout, `domains` are the allowed ones."""
    name = prefix + "organisation.csv"
    rows = organisation_rows(folder, name, [])
    for row in rows:
        label = f"{row['art']} {row['nummer']}"
        for column in ("postfach", "leitung_mail"):
            address = row[column].casefold()
            if address == sender.casefold() and column == "postfach":
                message = f"{label}: „{address}“ ist das Postfach des Rollouts; was dorthin geht, gilt als eigene Kopie."
                yield row.problem(name, message, "nummer")
            if meant := _mistyped(address.rpartition("@")[2], domains):
                yield row.problem(
                    name, f"{label}: „{row[column]}“ in der Spalte „{column}“: „@{meant}“ gemeint?", "nummer", column
                )
    yield from _ended(name, rows)


def _mistyped(domain: str, domains: Iterable[str]) -> str:
    """Return the allowed domain that is meant by one that is nearly the same; empty where it is one of them or below one, or like none."""
    allowed = [known.casefold() for known in domains]
    if any(domain == known or domain.endswith(f".{known}") for known in allowed):
        return ""
    return next((known for known in allowed if SequenceMatcher(None, domain, known).ratio() >= ALIKE), "")


def _ended(name: str, rows: Sequence[Row]) -> Iterator[Problem]:
    """Return a hint for each Dezernat with an end that its offices outlive: only the dates of an Amt count."""
    for row in rows:
        end = row["gueltig_bis"] if row["art"].casefold() == "dezernat" else ""
        longer = [r["nummer"] for r in rows if r["dezernat"] == row["nummer"] and (r["gueltig_bis"] or "9999") > end]
        if end and longer:
            message = (
                f"Dezernat {row['nummer']} endet am {end}, Amt {longer[0]} gehört danach noch dazu und wird dort weiter angeschrieben. "
                "Es zählen die Daten der Ämter; bitte sie einem anderen Dezernat zuordnen."
            )
            yield Problem(file=name, line=row.line, message=message)
