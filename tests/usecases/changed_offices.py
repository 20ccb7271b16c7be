"""The configuration of the small town with other offices: renumbered, merged, split, moved, with first and last days."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ozg_workflow.domain.organisation import Membership, Office
from ozg_workflow.domain.rollout import RolloutData
from tests.usecases.town import town_data


def office(number: str, data: RolloutData | None = None) -> Office:
    """One office of a configuration."""
    return next(o for o in (data or town_data()).organisation.offices if o.number == number)


def with_offices(
    data: RolloutData, offices: list[Office], memberships: list[Membership], places: Mapping[str, str]
) -> RolloutData:
    """Other offices, and other offices for some services (ref → number)."""
    organisation = replace(data.organisation, offices=tuple(offices), memberships=tuple(memberships))
    services = tuple(replace(s, office=places.get(s.ref, s.office)) for s in data.services)
    return replace(data, organisation=organisation, services=services)


def dated(number: str, first: date = date.min, last: date | None = None) -> RolloutData:
    """An office is in force from the first to the last day."""
    data = town_data()
    memberships = [
        replace(m, valid_from=first, valid_to=last) if m.office == number else m for m in data.organisation.memberships
    ]
    return with_offices(data, list(data.organisation.offices), memberships, {})


def followed(olds: tuple[str, ...], *heirs: Office, places: Mapping[str, str], stays: bool = False) -> RolloutData:
    """Some offices are no more (unless the old one `stays`), and others take over; services not in `places` go to the first."""
    data = town_data()
    organisation = data.organisation
    kept = [o for o in organisation.offices if stays or o.number not in olds]
    source = next(m for m in organisation.memberships if m.office == olds[0])
    memberships = [m for m in organisation.memberships if stays or m.office not in olds]
    memberships += [replace(source, office=heir.number) for heir in heirs]
    going = {} if stays else {s.ref: heirs[0].number for s in data.services if s.office in olds}
    return with_offices(data, [*kept, *heirs], memberships, {**going, **places})


def heir(number: str, name: str, *predecessors: str, **values: Any) -> Office:
    """A new office that names its predecessors."""
    return Office(
        **{
            "number": number,
            "name": name,
            "mailbox": f"amt{number}@bielefeld.example",
            "head_name": "Frau Neumann",
            "head_email": f"leitung{number}@bielefeld.example",
            "predecessors": predecessors,
        }
        | values
    )


def renumbered(old: str, new: str, *, said: bool = True) -> RolloutData:
    """An office has another number and mailbox; `said` in the column `vorgaenger`, or else to be recognised by name and services."""
    before = office(old)
    return followed((old,), heir(new, before.name, *((old,) if said else ())), places={})


def in_department(number: str, department: str) -> RolloutData:
    """An office belongs to another Dezernat."""
    data = town_data()
    memberships = [replace(m, department=department) if m.office == number else m for m in data.organisation.memberships]
    return with_offices(data, list(data.organisation.offices), memberships, {})


def from_day(data: RolloutData, first: date, olds: tuple[str, ...], *heirs: str) -> RolloutData:
    """The offices `olds` end on the day before `first`, the heirs begin on it."""
    terms = {key: {"valid_to": first - timedelta(days=1)} for key in olds} | {key: {"valid_from": first} for key in heirs}
    memberships = tuple(replace(m, **terms.get(m.office, {})) for m in data.organisation.memberships)
    return replace(data, organisation=replace(data.organisation, memberships=memberships))
