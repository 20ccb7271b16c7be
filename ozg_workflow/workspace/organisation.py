"""`organisation.csv` and `catalogue.csv`: departments, offices, services; every mistake with its line."""

from collections import Counter
from datetime import date
from pathlib import Path

from ozg_workflow.domain.catalogue import OZG_PATTERN, Service, key_mistake, references
from ozg_workflow.domain.checks.catalogue import Placed
from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.organisation import Department, Membership, Office, Organisation
from ozg_workflow.domain.succession import heirs_of
from ozg_workflow.workspace.aliases import ALIAS_COLUMNS, alias_problems, aliases_of
from ozg_workflow.workspace.characters import ADDRESS, has_control_characters
from ozg_workflow.workspace.predecessors import PREDECESSOR_COLUMNS, predecessor_problems, predecessors_of, unknown_office
from ozg_workflow.workspace.tables import Row, read_table

ORGANISATION_COLUMNS = ("art", "nummer", "name", "dezernat", "postfach", "leitung", "leitung_mail", "gueltig_ab", "gueltig_bis")
CATALOGUE_COLUMNS = ("leika_schluessel", "bezeichnung", "leika_typ", "ozg_id", "ozg_leistung", "themenfeld", "amt")
OWN_COLUMNS = (
    "nummer",
    "postfach",
    "leitung_mail",
    "gueltig_ab",
    "gueltig_bis",
)  # what tells one row from others with the same mistake
SDG_WORDS = {"1": True, "ja": True, "0": False, "nein": False}


def load_organisation(folder: Path, prefix: str, problems: list[Problem]) -> Organisation:
    """Read `organisation.csv`."""
    name = prefix + "organisation.csv"
    rows = organisation_rows(folder, name, problems)
    departments: dict[str, Department] = {}
    offices: dict[str, Office] = {}
    memberships: list[Membership] = []
    known = {row["nummer"] for row in rows if row["art"].casefold() == "dezernat"}
    for row in rows:
        before = len(problems)
        problems += [row.problem(name, message, *OWN_COLUMNS) for message in _row_mistakes(row, known)]
        if len(problems) > before:
            if row["art"].casefold() != "dezernat":  # known all the same, or each of its services would be one more mistake
                offices.setdefault(row["nummer"], _office(row, offices))
            continue
        if row["art"].casefold() == "dezernat":
            if row["nummer"] in departments:
                problems.append(Problem(file=name, line=row.line, message=f"Dezernat {row['nummer']} gibt es zweimal."))
            departments[row["nummer"]] = Department(**_person(row))
        else:
            offices[row["nummer"]] = _office(row, offices)
            memberships.append(_membership(row))
            problems += [Problem(file=name, line=row.line, message=m) for m in _overlap(memberships)]
    problems += alias_problems(name, rows, offices)
    if rows and not departments:
        problems.append(Problem(file=name, line=1, message="Es ist kein Dezernat angegeben."))
    found = Organisation(departments=tuple(departments.values()), offices=tuple(offices.values()), memberships=tuple(memberships))
    problems += predecessor_problems(name, found, {row["nummer"]: row.line for row in rows if row["art"].casefold() == "amt"})
    return found


def organisation_rows(folder: Path, name: str, problems: list[Problem]) -> tuple[Row, ...]:
    """Return the rows of `organisation.csv` as they stand there."""
    return read_table(folder / "organisation.csv", name, ORGANISATION_COLUMNS, problems)


def _person(row: Row) -> dict[str, str]:
    return {
        "number": row["nummer"],
        "name": row["name"],
        "mailbox": row["postfach"].lower(),
        "head_name": row["leitung"],
        "head_email": row["leitung_mail"].lower(),
    }


def _office(row: Row, known: dict[str, Office]) -> Office:
    """Return the office of a row; one that stands in several rows has the aliases and predecessors of all of them."""
    person = _person(row)
    earlier = known.get(person["number"])
    return Office(
        **person,
        aliases=tuple(dict.fromkeys([*(earlier.aliases if earlier else ()), *aliases_of(row)])),
        predecessors=tuple(dict.fromkeys([*(earlier.predecessors if earlier else ()), *predecessors_of(row)])),
    )


def _membership(row: Row) -> Membership:
    return Membership(
        office=row["nummer"],
        department=row["dezernat"],
        valid_from=date.fromisoformat(row["gueltig_ab"]) if row["gueltig_ab"] else date.min,
        valid_to=date.fromisoformat(row["gueltig_bis"]) if row["gueltig_bis"] else None,
    )


def _overlap(memberships: list[Membership]) -> list[str]:
    newest = memberships[-1]
    others = [m for m in memberships[:-1] if m.office == newest.office]
    clash = [m for m in others if m.valid_from <= (newest.valid_to or date.max) and newest.valid_from <= (m.valid_to or date.max)]
    return [f"Amt {newest.office} gehört im selben Zeitraum zu Dezernat {m.department} und {newest.department}." for m in clash]


