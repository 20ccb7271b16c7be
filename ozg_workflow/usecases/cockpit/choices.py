"""What a form offers for choice: the real rollouts, offices, milestones, cases and mails, as „key – words“."""

import re
import textwrap
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cached_property, lru_cache, partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import (
    Department,
    Incoming,
    IncomingNote,
    Message,
    Rollout,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import SEPARATOR
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.post.to_read import ToReadKind
from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.offices.proposals import proposals
from ozg_workflow.domain.survey.responsibility import NO_OFFICE_HERE, holder_words
from ozg_workflow.usecases.cockpit.statements import choices as asked
from ozg_workflow.usecases.cockpit.statements.choices import LONGEST_LIST
from ozg_workflow.usecases.intake.tables.arrived import waiting_tables
from ozg_workflow.usecases.results.tables.file import TABLE_TITLES
from ozg_workflow.usecases.step.rollout_access import config_of, find_rollout, questionnaires_of, rounds_of, stored_config

DASH = SEPARATOR
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
    TABLE_MAIL = "table_mail"  # a mail of the quarantine that brings a table back
    TO_READ = "to_read"
    ADDED_LINE = "added_line"
    TROUBLED_MAIL = "troubled_mail"
    SERVICE = "service"
    QUESTION = "question"
    WAVE = "wave"
    PERSON = "person"


Words = str | Callable[[], str]  # what people read; asked for only where the option is shown, if it takes time
Option = tuple[object, Words]  # the key a flow works with, and its words
TROUBLED = (MessageState.UNKNOWN, MessageState.REFUSED, MessageState.BOUNCED)
ANNOUNCED = (Action.INFORM_HEADS, Action.INFORM_STAFF_COUNCIL, Action.INFORM_STAFF, Action.EVENT)


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

    def __init__(self, session: Session, rollout: str, *, known: Rollout | None = None, several: bool | None = None) -> None:
        """`known` is the rollout where it has been read; `several` tells whether there are others, None where nobody has looked."""
        self._session, self.rollout_key, self._rollout_known, self._several_known = session, rollout, known, several
        self._known: dict[Choice, dict[str, Words]] = {}
        self._said: dict[tuple[Choice, str], str] = {}

    def text(self, choice: Choice, key: object) -> str:
        """Return the whole option that stands for `key`; empty where the form does not offer it."""
        wanted = choice, str(key)
        if wanted not in self._said:
            found = self._read(choice).get(str(key))
            named = self.rollout_key if choice is not Choice.ROLLOUT and self._several else ""
            self._said[wanted] = "" if found is None else _text(key, found, named)
        return self._said[wanted]

    def keys(self, choice: Choice) -> Iterable[str]:
        """Return the keys of all options."""
        return self._read(choice)

    @cached_property
    def _rollout(self) -> Rollout:
        return self._rollout_known or find_rollout(self._session, self.rollout_key)

    @property
    def _several(self) -> bool:
        return len(self._titles) > 1 if self._several_known is None else self._several_known

    @cached_property
    def _titles(self) -> dict[str, Words]:
        return {key: title for key, title in self._session.execute(asked.TITLES)}

    def _read(self, choice: Choice) -> dict[str, Words]:
        if choice is Choice.ROLLOUT:
            return self._titles
        if choice not in self._known:
            options = () if self._is_no_choice(choice) else self._options(choice)
            self._known[choice] = {str(key): words for key, words in options}
        return self._known[choice]

    def _options(self, choice: Choice) -> list[Option]:
        return _OPTIONS[choice](self._session, self._rollout)

    def _is_no_choice(self, choice: Choice) -> bool:
        """Tell whether the field is a text because there are too many services; they are not read for that."""
        return choice is Choice.SERVICE and bool(value(self._session, asked.TOO_MANY_SERVICES, {"rollout": self._rollout.id}))


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


@lru_cache(maxsize=4096)  # a page names the same few options over and over
def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_WORDS else textwrap.shorten(plain, LONGEST_WORDS, placeholder=" …")


def _rounds(session: Session, rollout: Rollout) -> list[Option]:
    return round_options(rounds_of(session, rollout.id))


def round_options(rounds: Iterable[Any]) -> list[Option]:
    """Return the options for rounds that have been read (`rounds_of`)."""
    return [(round_.key, f"{round_.title}{', geschlossen' if round_.closed_at else ''}") for round_ in rounds]


def _departments(session: Session, rollout: Rollout) -> list[Option]:
    query = select(Department).where(Department.rollout_id == rollout.id, Department.active).order_by(Department.id)
    return [(d.number, d.name) for d in session.scalars(query)]


def _offices(session: Session, rollout: Rollout) -> list[Option]:
    return [(number, name) for number, name, _ in columns(session, asked.ACTIVE, {"rollout": rollout.id})]


def _milestones(wanted: Callable[[Any], bool]) -> Callable[[Session, Rollout], list[Option]]:
    def read(session: Session, rollout: Rollout) -> list[Option]:
        found = columns(session, asked.MILESTONES, {"rollout": rollout.id})
        return [(m.key, f"{m.planned_label} · {m.title}") for m in found if wanted(m)]

    return read


def _responsible(session: Session, rollout: Rollout) -> list[Option]:
    """Return the offices, and that it may be none of this city."""
    return [*_offices(session, rollout), (NOBODY, f"{NO_OFFICE_HERE} (wer es ist, in die Notiz)")]


def _open_cases(session: Session, rollout: Rollout) -> list[Option]:
    found = columns(session, asked.OPEN_CASES, {"rollout": rollout.id})
    offices = columns(session, asked.ACTIVE, {"rollout": rollout.id}) if found else ()
    known = OfficeDirectory(
        offices=tuple(KnownOffice(number=number, name=name, aliases=tuple(aliases)) for number, name, aliases in offices),
        city=rollout.city,
    )
    return [(case.id, partial(_case_words, case.named, case.office, case.service, known)) for case in found]


def _case_words(named: str, office: str, service: str, offices: OfficeDirectory) -> str:
    """Say who refused which service, and for whom: `Amt 33 → 34 oder 50?: Wohnsitz anmelden; „34/50“`."""
    likely = " oder ".join(known.number for known in proposals(named, offices))
    who = f"Amt {office}" + (f" → {likely}?" if likely else "")
    return f"{who}: {service}" + (f"; „{named}“" if named.strip() else "")


def _settled_cases(session: Session, rollout: Rollout) -> list[Option]:
    """Return the cases that a person may open again: `Amt 33 → Amt 34: Wohnsitz anmelden`."""
    found = columns(session, asked.SETTLED_CASES, {"rollout": rollout.id})
    return [(case.id, f"Amt {case.office} → {_holder(case)}: {case.service}") for case in found]


def _holder(case: Any) -> str:
    return holder_words(case.settled_office, case.reason_code, case.settled_body)


def _incoming(state: IncomingState) -> Callable[[Session, Rollout], list[Option]]:
    def read(session: Session, rollout: Rollout) -> list[Option]:
        query = select(Incoming).where(Incoming.rollout_id == rollout.id, Incoming.state == state)
        found = session.scalars(query.order_by(Incoming.id))
        return [(i.id, f"{german.short_date(german.local_day(i.received_at))}, {i.subject or 'ohne Betreff'}") for i in found]

    return read


def _table_mails(session: Session, rollout: Rollout) -> list[Option]:
    """Return the mails of the quarantine with one table to take over: `Maßnahmen, 07.07.2020, AW: Tabelle`."""
    found = _incoming(IncomingState.QUARANTINED)(session, rollout)
    tables = waiting_tables(session, [int(str(mail)) for mail, _ in found])
    return [(mail, f"{TABLE_TITLES[tables[mail]]}, {words}") for mail, words in found if mail in tables]


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
    return [(ref, name) for ref, name in columns(session, asked.SERVICES, {"rollout": rollout.id})]


def _questions(session: Session, rollout: Rollout) -> list[Option]:
    """Return the columns of all rounds, each once."""
    known = questionnaires_of(session, rollout.id)
    return list({question.key: question.heading for questionnaire in known for question in questionnaire.questions}.items())


def _waves(_: Session, rollout: Rollout) -> list[Option]:
    return [(wave.key, wave.title) for wave in stored_config(rollout).prioritisation.waves]


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
    Choice.TABLE_MAIL: _table_mails,
    Choice.TO_READ: _incoming(IncomingState.TO_READ),
    Choice.ADDED_LINE: _added_lines,
    Choice.TROUBLED_MAIL: _troubled_mails,
    Choice.SERVICE: _services,
    Choice.QUESTION: _questions,
    Choice.WAVE: _waves,
    Choice.PERSON: _people,
}
