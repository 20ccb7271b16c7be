"""What waits for a person, today or on the evening of a past day, and how it is done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Row

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import IncomingNote
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.late_measures import measure_needs
from ozg_workflow.domain.cockpit.status import MailboxStatus
from ozg_workflow.domain.journal import MilestoneFigures, Picture
from ozg_workflow.domain.needs import ADOPT, MAIL_NEEDS, RESEND, About, Need, NeedKind, need
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.post.mail import IncomingState, MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.post.to_read import ToReadKind, titled
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.usecases.answers.conflicts import conflicts
from ozg_workflow.usecases.cockpit.statements import needs as asked
from ozg_workflow.usecases.cockpit.statements.needs import Waiting
from ozg_workflow.usecases.cockpit.status import Facts
from ozg_workflow.usecases.cockpit.waiting.results import result_needs
from ozg_workflow.usecases.outbox.bad_mailboxes import bad_mailboxes
from ozg_workflow.usecases.outbox.questions import own_relay_rests
from ozg_workflow.usecases.outbox.relay_gate import resting_sentence
from ozg_workflow.usecases.results.delays import delayed
from ozg_workflow.usecases.results.evaluate import newest_evaluation
from ozg_workflow.usecases.results.papers import PaperDates, decided_paper, newest_paper
from ozg_workflow.usecases.step.figures import milestone_figures
from ozg_workflow.usecases.step.rollout_access import read_questionnaire
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import why_open
from ozg_workflow.usecases.survey.own_words import beginnings_of, quoted, remarks_of

SHOWN_TEXTS: Final = 10  # mails of the Klärungskorb whose text is looked up: more are not shown with it anywhere


def needs(work: Work, picture: Picture | None = None, facts: Facts | None = None) -> list[Need]:
    """Return everything that waits for a person on `ctx.today`; `picture` is where a past evening stood, `facts` what is known of it."""
    return [
        *_mail_needs(work, picture),
        *_mailbox_needs(facts.mailboxes if facts else bad_mailboxes(work)),
        *([] if picture else _paused(work)),
        *_case_needs(work, picture),
        *_conflict_needs(work),
        *_incoming_needs(work, picture.incoming if picture else None),
        *_board_needs(work, facts.paper if facts else newest_paper(work), _milestones(work, picture, facts)),
        *([] if picture else result_needs(work, facts.evaluation if facts else newest_evaluation(work))),
        *_late_milestones(work.today, _milestones(work, picture, facts)),
        *measure_needs(work.today, facts.delayed if facts else delayed(work, picture.measures if picture else None)),
    ]


def _milestones(work: Work, picture: Picture | None, facts: Facts | None) -> Mapping[str, MilestoneFigures]:
    known = picture or facts
    return known.milestones if known else milestone_figures(work.session, work.rollout)


def _waiting(work: Work, wanted: Waiting, states: Mapping[int, StrEnum] | None) -> Sequence[Row[Any]]:
    """Return the rows that have (or had, by `states`) one of the wanted states, by id."""
    if states is None:
        return sorted(columns(work.session, wanted.now, {"rollout": work.rollout.id}), key=itemgetter(0))
    ids = [row_id for row_id, state in states.items() if state in wanted.states]
    found = columns(work.session, wanted.chosen, {"rollout": work.rollout.id, "ids": ids}) if ids else ()
    return sorted(found, key=itemgetter(0))


def _mail_needs(work: Work, picture: Picture | None) -> list[Need]:
    then = picture.messages if picture else None
    found = []
    messages = _waiting(work, asked.MAILS, then)
    since = _state_since(work, messages)
    for m in messages:
        if m.kind is not MailKind.DAILY_DIGEST:
            state = then[m.id] if then else m.state
            why = f" – {m.state_reason}" if state is m.state else ""
            kind, how = _way(m, state)
            day = german.local_day(since.get((str(m.id), state), m.created_at))
            found.append(need(kind, f"Nr. {m.id} „{m.subject}“{why}", About(number=m.id), how=how, since=day))
    return found


def _state_since(work: Work, messages: Sequence[Row[Any]]) -> dict[tuple[str, str], datetime]:
    """Return when messages came into a state, by id and state; the audit log says it with the name of the state."""
    if not messages:
        return {}
    mails, evening = [str(m.id) for m in messages], german.evening(work.today)
    found = columns(work.session, asked.SINCE, {"rollout": work.rollout.id, "mails": mails, "evening": evening})
    return {(number, verb): at for number, verb, at in found}


def _way(message: Row[Any], state: MessageState) -> tuple[NeedKind, str]:
    """Return what kind of need a mail is, and how it is done where that is not the usual way."""
    if state is MessageState.HELD and message.needs_release:
        return NeedKind.RELEASE, ""
    missing = state is MessageState.UNKNOWN and message.state_reason_code is StateReason.COPY_MISSING
    return MAIL_NEEDS[state], RESEND if missing else ""


def _mailbox_needs(bad: Sequence[MailboxStatus]) -> list[Need]:
    return [need(NeedKind.MAILBOX, b.sentence, About(number=b.message)) for b in bad]


def _paused(work: Work) -> list[Need]:
    """Return that the mail server of this rollout rests after failures."""
    relay = own_relay_rests(work)
    return [need(NeedKind.PAUSED, resting_sentence(relay))] if relay else []


def _case_needs(work: Work, picture: Picture | None) -> list[Need]:
    return [
        need(
            NeedKind.CASE,
            " · ".join((_case_words(work, c), *remarks_of(c, _questionnaire(work, c.round_id)))),
            About(number=c.id, office=c.office, service=c.ref),
            since=german.local_day(c.opened_at),
        )
        for c in _waiting(work, asked.CASES, picture.cases if picture else None)
    ]


def _questionnaire(work: Work, round_id: int) -> Questionnaire:
    return next(read_questionnaire(round_.questionnaire) for round_ in work.rounds if round_.id == round_id)


def _case_words(work: Work, case: Row[Any]) -> str:
    why = f" – {why_open(work, case)}" if case.state is CaseState.OPEN else ""
    return f"Fall {case.id}: „{case.service}“ (Amt {case.office} – {case.office_name}){why}"


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


def _incoming_needs(work: Work, then: Mapping[int, IncomingState] | None) -> list[Need]:
    waiting = _waiting(work, asked.INCOMING, then)
    notes = _notes_then(work, waiting)
    states = then or {mail.id: mail.state for mail in waiting}
    unclear = [mail for mail in waiting if states[mail.id] is IncomingState.QUARANTINED]
    begun = beginnings_of(work.session, [mail for mail in unclear[:SHOWN_TEXTS] if not notes[mail.id]])
    return [
        *(_quarantine_need(mail, notes[mail.id], begun.get(mail.id, "")) for mail in unclear),
        *(_to_read_need(mail, notes[mail.id]) for mail in waiting if states[mail.id] is IncomingState.TO_READ),
    ]


def _quarantine_need(mail: Row[Any], notes: list[IncomingNote], beginning: str) -> Need:
    """Return a mail of the Klärungskorb with what is to be read in it, or else with the beginning of its text."""
    words = _words(notes) or [beginning]
    told = " · ".join(filter(None, (f"{_who(mail)}: {mail.reason}", *words)))
    return need(NeedKind.QUARANTINE, told, About(number=mail.id), since=german.local_day(mail.received_at))


def _to_read_need(mail: Row[Any], notes: list[IncomingNote]) -> Need:
    words = " · ".join(_words(notes))
    added = any(note.kind is ToReadKind.ADDED_LINE for note in notes)
    how, since = ADOPT if added else "", german.local_day(mail.received_at)
    return need(NeedKind.TO_READ, f"{_who(mail)}: {words}", About(number=mail.id), how=how, since=since)


def _words(notes: list[IncomingNote]) -> list[str]:
    """Return what is to be read, shortened: the mail holds all of it."""
    return [f"{titled(n.kind, n.place)}: {quoted(n.text)}" for n in notes]


def _who(incoming: Row[Any]) -> str:
    return f"Nr. {incoming.id} von {incoming.sender or 'unbekannt'} „{incoming.subject or 'ohne Betreff'}“"


def _notes_then(work: Work, mails: Sequence[Row[Any]]) -> dict[int, list[IncomingNote]]:
    """Return mail → what is to be read in it, of all of them; of a past evening also what was cleared since."""
    found: dict[int, list[IncomingNote]] = {mail.id: [] for mail in mails}
    for note in work.session.scalars(asked.NOTES, {"mails": list(found)}) if found else ():
        if note.cleared_at is None or german.local_day(note.cleared_at) > work.today:
            found[note.incoming_id].append(note)
    return found


def _board_needs(work: Work, paper: PaperDates | None, milestones: Mapping[str, MilestoneFigures]) -> Iterator[Need]:
    """Yield what is owed: the release of a draft; the decision, once the board has the paper or the implementation should begin."""
    evening = german.evening(work.today)
    if paper and not _before(paper.released_at or paper.decided_at, evening):
        drafted = german.local_day(paper.draft_at)
        yield need(NeedKind.DRAFT, f"Entwurf vom {german.short_date(drafted)}", since=drafted)
    if paper and paper.released_at and _before(paper.released_at, evening) and not _before(paper.decided_at, evening):
        released = german.local_day(paper.released_at)
        yield need(NeedKind.DECISION, f"Vorlage freigegeben am {german.short_date(released)}", since=released)
    elif waiting := _waiting_start(work, milestones):
        yield need(NeedKind.DECISION, f"{waiting.planned_label} · {waiting.title}", since=waiting.acts_on)


def _waiting_start(work: Work, milestones: Mapping[str, MilestoneFigures]) -> MilestoneFigures | None:
    """Return the beginning of the implementation when only the decision is missing for it."""
    due = (m for m in milestones.values() if m.action is Action.START_IMPLEMENTATION and m.acts_on <= work.today)
    waiting = next((m for m in due if m.state_on(work.today) is not MilestoneState.DONE), None)
    decided = decided_paper(work) if waiting else None
    return None if decided and _before(decided.decided_at, german.evening(work.today)) else waiting


def _before(moment: datetime | None, evening: datetime) -> bool:
    return moment is not None and moment < evening


def _late_milestones(today: date, milestones: Mapping[str, MilestoneFigures]) -> list[Need]:
    return [
        need(NeedKind.MILESTONE, f"{m.planned_label} · {m.title}", About(number=key))
        for key, m in milestones.items()
        if (state := m.state_on(today)) is MilestoneState.LATE or (m.action is Action.TICK_OFF and state is MilestoneState.DUE)
    ]
