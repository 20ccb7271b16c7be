"""Erase personal data of senders when the rollout has been over for long enough; shown before it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from ozg_workflow.database.maintenance import forget_old_pages
from ozg_workflow.database.models import (
    Correction,
    Department,
    EventReply,
    Incoming,
    Measure,
    Message,
    Milestone,
    Office,
    Return,
    Round,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.organisation import AddressKind
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.upkeep.privacy.forget import (
    forget_contact,
    forget_correction,
    forget_incoming,
    forget_message,
    forget_reply,
    forget_return,
)
from ozg_workflow.usecases.upkeep.privacy.functions import is_present, places_with_heads


def purge(ctx: Context, *, confirmed: bool) -> StepResult:
    """Erase mails and senders once `retention_days` have passed since the end; without `confirmed` only tell what would go.

    Of mails to functional mailboxes, heads of today and those the configuration names nothing goes. Answers, lists, figures and the audit log stay: the log never holds an address (see `record`). Functional mailboxes and the heads
    of today are no senders' data; former heads and those of offices that are no more are erased, too.
    """
    with ctx.work("Personenbezogene Daten löschen") as work:
        done = work.session.scalar(
            select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.action == Action.COMPLETE)
        )
        if done is None or done.state is not MilestoneState.DONE or done.done_at is None:
            work.say("Der Rollout ist noch nicht abgeschlossen; es wird nichts gelöscht.")
            return work.result
        ends_on = german.local_day(done.done_at) + timedelta(days=work.config.retention_days)
        if ctx.today <= ends_on:
            work.say(f"Die Aufbewahrungsfrist läuft bis {german.short_date(ends_on)}; es wird nichts gelöscht.")
            return work.result
        _erase(work, confirmed=confirmed)
    if work.result.changed and not ctx.preview:
        forget_old_pages(ctx.writers.kw["bind"])
    return work.result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Personal:
    """Everything that names a sender and is not erased yet."""

    mails: list[Incoming]
    returns: list[Return]
    letters: dict[Message, set[str]]  # mails to persons, with their addresses
    replies: list[EventReply]
    corrections: list[Correction]
    measures: list[Measure]
    headed: list[Department | Office]  # they keep the address of a head they have no more

    @property
    def figures(self) -> dict[str, int]:
        return {
            "incoming": len(self.mails),
            "returns": len(self.returns),
            "messages": len(self.letters),
            "event_replies": len(self.replies),
            "corrections": len(self.corrections),
            "measures": len(self.measures),
            "former_heads": len(self.former_heads),
        }

    @property
    def former_heads(self) -> set[str]:
        """The addresses of former heads, in lower case."""
        return {address for person in self.headed for address in _former_heads(person)}

    @property
    def text(self) -> str:
        parts = [
            german.count(len(self.mails), "eingegangene Mail", "eingegangene Mails"),
            f"Absender von {german.count(len(self.returns), 'Rücklauf', 'Rückläufen')}",
            f"{german.count(len(self.letters), 'Mail', 'Mails')} an Personen mit ihren Zustellversuchen",
            german.count(len(self.replies), "Terminantwort", "Terminantworten"),
            f"die Quelle von {german.count(len(self.corrections), 'Berichtigung', 'Berichtigungen')}",
            f"Ansprechperson und Notiz von {german.count(len(self.measures), 'Maßnahme', 'Maßnahmen')}",
            german.count(len(self.former_heads), "Adresse einer früheren Leitung", "Adressen früherer Leitungen"),
        ]
        return ", ".join(parts)


def _erase(work: Work, *, confirmed: bool) -> None:
    found = _find(work)
    if not any(found.figures.values()):
        work.say("Es ist nichts mehr zu löschen.")
        return
    if not confirmed:
        work.say(
            f"Gelöscht würden: {found.text}. Mit „ozg db purge --yes“ wird es ausgeführt; das lässt sich nicht rückgängig machen."
        )
        return
    figures, text = found.figures, found.text
    for mail in found.mails:
        forget_incoming(work.session, mail)
    for returned in found.returns:
        forget_return(returned)
    for message, addresses in found.letters.items():
        forget_message(work.session, message, addresses)
    for reply in found.replies:
        forget_reply(reply)
    for correction in found.corrections:
        forget_correction(correction)
    for measure in found.measures:
        forget_contact(measure)
    for person in found.headed:
        _forget_heads(person)
    work.result.figures = figures
    work.record("purged", ("rollout", work.rollout.key), text)
    work.did(f"Gelöscht: {text}.")


def _find(work: Work) -> _Personal:
    returns = (
        select(Return)
        .join(ServiceList, ServiceList.id == Return.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == work.rollout.id, Return.erased.is_(False))
    )
    replies = (
        select(EventReply)
        .join(Milestone, Milestone.id == EventReply.milestone_id)
        .where(Milestone.rollout_id == work.rollout.id, EventReply.erased.is_(False))
    )
    corrections = (
        select(Correction)
        .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == work.rollout.id, Correction.erased.is_(False))
    )
    people = places_with_heads(work)
    officials = _officials(people)
    return _Personal(
        mails=list(
            work.session.scalars(select(Incoming).where(Incoming.rollout_id == work.rollout.id, Incoming.erased.is_(False)))
        ),
        returns=list(work.session.scalars(returns)),
        letters=dict(_letters(work, officials)),
        replies=[r for r in work.session.scalars(replies) if r.attendee not in officials],
        corrections=list(work.session.scalars(corrections)),
        measures=list(work.session.scalars(select(Measure).where(*_with_people(work)))),
        headed=[person for person in people if _former_heads(person)],
    )


def _letters(work: Work, officials: set[str]) -> Iterator[tuple[Message, set[str]]]:
    """Yield the mails that went to persons, with their addresses: neither functional mailboxes nor who is named today."""
    contacts = work.config.contacts
    known = officials | {getattr(contacts, name).email.lower() for name in contacts.__slots__}
    query = select(Message).where(Message.rollout_id == work.rollout.id).options(selectinload(Message.recipients))
    for message in work.session.scalars(query.order_by(Message.id)):
        addresses = {r.address.lower() for r in message.recipients if "@" in r.address} - known  # what is erased has none
        if addresses:
            yield message, addresses


def _with_people(work: Work) -> tuple[ColumnElement[bool], ...]:
    """Return what tells the measures whose texts may name somebody."""
    return Measure.rollout_id == work.rollout.id, or_(Measure.contact != "", Measure.note != "")


def _officials(people: Iterable[Department | Office]) -> set[str]:
    """Return the addresses of offices and Dezernate, past and present, and of those who head them today, in lower case."""
    mailboxes = {p.mailbox for p in people} | {
        address for p in people for address, kind in p.former_addresses.items() if kind != AddressKind.HEAD
    }
    return {address.lower() for address in mailboxes | {p.head_email for p in people if is_present(p)}}


def _former_heads(person: Department | Office) -> set[str]:
    """Return the addresses of those who head an office or a Dezernat no more, also because it is no more itself."""
    former = {address for address, kind in person.former_addresses.items() if kind == AddressKind.HEAD}
    return former if is_present(person) or not person.head_email else former | {person.head_email.lower()}


def _forget_heads(person: Department | Office) -> None:
    person.former_addresses = {a: kind for a, kind in person.former_addresses.items() if kind != AddressKind.HEAD}
    if not is_present(person):
        person.head_name, person.head_email = "", ""
