"""What a form offers for choice: the real rollouts, offices, milestones, cases and mails, as „key – words“."""

import re
import textwrap
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import (
    Department,
    Incoming,
    IncomingNote,
    Message,
    Milestone,
    Office,
    ResponsibilityCase,
    Rollout,
    Round,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import SEPARATOR
from ozg_workflow.domain.plan.timeline import Action, MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.post.to_read import ToReadKind
from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.offices.proposals import proposals
from ozg_workflow.domain.survey.responsibility import MAY_BE_REOPENED, NO_OFFICE_HERE, CaseState, holder_words
from ozg_workflow.usecases.step.rollout_access import config_of, find_rollout, questionnaires_of

DASH = SEPARATOR
LONGEST_LIST = 500  # more is no choice any more but a search: the field stays a text
LONGEST_WORDS = 80
NOBODY: Final = "kein"  # the key that stands for no office of this city
MOST_AUTOMATIC = 100  # automatic mails, of which the unusual ones are offered


class Choice(StrEnum):
    """What a drop-down offers."""

    ROLLOUT = "rollout"
    ROUND = "round"
    DEPARTMENT = "department"
    OFFICE = "office"
    MILESTONE = "milestone"
    OPEN_MILESTONE = "open_milestone"
    ANNOUNCEMENT = "announcement"
    OPEN_CASE = "open_case"
    SETTLED_CASE = "settled_case"
    RESPONSIBLE = "responsible"  # an office, or none of this city
    QUARANTINED = "quarantined"
    TO_READ = "to_read"
    ADDED_LINE = "added_line"
    TROUBLED_MAIL = "troubled_mail"
    SERVICE = "service"
    QUESTION = "question"
    PERSON = "person"


Words = str | Callable[[], str]  # what people read; asked for only where the option is shown, if it takes time
Option = tuple[object, Words]  # the key a flow works with, and its words
TROUBLED = (MessageState.UNKNOWN, MessageState.REFUSED, MessageState.BOUNCED)
ANNOUNCED = (Action.INFORM_HEADS, Action.INFORM_STAFF_COUNCIL, Action.INFORM_STAFF, Action.EVENT)


_TITLES: Final = select(Rollout.key, Rollout.title).order_by(Rollout.key)
_ACTIVE: Final = (
    select(Office.number, Office.name, Office.aliases)
    .where(Office.rollout_id == bindparam("rollout"), Office.active)
    .order_by(Office.id)
)
_MILESTONES: Final = (
    select(Milestone.key, Milestone.planned_label, Milestone.title, Milestone.state, Milestone.action)
    .where(Milestone.rollout_id == bindparam("rollout"))
    .order_by(Milestone.position)
)
_CASES: Final = (
    select(ResponsibilityCase, Office.number.label("office"), Service.name.label("service"))
    .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(ResponsibilityCase.rollout_id == bindparam("rollout"))
    .order_by(ResponsibilityCase.id)
)


def read_choices(session: Session) -> dict[Choice, tuple[str, ...]]:
    """Return the options of every drop-down over all rollouts; with several rollouts each option names its own."""
    rollouts = list(session.scalars(select(Rollout).order_by(Rollout.key)))
    found = {Choice.ROLLOUT: tuple(f"{r.key}{DASH}{_short(r.title)}" for r in rollouts)}
    for choice, options in _OPTIONS.items():
        texts = [text for r in rollouts for text in _texts(_readable(options, session, r), r.key if rollouts[1:] else "")]
        found[choice] = tuple(dict.fromkeys(texts)) if len(texts) <= LONGEST_LIST else ()
    return found


def _readable(options: Callable[[Session, Rollout], list[Option]], session: Session, rollout: Rollout) -> list[Option]:
    """Return the options of a rollout; none where what is stored of it cannot be read: the others keep theirs."""
    try:
        return options(session, rollout)
    except InputError:
        return []


def option_texts(session: Session, choice: Choice, rollout: str) -> dict[str, str]:
    """Return the options one drop-down has for one rollout, as they stand there: key → text."""
    offer = Offer(session, rollout)
    return {key: offer.text(choice, key) for key in offer.keys(choice)}


class Offer:
    """What the drop-downs offer for one rollout: each is read when it is first asked for, an option put into words when it is wanted."""

    def __init__(self, session: Session, rollout: str) -> None:
        self._session, self.rollout_key = session, rollout
        self._known: dict[Choice, dict[str, Words]] = {}

    def text(self, choice: Choice, key: object) -> str:
        """Return the whole option that stands for `key`; empty where the form does not offer it."""
        found = self._read(choice).get(str(key))
        named = self.rollout_key if choice is not Choice.ROLLOUT and len(self._titles) > 1 else ""
        return "" if found is None else _text(key, found, named)

    def keys(self, choice: Choice) -> Iterable[str]:
        """Return the keys of all options."""
        return self._read(choice)

    @cached_property
    def _rollout(self) -> Rollout:
        return find_rollout(self._session, self.rollout_key)

    @cached_property
    def _titles(self) -> dict[str, Words]:
        return {key: title for key, title in self._session.execute(_TITLES)}

    def _read(self, choice: Choice) -> dict[str, Words]:
        if choice is Choice.ROLLOUT:
            return self._titles
        if choice not in self._known:
            options = _OPTIONS[choice](self._session, self._rollout)
            self._known[choice] = {str(key): words for key, words in options}
        return self._known[choice]


def key_of(option: str) -> tuple[str, str]:
    """Return the key of an option and the rollout it names (empty when it names none); a bare key stays as it is."""
    key, dash, words = option.partition(DASH)
    named = re.search(r" \[([\w-]+)\]$", words) if dash else None
    return key.strip(), named[1] if named else ""


def _texts(options: Iterable[Option], rollout: str) -> list[str]:
    return [_text(key, words, rollout) for key, words in options]


def _text(key: object, words: Words, rollout: str) -> str:
    said = words if isinstance(words, str) else words()
    return f"{key}{DASH}{_short(said)}{f' [{rollout}]' if rollout else ''}"


def _short(words: str) -> str:
    return textwrap.shorten(words, LONGEST_WORDS, placeholder=" …")


def _rounds(session: Session, rollout: Rollout) -> list[Option]:
    query = select(Round).where(Round.rollout_id == rollout.id).order_by(Round.id)
    return [(r.key, f"{r.title}{', geschlossen' if r.closed_at else ''}") for r in session.scalars(query)]


def _departments(session: Session, rollout: Rollout) -> list[Option]:
    query = select(Department).where(Department.rollout_id == rollout.id, Department.active).order_by(Department.id)
    return [(d.number, d.name) for d in session.scalars(query)]


def _offices(session: Session, rollout: Rollout) -> list[Option]:
    return [(number, name) for number, name, _ in session.execute(_ACTIVE, {"rollout": rollout.id})]


def _milestones(wanted: Callable[[Any], bool]) -> Callable[[Session, Rollout], list[Option]]:
    def read(session: Session, rollout: Rollout) -> list[Option]:
        found = session.execute(_MILESTONES, {"rollout": rollout.id})
        return [(m.key, f"{m.planned_label} · {m.title}") for m in found if wanted(m)]

    return read


def _responsible(session: Session, rollout: Rollout) -> list[Option]:
    """Return the offices, and that it may be none of this city."""
    return [*_offices(session, rollout), (NOBODY, f"{NO_OFFICE_HERE} (wer es ist, in die Notiz)")]


def _open_cases(session: Session, rollout: Rollout) -> list[Option]:
    query = _CASES.where(ResponsibilityCase.state == CaseState.OPEN)
    found = session.execute(query, {"rollout": rollout.id}).all()
    offices = session.execute(_ACTIVE, {"rollout": rollout.id}) if found else ()
    known = OfficeDirectory(
        offices=tuple(KnownOffice(number=number, name=name, aliases=tuple(aliases)) for number, name, aliases in offices),
        city=rollout.city,
    )
    return [(case.id, partial(_case_words, case.named, office, service, known)) for case, office, service in found]


def _case_words(named: str, office: str, service: str, offices: OfficeDirectory) -> str:
    """Say who refused which service, and for whom: `Amt 33 → 34 oder 50?: Wohnsitz anmelden; „34/50“`."""
    likely = " oder ".join(known.number for known in proposals(named, offices))
    who = f"Amt {office}" + (f" → {likely}?" if likely else "")
    return f"{who}: {service}" + (f"; „{named}“" if named.strip() else "")


def _settled_cases(session: Session, rollout: Rollout) -> list[Option]:
    """Return the cases that a person may open again: `Amt 33 → Amt 34: Wohnsitz anmelden`."""
    settled = (ResponsibilityCase.state == CaseState.SETTLED, ResponsibilityCase.reason_code.in_(MAY_BE_REOPENED))
    found = session.execute(_CASES.where(*settled), {"rollout": rollout.id})
    return [
        (case.id, f"Amt {office} → {holder_words(case.settled_office, case.reason_code, case.settled_body)}: {service}")
        for case, office, service in found
    ]


def _incoming(state: IncomingState) -> Callable[[Session, Rollout], list[Option]]:
    def read(session: Session, rollout: Rollout) -> list[Option]:
        query = select(Incoming).where(Incoming.rollout_id == rollout.id, Incoming.state == state)
        found = session.scalars(query.order_by(Incoming.id))
        return [(i.id, f"{german.short_date(german.local_day(i.received_at))}, {i.subject or 'ohne Betreff'}") for i in found]

    return read


def _to_clear(session: Session, rollout: Rollout) -> list[Option]:
    """Return the quarantine, and below it the newest unusual automatic mails: a person may know better."""
    query = select(Incoming).where(Incoming.rollout_id == rollout.id, Incoming.state == IncomingState.AUTOMATIC)
    strange = [i for i in session.scalars(query.order_by(Incoming.id.desc()).limit(MOST_AUTOMATIC)) if i.unusual]
    return _incoming(IncomingState.QUARANTINED)(session, rollout) + [
        (i.id, f"automatisch, {german.short_date(german.local_day(i.received_at))}, {i.subject or 'ohne Betreff'}")
        for i in strange
    ]


def _added_lines(session: Session, rollout: Rollout) -> list[Option]:
    query = (
        select(IncomingNote)
        .join(Incoming, Incoming.id == IncomingNote.incoming_id)
        .where(Incoming.rollout_id == rollout.id, IncomingNote.cleared_at.is_(None))
        .where(IncomingNote.kind == ToReadKind.ADDED_LINE)
    )
    return [(n.id, f"{n.place}: {n.data['name']}") for n in session.scalars(query.order_by(IncomingNote.id))]


def _troubled_mails(session: Session, rollout: Rollout) -> list[Option]:
    query = select(Message).where(Message.rollout_id == rollout.id, Message.state.in_(TROUBLED))
    found = session.scalars(query.order_by(Message.id))
    return [(m.id, f"{MESSAGE_STATE_TITLES[m.state]}: {m.subject}") for m in found]


def _services(session: Session, rollout: Rollout) -> list[Option]:
    query = select(Service.ref, Service.name).where(Service.rollout_id == rollout.id, Service.active).order_by(Service.id)
    return [(ref, name) for ref, name in session.execute(query.limit(LONGEST_LIST + 1))]


def _questions(session: Session, rollout: Rollout) -> list[Option]:
    """Return the columns of all rounds, each once."""
    known = questionnaires_of(session, rollout.id)
    return list({question.key: question.heading for questionnaire in known for question in questionnaire.questions}.items())


def _people(_: Session, rollout: Rollout) -> list[Option]:
    config = config_of(rollout)
    return [(name, "Vertretung" if name in config.deputies else "Koordination") for name in config.people]


_OPTIONS: dict[Choice, Callable[[Session, Rollout], list[Option]]] = {
    Choice.ROUND: _rounds,
    Choice.DEPARTMENT: _departments,
    Choice.OFFICE: _offices,
    Choice.MILESTONE: _milestones(lambda _: True),
    Choice.OPEN_MILESTONE: _milestones(lambda m: m.state is not MilestoneState.DONE),
    Choice.ANNOUNCEMENT: _milestones(lambda m: m.action in ANNOUNCED and m.state is not MilestoneState.DONE),
    Choice.OPEN_CASE: _open_cases,
    Choice.SETTLED_CASE: _settled_cases,
    Choice.RESPONSIBLE: _responsible,
    Choice.QUARANTINED: _to_clear,
    Choice.TO_READ: _incoming(IncomingState.TO_READ),
    Choice.ADDED_LINE: _added_lines,
    Choice.TROUBLED_MAIL: _troubled_mails,
    Choice.SERVICE: _services,
    Choice.QUESTION: _questions,
    Choice.PERSON: _people,
}
