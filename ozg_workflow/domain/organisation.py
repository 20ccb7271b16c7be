"""The organisation: Dezernate and their Ämter, with the dates from which an assignment holds."""

from dataclasses import dataclass
from datetime import date


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
    """An Amt with its KGSt number; `aliases` are other names people use for it."""

    number: str
    name: str
    mailbox: str
    head_name: str
    head_email: str
    aliases: tuple[str, ...] = ()

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


def exists_on(memberships: tuple[Membership, ...], office: str, day: date) -> bool:
    """Tell whether an office exists on `day`: one of its assignments holds, or it has none at all."""
    own = [m for m in memberships if m.office == office]
    return not own or any(m.holds_on(day) for m in own)


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
