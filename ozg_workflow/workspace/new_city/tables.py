"""The tables of the sample, rewritten for a city."""

import csv
import io
from collections.abc import Callable

from ozg_workflow.domain.new_city.city import SAMPLE_LAND, NewCity, NewDepartment, department_mailbox
from ozg_workflow.domain.new_city.offices import spread

Cells = dict[str, str]


def organisation_text(sample: str, city: NewCity) -> str:
    """Return `organisation.csv`: the Dezernate of the city and the offices of the sample, each once and always valid."""
    rows = list(_reader(sample))
    departments = city.departments or _departments(rows)
    offices = {row["nummer"]: row for row in rows if row["art"] == "Amt"}  # of an office that has moved the newest row
    over = (
        spread(tuple(offices), departments) if city.departments else {number: row["dezernat"] for number, row in offices.items()}
    )
    lines = [_department(department, city) for department in departments]
    lines += [_office(row, over[number], city) for number, row in offices.items()]
    return _written(sample, lines)


def catalogue_text(sample: str, city: NewCity) -> str:
    """Return `catalogue.csv`; in another Land than the sample's without the laws of that one."""
    if city.land == SAMPLE_LAND:
        return sample
    keep: Callable[[Cells], Cells] = lambda row: row | {"rechtsgrundlage": ""} if "NRW" in row["rechtsgrundlage"] else row  # noqa: E731
    return _written(sample, [keep(row) for row in _reader(sample)])


def heads_only(sample: str) -> str:
    """Return a table without the made-up rows of the sample."""
    return _written(sample, [])


def _departments(rows: list[Cells]) -> tuple[NewDepartment, ...]:
    return tuple(NewDepartment(number=row["nummer"], name=row["name"]) for row in rows if row["art"] == "Dezernat")


def _department(department: NewDepartment, city: NewCity) -> Cells:
    row = {"art": "Dezernat", "nummer": department.number, "name": department.name}
    return row | _reached("Dezernatsleitung", department_mailbox(department.number), city)


def _office(row: Cells, department: str, city: NewCity) -> Cells:
    number = row["nummer"]
    kept = {name: row[name] for name in ("art", "nummer", "name", "aliase")}
    return kept | {"dezernat": department} | _reached("Amtsleitung", f"amt{number}", city)


def _reached(head: str, mailbox: str, city: NewCity) -> Cells:
    return {"postfach": city.address(mailbox), "leitung": head, "leitung_mail": city.address(f"leitung-{mailbox}")}


def _reader(sample: str) -> "csv.DictReader[str]":
    return csv.DictReader(io.StringIO(sample, newline=""), delimiter=";")


def _written(sample: str, rows: list[Cells]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _reader(sample).fieldnames or (), restval="", delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
