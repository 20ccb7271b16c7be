"""Offices that follow others: renumbered, merged, split. Decided from the organisation and a day; what was loaded before is a parameter."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.organisation import Organisation, exists_on
from ozg_workflow.domain.survey.offices.spelling import name_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """An office that is no more, and those that take over what it had, in the order of the file."""

    old: str
    heirs: tuple[str, ...]

    def main_heir(self, offices: Iterable[str]) -> str:
        """Return the heir that gets the lists: the one with most services; `offices` are those the catalogue proposes for them."""
        counts = Counter(office for office in offices if office in self.heirs)
        return max(self.heirs, key=lambda heir: counts[heir])  # of equals the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """An office as its services (by ref) and its name tell it."""

    number: str
    name: str
    services: frozenset[str]


def heirs_of(organisation: Organisation) -> dict[str, tuple[str, ...]]:
    """Return predecessor → the offices that name it, in the order of the file."""
    found: dict[str, tuple[str, ...]] = {}
    for office in organisation.offices:
        for old in office.predecessors:
            found[old] = (*found.get(old, ()), office.number)
    return found


def has_ended(organisation: Organisation, number: str, day: date) -> bool:
    """Tell whether an office is no more: not in the file, or all its dates are over."""
    if all(office.number != number for office in organisation.offices):
        return True
    own = [m for m in organisation.memberships if m.office == number]
    return bool(own) and all(m.valid_to is not None and m.valid_to < day for m in own)


def due_successions(organisation: Organisation, day: date) -> tuple[Succession, ...]:
    """Return the predecessors that are no more on `day`, with the offices that take over."""
    return tuple(
        Succession(old=old, heirs=heirs) for old, heirs in heirs_of(organisation).items() if has_ended(organisation, old, day)
    )


def spun_off(organisation: Organisation, day: date) -> frozenset[tuple[str, str]]:
    """Return (old, new) where both offices are in force: the new one takes what the catalogue gives it, settled or not."""
    return frozenset(
        (old, heir)
        for old, heirs in heirs_of(organisation).items()
        for heir in heirs
        if not has_ended(organisation, old, day) and exists_on(organisation.memberships, heir, day)
    )


def placed(organisation: Organisation, services: Iterable[Service], day: date, known: Mapping[str, str]) -> tuple[Service, ...]:
    """Return the services with the office that has them on `day`.

    A catalogue that still names a predecessor means its only heir. One that names an heir which has not begun means the predecessor
    in force: the one that had the service (`known`: ref → office), else the first.
    """
    heirs, predecessors = heirs_of(organisation), {o.number: o.predecessors for o in organisation.offices}

    def place(office: str, had: str) -> str:
        if has_ended(organisation, office, day):
            following = heirs.get(office, ())
            return place(following[0], had) if len(following) == 1 else office
        if exists_on(organisation.memberships, office, day):
            return office
        waiting = [old for old in predecessors[office] if not has_ended(organisation, old, day)]
        return had if had in waiting else next(iter(waiting), office)

    places: dict[tuple[str, str], str] = {}
    found = []
    for service in services:
        key = service.office, known.get(service.ref, "")
        if key not in places:
            places[key] = place(*key)
        found.append(service if places[key] == service.office else replace(service, office=places[key]))
    return tuple(found)


def recognised(gone: Iterable[Former], new: Iterable[Former], catalogue: frozenset[str]) -> dict[str, str]:
    """Return old → new number of offices that only changed it: the same name, and all their services (of `catalogue`) went along.

    Where two offices could be meant nothing is recognised.
    """
    gone, new = tuple(gone), tuple(new)
    pairs = [(old.number, fresh.number) for old in gone for fresh in new if _same(old, fresh, catalogue)]
    olds, news = Counter(old for old, _ in pairs), Counter(fresh for _, fresh in pairs)
    return {old: fresh for old, fresh in pairs if olds[old] == news[fresh] == 1}


def _same(old: Former, fresh: Former, catalogue: frozenset[str]) -> bool:
    return name_words(old.name) == name_words(fresh.name) and old.services & catalogue <= fresh.services


def likely_heirs(old: Former, new: Iterable[Former]) -> tuple[str, ...]:
    """Return the new offices that have services of an office that is no more: perhaps they follow it, which a person has to say."""
    return tuple(fresh.number for fresh in new if old.services & fresh.services)


def predecessor_mistakes(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    """Return (office, what is wrong with its predecessors): itself, or a circle."""
    named = {office.number: office.predecessors for office in organisation.offices}
    found = []
    for number, predecessors in named.items():
        if number in predecessors:
            found.append((number, f"Amt {number} kann nicht sein eigener Vorgänger sein."))
        elif circle := _circle(number, named):
            found.append((number, f"Die Vorgänger laufen im Kreis: {' ← '.join(f'Amt {n}' for n in circle)}."))
    return tuple(found)


def _circle(start: str, named: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the way from an office over its predecessors back to it, empty when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for old in named.get(way[-1], ()):
            if old == start:
                return (*way, old)
            if old not in seen:
                seen.add(old)
                ways.append((*way, old))
    return ()
