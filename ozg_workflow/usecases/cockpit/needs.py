"""What waits for a person, today or on the evening of a past day, and how it is done."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ozg_workflow.database.models import Event, Incoming, IncomingNote, Message, ResponsibilityCase, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.journal import MilestoneFigures, Picture
from ozg_workflow.domain.needs import ADOPT, RESEND, About, Need, NeedKind, need
from ozg_workflow.domain.plan.timeline import Action, MilestoneState
from ozg_workflow.domain.post.mail import IncomingState, MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.post.to_read import ToReadKind, titled
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.usecases.answers.conflicts import conflicts
from ozg_workflow.usecases.outbox.bad_mailboxes import bad_mailboxes
from ozg_workflow.usecases.outbox.questions import resting_relays
from ozg_workflow.usecases.outbox.relay_gate import resting_sentence
from ozg_workflow.usecases.step.figures import milestone_figures
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import why_open
from ozg_workflow.usecases.survey.own_words import beginning_of, quoted, remarks_of

SHOWN_TEXTS: Final = 10  # mails of the Klärungskorb whose text is looked up: more are not shown with it anywhere
MAIL_NEEDS = {
    MessageState.UNKNOWN: NeedKind.UNKNOWN,
    MessageState.HELD: NeedKind.HELD,
    MessageState.REFUSED: NeedKind.REFUSED,
    MessageState.BOUNCED: NeedKind.BOUNCED,
}
LOADED: Final = {  # what the words about a row ask for, in the same question to the database
    ResponsibilityCase: (
        joinedload(ResponsibilityCase.row).options(
            joinedload(ServiceListRow.service),
            joinedload(ServiceListRow.service_list).options(joinedload(ServiceList.office), joinedload(ServiceList.round)),
        ),
    ),
}


def needs(work: Work, picture: Picture | None = None) -> list[Need]:
    """Return everything that waits for a person on `ctx.today`; `picture` is where a past evening stood."""
    return [
        *_mail_needs(work, picture),
        *_mailbox_needs(work),
        *([] if picture else _paused(work)),
        *_case_needs(work, picture),
        *_conflict_needs(work),
        *_quarantine_needs(work, picture),
        *_to_read_needs(work, picture),
        *_late_milestones(work.today, picture.milestones if picture else milestone_figures(work.session, work.rollout)),
    ]


def _with_state(work: Work, model: Any, states: Mapping[int, StrEnum] | None, *wanted: StrEnum) -> list[Any]:
    """Return the rows that have (or had, by `states`) one of the wanted states, by id."""
    query = select(model).where(model.rollout_id == work.rollout.id).order_by(model.id).options(*LOADED.get(model, ()))
    if states is None:
        return list(work.session.scalars(query.where(model.state.in_(wanted))))
    ids = [row_id for row_id, state in states.items() if state in wanted]
    return list(work.session.scalars(query.where(model.id.in_(ids)))) if ids else []


def _mail_needs(work: Work, picture: Picture | None) -> list[Need]:
    then = picture.messages if picture else None
    found = []
    messages = _with_state(work, Message, then, *MAIL_NEEDS)
    since = _state_since(work, messages)
    for m in messages:
        if m.kind is not MailKind.DAILY_DIGEST:
            state = then[m.id] if then else m.state
            why = f" – {m.state_reason}" if state is m.state else ""
            kind, how = _way(m, state)
            day = german.local_day(since.get((str(m.id), state), m.created_at))
            found.append(need(kind, f"Nr. {m.id} „{m.subject}“{why}", About(number=m.id), how=how, since=day))
    return found


def _state_since(work: Work, messages: list[Message]) -> dict[tuple[str, str], datetime]:
    """Return when messages came into a state, by id and state; the audit log says it with the name of the state."""
    if not messages:
        return {}
    query = select(Event.object_id, Event.verb, func.max(Event.at)).where(
        Event.rollout_id == work.rollout.id,
        Event.object_type == "message",
        Event.object_id.in_([str(m.id) for m in messages]),
        Event.verb.in_([str(state) for state in MAIL_NEEDS]),
        Event.at < german.evening(work.today),
    )
    return {(number, verb): at for number, verb, at in work.session.execute(query.group_by(Event.object_id, Event.verb))}


def _way(message: Message, state: MessageState) -> tuple[NeedKind, str]:
    """Return what kind of need a mail is, and how it is done where that is not the usual way."""
    if state is MessageState.HELD and message.needs_release:
        return NeedKind.RELEASE, ""
    missing = state is MessageState.UNKNOWN and message.state_reason_code is StateReason.COPY_MISSING
    return MAIL_NEEDS[state], RESEND if missing else ""


def _mailbox_needs(work: Work) -> list[Need]:
    return [need(NeedKind.MAILBOX, b.sentence, About(number=b.message)) for b in bad_mailboxes(work)]


def _paused(work: Work) -> list[Need]:
    """Return the mail servers that rest after failures."""
    return [need(NeedKind.PAUSED, resting_sentence(relay)) for relay in resting_relays(work.session, work.now())]


def _case_needs(work: Work, picture: Picture | None) -> list[Need]:
    return [
        need(
            NeedKind.CASE,
            " · ".join((_case_words(work, c), *remarks_of(c))),
            About(number=c.id, office=c.row.service_list.office.number, service=c.row.service.ref),
            since=german.local_day(c.opened_at),
        )
        for c in _with_state(work, ResponsibilityCase, picture.cases if picture else None, CaseState.OPEN)
    ]


def _case_words(work: Work, case: ResponsibilityCase) -> str:
    why = f" – {why_open(work, case)}" if case.state is CaseState.OPEN else ""
    return f"Fall {case.id}: „{case.row.service.name}“ ({case.row.service_list.office.title}){why}"


def _conflict_needs(work: Work) -> list[Need]:
    return [
        need(
            NeedKind.CONFLICT,
            f"Amt {c.office}, Nr. {c.number} „{c.service}“, {c.words}",
            About(office=c.office, service=c.ref),
            since=c.day,
        )
        for c in conflicts(work)
        if c.day <= work.today
    ]


def _quarantine_needs(work: Work, picture: Picture | None) -> list[Need]:
    waiting = _with_state(work, Incoming, picture.incoming if picture else None, IncomingState.QUARANTINED)
    return [_quarantine_need(mail, _notes_then(work, mail), number) for number, mail in enumerate(waiting)]


def _quarantine_need(mail: Incoming, notes: list[IncomingNote], position: int) -> Need:
    """Return a mail of the Klärungskorb with what is to be read in it, or else with the beginning of its text."""
    words = _words(notes) or ([beginning_of(mail)] if position < SHOWN_TEXTS else [])
    told = " · ".join(filter(None, (f"{_who(mail)}: {mail.reason}", *words)))
    return need(NeedKind.QUARANTINE, told, About(number=mail.id), since=german.local_day(mail.received_at))


def _to_read_needs(work: Work, picture: Picture | None) -> list[Need]:
    waiting = _with_state(work, Incoming, picture.incoming if picture else None, IncomingState.TO_READ)
    return [_to_read_need(mail, _notes_then(work, mail)) for mail in waiting]


def _to_read_need(mail: Incoming, notes: list[IncomingNote]) -> Need:
    words = " · ".join(_words(notes))
    added = any(note.kind is ToReadKind.ADDED_LINE for note in notes)
    how, since = ADOPT if added else "", german.local_day(mail.received_at)
    return need(NeedKind.TO_READ, f"{_who(mail)}: {words}", About(number=mail.id), how=how, since=since)


def _words(notes: list[IncomingNote]) -> list[str]:
    """Return what is to be read, shortened: the mail holds all of it."""
    return [f"{titled(n.kind, n.place)}: {quoted(n.text)}" for n in notes]


def _who(incoming: Incoming) -> str:
    return f"Nr. {incoming.id} von {incoming.sender or 'unbekannt'} „{incoming.subject or 'ohne Betreff'}“"


def _notes_then(work: Work, mail: Incoming) -> list[IncomingNote]:
    """Return what is to be read in a mail; of a past evening also what was cleared since."""
    notes = work.session.scalars(select(IncomingNote).where(IncomingNote.incoming_id == mail.id).order_by(IncomingNote.id))
    return [note for note in notes if note.cleared_at is None or german.local_day(note.cleared_at) > work.today]


def _late_milestones(today: date, milestones: Mapping[str, MilestoneFigures]) -> list[Need]:
    return [
        need(NeedKind.MILESTONE, f"{m.planned_label} · {m.title}", About(number=key))
        for key, m in milestones.items()
        if (state := m.state_on(today)) is MilestoneState.LATE or (m.action is Action.TICK_OFF and state is MilestoneState.DUE)
    ]
