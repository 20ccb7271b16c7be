"""The organisation of a rollout, as it is on one day."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Department, Office, OfficeMembership, Rollout
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.organisation import AddressKind, Membership, department_of, why_not_in_force

if TYPE_CHECKING:
    from datetime import date

    from ozg_workflow.domain.survey.offices.directory import OfficeDirectory

_OFFICES: Final = select(Office).where(Office.rollout_id == bindparam("rollout"))
_FOLLOWERS: Final = select(Office.number, Office.successor).where(
    Office.rollout_id == bindparam("rollout"), Office.successor != ""
)
_OFFICE: Final = _OFFICES.where(Office.number == bindparam("number"))
_OFFICE_NAMES: Final = select(Office.number, Office.name).where(Office.rollout_id == bindparam("rollout"), Office.active)
_DEPARTMENTS: Final = select(Department).where(Department.rollout_id == bindparam("rollout"))
_DEPARTMENT_NAMES: Final = select(Department.number, Department.name).where(
    Department.rollout_id == bindparam("rollout"), Department.active
)
_MEMBERSHIPS: Final = (
    select(Office.number, Department.number, OfficeMembership.valid_from, OfficeMembership.valid_to)
    .join(OfficeMembership, OfficeMembership.office_id == Office.id)
    .join(Department, Department.id == OfficeMembership.department_id)
    .where(Office.rollout_id == bindparam("rollout"))
)
_BELONGING: Final[Any] = (
    select(
        Office.number.label("office"),
        Office.successor,
        Department.number.label("department"),
        Department.name,
        OfficeMembership.valid_from,
        OfficeMembership.valid_to,
    )
    .outerjoin(OfficeMembership, OfficeMembership.office_id == Office.id)
    .outerjoin(Department, Department.id == OfficeMembership.department_id)
    .where(Office.rollout_id == bindparam("rollout"))
)


class Directory:
    """Departments and offices of a rollout, as they are on one day."""

    def __init__(self, session: Session, rollout: Rollout, today: "date") -> None:
        self._session, self._rollout, self.rollout_id, self._today = session, rollout, rollout.id, today

    @cached_property
    def offices(self) -> dict[str, Office]:
        """All offices by number, those of the past included."""
        return {o.number: o for o in self._session.scalars(_OFFICES, {"rollout": self.rollout_id})}

    def find_office(self, number: str) -> Office | None:
        """Return an office by its number, one of the past too; None where there is none. The others are not read for it."""
        if "offices" in self.__dict__:
            return self.offices.get(number)
        return self._session.scalar(_OFFICE, {"rollout": self.rollout_id, "number": number})

    @cached_property
    def departments(self) -> dict[str, Department]:
        """All departments by number, those of the past included."""
        return {d.number: d for d in self._session.scalars(_DEPARTMENTS, {"rollout": self.rollout_id})}

    @cached_property
    def department_names(self) -> dict[str, str]:
        """Numbers and names of the active departments."""
        rows = columns(self._session, _DEPARTMENT_NAMES, {"rollout": self.rollout_id})
        return dict(sorted((number, name) for number, name in rows))

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """Which office belongs to which department, and when."""
        rows = columns(self._session, _MEMBERSHIPS, {"rollout": self.rollout_id})
        return tuple(Membership(office=o, department=d, valid_from=first, valid_to=last) for o, d, first, last in rows)

    def department_of(self, office: str) -> Department:
        """Return the department an office belongs to today. Raises InputError when there is none."""
        found = self.find_department(office)
        if found is None:
            raise InputError(f"Amt {office} gehört zu keinem Dezernat.")
        return found

    def find_department(self, office: str) -> Department | None:
        """Return the department an office belongs to today, None when there is none: what only looks shows the office all the same."""
        number = self._department_today(self.current(office))
        return None if number is None else self.departments[number]

    def _department_today(self, office: str) -> str | None:
        return department_of(self._memberships_of.get(office, ()), office, self._today)

    @cached_property
    def _memberships_of(self) -> dict[str, tuple[Membership, ...]]:
        found: dict[str, tuple[Membership, ...]] = {}
        for membership in self.memberships:
            found[membership.office] = (*found.get(membership.office, ()), membership)
        return found

    def department_shown(self, office: str) -> tuple[str, str]:
        """Return number and name of the same, both empty when there is none: what only shows needs no more of it, and one question."""
        today = _last_of({number: successor for number, successor, *_ in self._belonging if successor}, office)
        own = [(d, name, first, last) for number, _, d, name, first, last in self._belonging if number == today and d is not None]
        memberships = tuple(Membership(office=today, department=d, valid_from=first, valid_to=last) for d, _, first, last in own)
        wanted = department_of(memberships, today, self._today)
        return next(((number, name) for number, name, *_ in own if number == wanted), ("", ""))

    @cached_property
    def _belonging(self) -> Sequence[Any]:
        return columns(self._session, _BELONGING, {"rollout": self.rollout_id})

    def current(self, office: str) -> str:
        """Return the number an office has today: its own, or that of the office that has taken it over."""
        return _last_of(self._followers, office)

    @property
    def _followers(self) -> dict[str, str]:
        """The number of each office that was taken over → that of the one which has taken it over, as the session has it now."""
        if "offices" in self.__dict__:
            return {number: office.successor for number, office in self.offices.items() if office.successor}
        return self._stored_followers

    @cached_property
    def _stored_followers(self) -> dict[str, str]:
        return {number: successor for number, successor in columns(self._session, _FOLLOWERS, {"rollout": self.rollout_id})}

    def why_not_in_force(self, office: str) -> str:
        """Return why an office gets no list and no mail today (`bestand nur bis zum …`), empty when it is in force."""
        number = self.current(office)
        if number in self.offices and not self.offices[number].active:
            return "steht nicht mehr in der Organisation"
        return why_not_in_force(self.memberships, number, self._today)

    @cached_property
    def office_names(self) -> dict[str, str]:
        """Numbers and names of the active offices."""
        rows = columns(self._session, _OFFICE_NAMES, {"rollout": self.rollout_id})
        return dict(sorted((number, name) for number, name in rows))

    @cached_property
    def known_offices(self) -> "OfficeDirectory":
        """All offices with their other names, for reading texts; those that are not in force today say so."""
        from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory

        return OfficeDirectory(
            offices=tuple(
                KnownOffice(
                    number=number,
                    name=office.name,
                    aliases=tuple(office.aliases),
                    in_force=not (office.successor or self.why_not_in_force(number)),
                    successor=self.current(number) if office.successor else "",
                )
                for number, office in sorted(self.offices.items())
            ),
            city=self._rollout.city,
        )

    def knows(self, address: str) -> bool:
        """Tell whether an address is or was a mailbox or a head of this city."""
        return address in self._addresses or address in self._former

    def address_today(self, address: str) -> str:
        """Return the address that whoever had this one has today: of the office that took it over, the corrected one, or the same."""
        address = address.lower()
        present = [o for o in self.offices.values() if not o.successor]
        everybody: tuple[Department | Office, ...] = (*self.departments.values(), *present)
        if any(address in (p.mailbox.lower(), p.head_email.lower()) for p in everybody if p.active):
            return address
        owner, kind = self._former.get(address, (None, ""))
        if owner is None:
            return address
        today = self.offices[self.current(owner.number)] if isinstance(owner, Office) else owner
        return (today.head_email if kind == AddressKind.HEAD else today.mailbox).lower()

    @cached_property
    def _former(self) -> dict[str, tuple[Department | Office, str]]:
        """Return address → who had it, and what it was; an office that was taken over has had its own."""
        taken = [o for o in self.offices.values() if o.successor]
        found: dict[str, tuple[Department | Office, str]] = {}
        everybody: tuple[Department | Office, ...] = (*self.offices.values(), *self.departments.values())
        for person in everybody:
            found |= {address: (person, kind) for address, kind in person.former_addresses.items()}
        found |= {o.head_email.lower(): (o, AddressKind.HEAD) for o in taken}
        found |= {o.mailbox.lower(): (o, AddressKind.MAILBOX) for o in taken}
        return {address: owner for address, owner in found.items() if address}  # a head may be erased

    @cached_property
    def _addresses(self) -> frozenset[str]:
        places = (select(p.mailbox, p.head_email).where(p.rollout_id == self.rollout_id) for p in (Office, Department))
        return frozenset(a.lower() for place in places for pair in self._session.execute(place) for a in pair if a)


def _last_of(followers: Mapping[str, str], office: str) -> str:
    """Return the last office of those that have taken over one another (number → number, empty for none), from `office` on."""
    seen = {office}
    while (following := followers.get(office)) and following not in seen:
        seen.add(office := following)
    return office
