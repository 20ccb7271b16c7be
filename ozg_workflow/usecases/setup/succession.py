"""Offices follow others while a round runs: what an office had – lists, services, cases, measures – goes to the one that takes over."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import exists, or_, select

from ozg_workflow.database.models import Assignment, Office, Service, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.catalogue import Service as CatalogueService
from ozg_workflow.domain.consequences import Consequence, ConsequenceKind
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.organisation import Organisation
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.succession import (
    Former,
    Succession,
    due_successions,
    has_ended,
    heirs_of,
    likely_heirs,
    placed,
    recognised,
    spun_off,
)
from ozg_workflow.domain.survey.service_list import BACK, AssignmentState
from ozg_workflow.usecases.setup.diff import Diff
from ozg_workflow.usecases.setup.take_over import Figures, give_back, loosen, take_over
from ozg_workflow.usecases.step.work import Work

SHOWN: Final = 5  # services named in a message


def with_successors(work: Work, data: RolloutData) -> RolloutData:
    """Return the configuration with every service at the office that has it today.

    Raises InputError where a new office follows one that nobody knows.
    """
    _check_predecessors(work, data.organisation)
    if not heirs_of(data.organisation):
        return data
    services = placed(data.organisation, data.services, work.today, proposed_offices(work))
    _refuse_undecided(work, data.organisation, services)
    return replace(data, services=services)


def _check_predecessors(work: Work, organisation: Organisation) -> None:
    """Raise InputError where a new office follows only such as nobody knows; tell where it is one of several. A new rollout knows none."""
    known = set(work.session.scalars(select(Office.number).where(Office.rollout_id == work.rollout.id)))
    for office in organisation.offices if known else ():
        strange = [old for old in office.predecessors if old not in known]
        if office.number in known or not strange:
            continue
        words = f"organisation.csv: Amt {office.number} nennt als Vorgänger „{', '.join(strange)}“; das gab es hier nicht."
        if len(strange) == len(office.predecessors):
            raise InputError(f"{words} Bekannt sind: {', '.join(sorted(known))}.")
        work.say(f"Hinweis: {words}")


def _refuse_undecided(work: Work, organisation: Organisation, services: Iterable[CatalogueService]) -> None:
    """Raise InputError where several offices follow one and the catalogue does not say which of them has a service."""
    heirs = heirs_of(organisation)
    undecided: dict[str, list[str]] = {}
    for service in services:
        if len(heirs.get(service.office, ())) > 1 and has_ended(organisation, service.office, work.today):
            undecided.setdefault(service.office, []).append(f"„{service.name}“")
    if undecided:
        raise InputError("\n".join(_undecided(old, heirs[old], names) for old, names in undecided.items()))


def _undecided(old: str, heirs: tuple[str, ...], names: list[str]) -> str:
    following = german.join([f"Amt {number}" for number in heirs])
    more = f" und {len(names) - SHOWN} weitere" if len(names) > SHOWN else ""
    return (
        f"catalogue.csv: Amt {old} gibt es nicht mehr, ihm folgen {following}; "
        f"bitte eines davon eintragen bei {', '.join(names[:SHOWN])}{more}."
    )


def proposed_offices(work: Work) -> dict[str, str]:
    """Return ref → office that the catalogue, as it was loaded, proposes."""
    query = select(Service.ref, Service.proposed_office).where(Service.rollout_id == work.rollout.id)
    return {ref: office for ref, office in work.session.execute(query)}


def follow_successions(work: Work, data: RolloutData) -> Diff:
    """Carry out what the offices of `data` say about predecessors; return which offices followed others.

    Offices are stored by now, services not yet: they go where the catalogue says afterwards. A second run finds nothing to do.
    """
    town = Town(work, data.organisation, {service.ref: service.office for service in data.services})
    town.taken_back()
    town.taken_over()
    town.recognised()
    town.spun_off()
    town.dissolved()
    return Diff(added=len(town.named), named=town.named)


class Town:
    """The offices of the database beside those that are wanted; `wanted` is ref → office of the catalogue."""

    def __init__(self, work: Work, organisation: Organisation, wanted: Mapping[str, str]) -> None:
        self.work, self._organisation, self.wanted = work, organisation, wanted
        self.named: list[Consequence] = []
        self.offices = {o.number: o for o in work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))}

    def taken_back(self) -> None:
        """An office is back and nobody names it as a predecessor any more: the old files were loaded again."""
        named = heirs_of(self._organisation)
        back: list[tuple[Office, Office]] = []
        for old in [o for o in self.offices.values() if o.successor and o.active]:
            heir = self._holder(old)  # asked one after the other: what comes back first may be what the next one had gone over to
            if heir.number in named.get(old.number, ()):
                continue
            back.append((old, heir))
            old.successor = ""
            through = [o.number for o in self.offices.values() if o.successor and self._holder(o) is old]
            figures = give_back(self.work, old, heir, through)
            self._tell(heir, [old], f"{old.title} hat wieder, was bei {heir.title} war{_counted(figures)}")
        for heir in {heir.number: heir for _, heir in back}.values():
            olds = [old for old, other in back if other is heir]
            if not heir.active and len(olds) == 1 and self._has_anything(heir):
                self.follow(Succession(old=heir.number, heirs=(olds[0].number,)))

    def taken_over(self) -> None:
        """Offices that are no more have heirs in the file."""
        for found in due_successions(self._organisation, self.work.today):
            self.follow(found)

    def recognised(self) -> None:
        """An office only has another number, and nobody wrote down that it is the same."""
        gone = [self._former(o) for o in self.offices.values() if self._is_gone(o) and self._has_anything(o)]
        pairs = recognised(gone, self._new(), frozenset(self.wanted)) if gone else {}
        for old, new in pairs.items():
            self.follow(Succession(old=old, heirs=(new,)))

    def spun_off(self) -> None:
        """A new office takes services from one that stays: also those that are confirmed."""
        pairs = spun_off(self._organisation, self.work.today)
        for old, new in sorted(pairs):
            if old in self.offices:
                going = {ref for ref, office in self.wanted.items() if office == new}
                loosen(self.work, self.offices[old], going, heir=self.offices[new])

    def dissolved(self) -> None:
        """Offices that are no more and have no heir: what they had settled is free for the office of the catalogue."""
        for office in [o for o in self.offices.values() if self._is_gone(o) and self._has_anything(o)]:
            if loosen(self.work, office, set(self.wanted)) or self._owes(office):
                self._tell_dissolved(office)

    # --- one of them

    def follow(self, found: Succession) -> None:
        """Carry out one succession, unless it has been carried out before."""
        old = self._end_of_chain(found)
        heirs = {number: self.offices[number] for number in found.heirs}
        if old is None or old.number in heirs or (old.successor in heirs and not self._has_anything(old)):
            return
        main, figures = take_over(self.work, old, heirs, found, self.wanted)
        others = [heir for number, heir in heirs.items() if number != main.number]
        parted = f"; was der Katalog {german.join([o.title for o in others])} gibt, geht dorthin" if others else ""
        self._tell(old, [main, *others], f"{old.title} geht in {main.title} auf{_counted(figures)}{parted}")

    def _holder(self, office: Office) -> Office:
        """Return the office that has today what one had that was taken over."""
        seen = {office.number}
        while office.successor and office.successor not in seen:
            seen.add(office.successor)
            office = self.offices[office.successor]
        return office

    def _end_of_chain(self, found: Succession) -> Office | None:
        """Return the office that has today what the predecessor had: it may have been taken over before by one that is no more, too."""
        office = self.offices.get(found.old)
        while office and office.successor and office.successor not in found.heirs:
            office = self.offices[office.successor]
            if not has_ended(self._organisation, office.number, self.work.today):
                return None
        return office

    def _is_gone(self, office: Office) -> bool:
        return not (office.active or office.successor)

    def _has_anything(self, office: Office) -> bool:
        """Tell whether an office has lists or services."""
        at_work = Assignment.state.not_in((AssignmentState.WITHDRAWN, AssignmentState.FORWARDED))
        lists = exists().where(ServiceList.office_id == office.id)
        services = exists().where(Assignment.office_id == office.id, at_work)
        return bool(self.work.session.scalar(select(or_(lists, services))))

    def _owes(self, office: Office) -> bool:
        open_ = exists().where(ServiceList.office_id == office.id, ServiceList.state.not_in(BACK))
        return bool(self.work.session.scalar(select(open_)))

    def _former(self, office: Office) -> Former:
        had = select(Service.ref).where(Service.rollout_id == self.work.rollout.id, Service.proposed_office == office.number)
        return Former(number=office.number, name=office.name, services=frozenset(self.work.session.scalars(had)))

    def _new(self) -> list[Former]:
        """Return the offices of the file that have nothing yet and name no predecessor."""
        fresh = [o for o in self._organisation.offices if not (o.predecessors or self._has_anything(self.offices[o.number]))]
        services: dict[str, set[str]] = {}
        for ref, number in self.wanted.items():
            services.setdefault(number, set()).add(ref)
        return [Former(number=o.number, name=o.name, services=frozenset(services.get(o.number, ()))) for o in fresh]

    # --- what is told

    def _tell(self, old: Office, new: Iterable[Office], text: str) -> None:
        data = {"old": old.number, "new": [o.number for o in new]}
        self.work.record("office_succeeded", ("office", old.number), text, data)
        self.work.did(f"{text}.")
        self.named.append(Consequence(kind=ConsequenceKind.OFFICE_FOLLOWS, text=text, about=data))

    def _tell_dissolved(self, office: Office) -> None:
        likely = likely_heirs(self._former(office), self._new())
        hint = (
            f" Ist Amt {likely[0]} sein Nachfolger? Dann dort in der Spalte „vorgaenger“ {office.number} eintragen."
            if likely
            else ""
        )
        self.work.say(
            f"Hinweis: {office.title} steht nicht mehr in organisation.csv und hat keinen Nachfolger; an seine offenen Listen wird nicht "
            f"mehr erinnert, seine Leistungen gehören den Ämtern des Katalogs.{hint}"
        )


def _counted(figures: Figures) -> str:
    """Return `: 1 Liste und 4 Leistungen`, empty where there was nothing."""
    words = [
        german.count(figures.lists, "Liste", "Listen") if figures.lists else "",
        german.count(figures.services, "Leistung", "Leistungen") if figures.services else "",
    ]
    told = german.join([word for word in words if word])
    return f": {told}" if told else ""
