"""The organisation: Dezernate and their Ämter, with the dates from which an assignment holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from ozg_workflow.domain import german


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A Dezernat with its functional mailbox and its head."""

    number: str
    name: str
    mailbox: str
    head_name: str
    head_email: str

    @property
    def title(self) -> str:
        """`Dezernat 3 – Umwelt, Klima und Gesundheit`."""
        return f"Dezernat {self.number} – {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An Amt with its KGSt number; `aliases` are other names people use for it, `predecessors` the numbers of the Ämter it follows."""

    number: str
    name: str
    mailbox: str
    head_name: str
    head_email: str
    aliases: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """`Amt 33 – Einwohner- und Meldeamt`."""
        return f"Amt {self.number} – {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An office belongs to a department from `valid_from` to `valid_to` (both included; open when None)."""

    office: str
    department: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the assignment holds on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """All departments, offices and memberships of a city."""

    departments: tuple[Department, ...]
    offices: tuple[Office, ...]
    memberships: tuple[Membership, ...]

    def addresses(self) -> frozenset[str]:
        """Return every address of the directory in lower case: mailboxes and heads."""
        people: tuple[Department | Office, ...] = (*self.departments, *self.offices)
        return frozenset(a.lower() for p in people for a in (p.mailbox, p.head_email) if a)


class AddressKind(StrEnum):
    """Whose address it is."""

    MAILBOX = "mailbox"  # of the Dezernat or the Amt itself
    HEAD = "head"


Addresses = Mapping[AddressKind, str]


class HasAddresses(Protocol):
    """A Dezernat or an Amt, of the files or of the database."""

    @property
    def mailbox(self) -> str:
        """The functional mailbox."""

    @property
    def head_email(self) -> str:
        """The address of the head."""


def addresses_of(person: HasAddresses) -> Addresses:
    """Return the addresses of a Dezernat or an Amt by their kind."""
    return {AddressKind.MAILBOX: person.mailbox, AddressKind.HEAD: person.head_email}


def former_addresses(known: Mapping[str, str], before: Addresses, now: Addresses) -> dict[str, str]:
    """Return address → kind of all that somebody had before, in lower case; one that is used again is none of them."""
    left = {before[kind].lower(): str(kind) for kind in AddressKind if before[kind].lower() != now[kind].lower()}
    used = {address.lower() for address in now.values()}
    return {address: kind for address, kind in {**known, **left}.items() if address and address not in used}


def exists_on(memberships: tuple[Membership, ...], office: str, day: date) -> bool:
    """Tell whether an office exists on `day`: one of its assignments holds, or it has none at all."""
    own = [m for m in memberships if m.office == office]
    return not own or any(m.holds_on(day) for m in own)


def why_not_in_force(memberships: tuple[Membership, ...], office: str, day: date) -> str:
    """Return `besteht erst ab dem 01.06.2020` or `bestand nur bis zum 29.02.2020`; empty when the office exists on `day`."""
    if exists_on(memberships, office, day):
        return ""
    own = [m for m in memberships if m.office == office]
    if later := [m.valid_from for m in own if m.valid_from > day]:
        return f"besteht erst ab dem {german.short_date(min(later))}"
    return f"bestand nur bis zum {german.short_date(max(m.valid_to or day for m in own))}"


def department_of(memberships: tuple[Membership, ...], office: str, day: date) -> str | None:
    """Return the number of the department an office belongs to on `day`.

    Before the first and after the last known assignment the nearest one counts, so that a rehearsal in
    another year still finds its mailbox.
    """
    own = sorted((m for m in memberships if m.office == office), key=lambda m: m.valid_from)
    if not own:
        return None
    holding = [m for m in own if m.holds_on(day)]
    if holding:
        return holding[-1].department
    earlier = [m for m in own if m.valid_from <= day]
    return (earlier[-1] if earlier else own[0]).department
