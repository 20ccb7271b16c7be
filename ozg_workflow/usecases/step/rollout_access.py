"""Find the rollout of a step and its configuration."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Row, Text, bindparam, cast, or_, select
from sqlalchemy.orm import Session, object_session, sessionmaker

from ozg_workflow.database.columns import column, columns
from ozg_workflow.database.models import Department, Milestone, Office, OfficeMembership, Rollout, Round
from ozg_workflow.domain.errors import InputError, NotPreparedError
from ozg_workflow.domain.organisation import AddressKind, Membership, department_of, why_not_in_force
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.timeline import Change, in_force
from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.usecases.step.stored_values import stored

if TYPE_CHECKING:
    from datetime import date

    from ozg_workflow.domain.rollout import RolloutConfig
    from ozg_workflow.domain.survey.questionnaire import Questionnaire

# made once: SQLAlchemy takes longer to put a small question together than SQLite to answer it
_ROLLOUT: Final = select(Rollout).where(Rollout.key == bindparam("key"))
_LOCKED: Final = _ROLLOUT.with_for_update(key_share=True)
_CHANGES: Final = select(Milestone.key, Milestone.moved_to, Milestone.sequence).where(
    Milestone.rollout_id == bindparam("rollout"), or_(Milestone.moved_to.is_not(None), Milestone.sequence != 0)
)
_QUESTIONNAIRES: Final = (
    select(cast(Round.questionnaire, Text)).where(Round.rollout_id == bindparam("rollout")).order_by(Round.id)
)
_OFFICES: Final = select(Office).where(Office.rollout_id == bindparam("rollout"))
_FOLLOWERS: Final = select(Office.number, Office.successor).where(
    Office.rollout_id == bindparam("rollout"), Office.successor != ""
)
_OFFICE: Final = _OFFICES.where(Office.number == bindparam("number"))
_OFFICE_NAMES: Final = select(Office.number, Office.name).where(Office.rollout_id == bindparam("rollout"), Office.active)
_DEPARTMENTS: Final = select(Department).where(Department.rollout_id == bindparam("rollout"))
_MEMBERSHIPS: Final = (
    select(Office.number, Department.number, OfficeMembership.valid_from, OfficeMembership.valid_to)
    .join(OfficeMembership, OfficeMembership.office_id == Office.id)
    .join(Department, Department.id == OfficeMembership.department_id)
    .where(Office.rollout_id == bindparam("rollout"))
)


def find_rollout(session: Session, key: str, *, lock: bool = False) -> Rollout:
    """Return the rollout with this key; `lock` serialises steps that change it. Raises NotPreparedError.

    The lock leaves the key alone: rows that refer to the rollout can be stored meanwhile, so a delivery waits for nobody.
    """
    rollout = session.scalar(_LOCKED if lock else _ROLLOUT, {"key": key})
    if rollout is None:
        raise NotPreparedError(f"Der Rollout „{key}“ ist noch nicht geladen.")
    return rollout


def rollout_keys(sessions: sessionmaker[Session]) -> tuple[str, ...]:
    """Return the keys of all rollouts in the database."""
    with sessions() as session:
        return tuple(session.scalars(select(Rollout.key).order_by(Rollout.key)))


def only_rollout_key(session: Session, wanted: str | None) -> str:
    """Return `wanted` or the key of the only rollout. Raises InputError naming the choices."""
    keys = list(session.scalars(select(Rollout.key).order_by(Rollout.key)))
    if not keys:
        raise NotPreparedError
    if wanted is None and len(keys) == 1:
        return keys[0]
    if wanted in keys:
        return str(wanted)
    names = ", ".join(keys)
    if wanted is None:
        raise InputError(f"Es gibt mehrere Rollouts ({names}); bitte einen mit --rollout wählen.")
    raise InputError(f"Den Rollout „{wanted}“ gibt es nicht. Vorhanden: {names}.")


@lru_cache(maxsize=1)
def _adapters() -> tuple[Any, Any]:
    from pydantic import TypeAdapter

    from ozg_workflow.domain.rollout import RolloutConfig
    from ozg_workflow.domain.survey.questionnaire import Questionnaire

    return TypeAdapter(RolloutConfig), TypeAdapter(Questionnaire)


_configs: "dict[str, RolloutConfig]" = {}


def config_of(rollout: Rollout, sender: str = "") -> "RolloutConfig":
    """Return the configuration the rollout was prepared with, its timeline as it is in force; `sender` replaces its own.

    Everybody who asks for a date gets it here: a moved milestone lies on its new day for all of them. Raises InputError where what is
    stored does not fit this version.
    """
    from ozg_workflow.domain.rollout import with_sender

    config = stored_config(rollout)
    timeline = in_force(config.timeline, changes_of(_moved(rollout)))
    return with_sender(replace(config, timeline=timeline), sender)


def stored_config(rollout: Rollout) -> "RolloutConfig":
    """Return the configuration as it was when the rollout was prepared: not for dates, which may have moved. Raises InputError as above."""
    from ozg_workflow.domain.rollout import RolloutConfig

    if rollout.config_hash not in _configs:
        try:
            _configs[rollout.config_hash] = stored(RolloutConfig, rollout.config)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise InputError(
                f"Die gespeicherte Konfiguration von „{rollout.key}“ passt nicht zu dieser Version ({type(error).__name__}). "
                "Bitte „ozg prepare“ ausführen."
            ) from error
    return _configs[rollout.config_hash]


def changes_of(milestones: "Iterable[Milestone | Row[Any]]") -> dict[str, Change]:
    """Return what has become of the milestones since timeline.yaml."""
    return {m.key: Change(moved_to=m.moved_to, sequence=m.sequence) for m in milestones if m.moved_to or m.sequence}


def _moved(rollout: Rollout) -> "Iterable[Row[Any]]":
    session = object_session(rollout)
    changes: Any = _CHANGES
    return columns(session, changes, {"rollout": rollout.id}) if session else ()


def dump_config(config: "RolloutConfig") -> dict[str, Any]:
    """Return the configuration as JSON data."""
    data: dict[str, Any] = _adapters()[0].dump_python(config, mode="json")
    return data


def dump_questionnaire(questionnaire: "Questionnaire") -> dict[str, Any]:
    """Return a questionnaire as JSON data."""
    data: dict[str, Any] = _adapters()[1].dump_python(questionnaire, mode="json")
    return data


_questionnaires: "dict[int, tuple[dict[str, Any], Questionnaire]]" = {}


def questionnaire_of(round_: Round) -> "Questionnaire":
    """Return the questionnaire a round was sent with; read once and kept while the round has the same one."""
    from ozg_workflow.domain.survey.questionnaire import Questionnaire

    known = _questionnaires.get(round_.id)
    if known is None or known[0] != round_.questionnaire:
        known = (round_.questionnaire, stored(Questionnaire, round_.questionnaire))
        _questionnaires[round_.id] = known
    return known[1]


def questionnaires_of(session: Session, rollout_id: int) -> "tuple[Questionnaire, ...]":
    """Return the questionnaires of all rounds, the oldest first; what was read once is kept."""
    return tuple(read_questionnaire(text) for text in column(session, _QUESTIONNAIRES, {"rollout": rollout_id}))


@lru_cache(maxsize=32)
def read_questionnaire(text: str) -> "Questionnaire":
    """Return the questionnaire that is stored as this JSON text; read once for each text."""
    from ozg_workflow.domain.survey.questionnaire import Questionnaire

    found: Questionnaire = stored(Questionnaire, json.loads(text))
    return found


def calendar_of(rollout: Rollout) -> WorkingCalendar:
    """Return the working days of the town hall."""
    calendar: WorkingCalendar = stored(WorkingCalendar, rollout.config["timeline"]["calendar"])
    return calendar


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
        number = department_of(self.memberships, self.current(office), self._today)
        return None if number is None else self.departments[number]

    def current(self, office: str) -> str:
        """Return the number an office has today: its own, or that of the office that has taken it over."""
        seen = {office}
        while (following := self._followers.get(office)) and following not in seen:
            seen.add(office := following)
        return office

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
    def known_offices(self) -> OfficeDirectory:
        """All offices with their other names, for reading texts; those that are not in force today say so."""
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
