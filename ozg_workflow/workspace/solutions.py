"""`solutions.csv`, which a city need not have: the solutions it could reuse, each with its line; every mistake is named."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.catalogue import KEY_PATTERN, OZG_PATTERN, Service
from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.solutions import REUSED, Solution
from ozg_workflow.workspace.tables import Row, read_table

FILE: Final = "solutions.csv"
COLUMNS: Final = ("schluessel", "bezeichnung", "anbieter", "seit", "link")
OWN_COLUMNS: Final = ("schluessel", "bezeichnung", "seit", "link", "weg")  # what tells one row from others with the same mistake
LONGEST: Final = 300


def load_solutions(
    folder: Path, prefix: str, services: Iterable[Service], problems: list[Problem], hints: list[Problem]
) -> tuple[Solution, ...]:
    """Read the solutions; none where there is no such file. What fits none of the services is a hint."""
    if not (folder / FILE).exists():
        return ()
    name = prefix + FILE
    rows = read_table(folder / FILE, name, COLUMNS, problems)
    times = Counter((row["schluessel"], row["bezeichnung"]) for row in rows)
    known = {key for service in services for key in (service.key, service.ozg_id) if key}
    found = []
    for row in rows:
        mistakes = [*_mistakes(row)]
        if times[row["schluessel"], row["bezeichnung"]] > 1:
            mistakes.append(f"„{row['bezeichnung']}“ steht zu „{row['schluessel']}“ mehrmals.")
        problems += [row.problem(name, message, *OWN_COLUMNS) for message in mistakes]
        if not mistakes:
            found.append(_solution(row))
            if row["schluessel"] not in known:
                message = f"Zu „{row['schluessel']}“ gibt es keine Leistung im Katalog; die Lösung wird nirgends gezeigt."
                hints.append(row.problem(name, message, *OWN_COLUMNS))
    return tuple(found)


def _mistakes(row: Row) -> Iterator[str]:
    if not KEY_PATTERN.fullmatch(row["schluessel"]) and not OZG_PATTERN.fullmatch(row["schluessel"]):
        yield f"„{row['schluessel']}“ ist weder ein Leistungsschlüssel (14 Ziffern) noch eine OZG-ID (5 Ziffern)."
    if not row["bezeichnung"]:
        yield "Die Bezeichnung fehlt."
    if max(len(row["bezeichnung"]), len(row["anbieter"])) > LONGEST:
        yield f"„bezeichnung“ und „anbieter“ haben höchstens {LONGEST} Zeichen."
    if row["weg"] and row["weg"].casefold() not in REUSED:
        yield f"Den Weg „{row['weg']}“ gibt es nicht; möglich sind {german.join(tuple(REUSED))} oder nichts."
    if row["seit"] and _day(row["seit"]) is None:
        yield f"„{row['seit']}“ ist kein Datum (JJJJ-MM-TT)."
    if row["link"] and not row["link"].startswith(("https://", "http://")):
        yield f"„{row['link']}“ ist keine Adresse; sie beginnt mit https://."


def _solution(row: Row) -> Solution:
    return Solution(
        key=row["schluessel"],
        name=row["bezeichnung"],
        provider=row["anbieter"],
        route=Route(row["weg"].casefold()) if row["weg"] else None,
        since=_day(row["seit"]),
        link=row["link"],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