def _row_mistakes(row: Row, departments: set[str]) -> list[str]:
    kind, number = row["art"].casefold(), row["nummer"]
    if kind not in ("dezernat", "amt"):
        return [f"Die Spalte „art“ muss „Dezernat“ oder „Amt“ enthalten, nicht „{row['art']}“."]
    if broken := [*_control_characters(row), *row.formula_errors]:
        return broken
    label = f"{'Dezernat' if kind == 'dezernat' else 'Amt'} {number}"
    mistakes = [f"{label}: Die Spalte „{column}“ ist leer." for column in ("nummer", "name", "leitung") if not row[column]]
    if not row["postfach"]:
        mistakes.append(f"{label} hat kein Postfach.")
    for column in ("postfach", "leitung_mail"):
        if row[column] and not ADDRESS.fullmatch(row[column]):
            mistakes.append(f"{label}: „{row[column]}“ in der Spalte „{column}“ ist keine Mailadresse.")
    if not row["leitung_mail"]:
        mistakes.append(f"{label}: Die Mailadresse der Leitung fehlt.")
    for column in ("gueltig_ab", "gueltig_bis"):
        mistakes += _date_mistakes(label, column, row[column])
    if kind == "amt" and row["dezernat"] not in departments:
        mistakes.append(f"{label} gehört zu Dezernat „{row['dezernat']}“, das es nicht gibt.")
    if not mistakes and row["gueltig_bis"] and row["gueltig_ab"] > row["gueltig_bis"]:
        mistakes.append(f"{label}: „gueltig_bis“ liegt vor „gueltig_ab“.")
    return mistakes


def _control_characters(row: Row) -> list[str]:
    columns = (*ORGANISATION_COLUMNS, *ALIAS_COLUMNS, *PREDECESSOR_COLUMNS)
    broken = [column for column in columns if has_control_characters(row[column])]
    return [f"Die Spalte „{column}“ enthält einen Zeilenumbruch oder ein Steuerzeichen." for column in broken]


def _date_mistakes(label: str, column: str, value: str) -> list[str]:
    try:
        date.fromisoformat(value or "2020-01-01")
    except ValueError:
        return [f"{label}: „{value}“ in der Spalte „{column}“ ist kein Datum (JJJJ-MM-TT)."]
    return []


def load_catalogue(
    folder: Path, prefix: str, organisation: Organisation, problems: list[Problem], hints: list[Problem]
) -> tuple[Placed, ...]:
    """Read `catalogue.csv`, every service with its line; the offices are those of `organisation` and their predecessors.

    Where no office is known, none is checked.
    """
    name = prefix + "catalogue.csv"
    known = len(problems)
    rows = read_table(folder / "catalogue.csv", name, CATALOGUE_COLUMNS, problems)
    if not rows and len(problems) == known:
        problems.append(Problem(file=name, line=1, message="Der Katalog enthält keine Leistung."))
    refs = references([(row["id"], row["leika_schluessel"], row["bezeichnung"]) for row in rows])
    repeated = {r for r, n in Counter(row["id"] for row in rows if row["id"]).items() if n > 1}
    offices, heirs = frozenset(o.number for o in organisation.offices), heirs_of(organisation)
    for row in rows:
        mistakes = _service_mistakes(row)
        if (
            offices
            and row["amt"] not in offices
            and not row.formula_errors
            and (mistake := unknown_office(row["bezeichnung"], row["amt"], heirs))
        ):
            mistakes.append(mistake)
        if row["id"] in repeated:
            mistakes.append(f"Die id „{row['id']}“ gibt es mehrmals.")
        problems += [row.problem(name, message, "leika_schluessel", "ozg_id", "bezeichnung") for message in mistakes]
        if row["leika_schluessel"] and not row["leika_schluessel"].startswith("99"):
            message = f"Leistungsschlüssel „{row['leika_schluessel']}“ beginnt nicht mit 99."
            hints.append(row.problem(name, message, "leika_schluessel"))
    return tuple(Placed(line=row.line, service=_service(row, ref)) for row, ref in zip(rows, refs, strict=True))


def _service_mistakes(row: Row) -> list[str]:
    if row.formula_errors:
        return row.formula_errors
    mistakes = []
    if not row["bezeichnung"]:
        mistakes.append("Die Bezeichnung fehlt.")
    if mistake := key_mistake(row["leika_schluessel"]):
        mistakes.append(mistake)
    if row["ozg_id"] and not OZG_PATTERN.fullmatch(row["ozg_id"]):
        mistakes.append(f"Die OZG-ID „{row['ozg_id']}“ hat nicht fünf Ziffern.")
    return mistakes


def _service(row: Row, ref: str) -> Service:
    return Service(
        ref=ref,
        key=row["leika_schluessel"],
        name=row["bezeichnung"],
        service_type=row["leika_typ"],
        ozg_id=row["ozg_id"],
        ozg_name=row["ozg_leistung"],
        topic=row["themenfeld"],
        legal_basis=row["rechtsgrundlage"],
        office=row["amt"],
        sdg=SDG_WORDS.get(row["sdg2"].casefold()),
        line=row.line,
    )
