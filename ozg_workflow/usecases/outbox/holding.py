"""Which mails are held, why, and when they may go."""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Message, MessageList, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.post.mail import REMINDER_KINDS, is_allowed
from ozg_workflow.domain.post.mails.registry import LIST_KINDS
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.survey.service_list import FINAL_STATES, ListState
from ozg_workflow.usecases.outbox.message_states import explain, move
from ozg_workflow.usecases.step.work import Work

_STATES_OF_LISTS: Final = (
    select(MessageList.message_id, ServiceList.state)
    .join(ServiceList, ServiceList.id == MessageList.service_list_id)
    .where(MessageList.message_id.in_(bindparam("mails", expanding=True)))
)
WAITS_FOR_RELEASE = "Wartet auf die Freigabe („ozg mail release“)."


def holding_reason(work: Work, addresses: tuple[str, ...], *, needs_release: bool = False) -> str:
    """Return why a mail to these addresses must be held, empty when it may go: a person's release, the allow-list, or both."""
    release = WAITS_FOR_RELEASE if needs_release else ""
    return f"{release} {_not_allowed(work.ctx.allow_list, addresses)}".strip()


def _not_allowed(allowed: tuple[str, ...], addresses: tuple[str, ...]) -> str:
    blocked = [a for a in addresses if not is_allowed(a, allowed)]
    if not blocked:
        return ""
    if not allowed:
        return "Die Liste der erlaubten Empfänger (OZG_RECIPIENTS) ist leer."
    return f"Nicht als Empfänger erlaubt (OZG_RECIPIENTS): {', '.join(blocked)}."


def reason_to_hold(work: Work, message: Message) -> str:
    """Return why a stored message must be held today, empty when it may go."""
    restored = message.needs_release and message.state_reason_code is StateReason.SINCE_BACKUP
    warning = message.state_reason if restored else ""
    return warning or holding_reason(work, tuple(r.address for r in message.recipients), needs_release=message.needs_release)


def stale(work: Work, messages: Iterable[Message]) -> dict[int, tuple[MessageState, str]]:
    """Return how those of some messages end that have lost their sense: past its last day, a reminder of lists that are all back, replaced lists."""
    found = list(messages)
    lists = _states_of_lists(work, [m.id for m in found if m.kind in REMINDER_KINDS | LIST_KINDS])
    ends = {message.id: _end(work, message, lists.get(message.id, set())) for message in found}
    return {number: how for number, how in ends.items() if how}


def _states_of_lists(work: Work, mails: Collection[int]) -> dict[int, set[ListState]]:
    """Return the states of the lists that mails are about, for all of them in one question."""
    states: dict[int, set[ListState]] = {}
    for mail, state in columns(work.session, _STATES_OF_LISTS, {"mails": mails}) if mails else ():
        states.setdefault(mail, set()).add(state)
    return states


def _end(work: Work, message: Message, lists: set[ListState]) -> tuple[MessageState, str] | None:
    if message.expires_on and message.expires_on < work.today:
        return MessageState.EXPIRED, f"Der letzte Tag dafür war der {german.short_date(message.expires_on)}."
    if lists == {ListState.SUPERSEDED}:
        return MessageState.CANCELLED, "Ein neuerer Nachtrag ersetzt die Listen."
    if lists and lists <= FINAL_STATES and message.kind in REMINDER_KINDS:
        return MessageState.CANCELLED, "Die Listen sind inzwischen zurück."
    return None


def drop(work: Work, message: Message, how: tuple[MessageState, str]) -> None:
    """End or hold a message that is not to be sent, and say why."""
    move(message, *how)
    work.record(message.state, ("message", message.id), message.state_reason)
    work.did(f"Nr. {message.id} „{message.subject}“ nicht versandt: {message.state_reason}")


def review_held(work: Work) -> None:
    """Let go what the allow-list lets pass meanwhile; what needs a person's release, or is stale, never goes by itself."""
    query = select(Message).where(Message.rollout_id == work.rollout.id, Message.state == MessageState.HELD).order_by(Message.id)
    held = list(work.session.scalars(query.with_for_update(skip_locked=True)))
    ends = stale(work, held)
    for message in held:
        reason = reason_to_hold(work, message)
        if how := ends.get(message.id):
            drop(work, message, how)
        elif not reason:
            move(message, MessageState.QUEUED)
            work.record("released", ("message", message.id), "Empfänger jetzt erlaubt")
            work.count("released")
        elif reason != message.state_reason:
            explain(message, reason)
    if released := work.result.figures.get("released"):
        work.did(f"{german.count(released, 'Mail', 'Mails')} freigegeben, die Empfänger sind jetzt erlaubt.")
