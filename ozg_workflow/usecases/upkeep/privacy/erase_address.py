"""Erase what is held about one mail address, as far as the law allows it, and say what stays and why (GDPR, Art. 17)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, or_, select, update

from ozg_workflow.database.maintenance import forget_old_pages
from ozg_workflow.database.models import (
    Base,
    EventReply,
    Incoming,
    Message,
    MessageRecipient,
    Milestone,
    Return,
    Rollout,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.data_protection.kept import Kept, kept_of
from ozg_workflow.domain.data_protection.naming import whole_address, without
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.keep_copy import BEFORE_ERASURE, keep_copy
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.upkeep.privacy.forget import forget_incoming, forget_message, forget_reply, forget_return
from ozg_workflow.usecases.upkeep.privacy.functions import places_with_heads
from ozg_workflow.usecases.upkeep.privacy.obstacles import obstacles
from ozg_workflow.usecases.upkeep.privacy.places import Found, of_rollout, places_of

WRITTEN_ONCE: Final = frozenset({"event", "rollout"})  # the sealed log, and the configuration as it was loaded
IDENTIFYING: Final = frozenset({"header_id", "mailbox"})  # threads of mails, and where they were fetched
WORDS: Final = {
    "incoming": ("eingegangene Mail", "eingegangene Mails"),
    "returns": ("Absender eines Rücklaufs", "Absender von Rückläufen"),
    "messages": ("ausgegangene Mail", "ausgegangene Mails"),
    "event_replies": ("Terminantwort", "Terminantworten"),
    "former_heads": ("Eintrag einer früheren Leitung", "Einträge früherer Leitungen"),
    "texts": ("Stelle in Texten", "Stellen in Texten"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What came of it: the result with German lines and figures, what stays, other rollouts that name the address, and the backup made before."""

    result: StepResult
    kept: tuple[Kept, ...]
    elsewhere: tuple[str, ...]
    backup: Path | None


def erase_address(ctx: Context, address: str) -> Erasure:
    """Erase it in one rollout, after a backup; in a preview only tell. Nothing of it goes into the audit log but figures.

    Raises InputError for what is no address, and naming everything that has to be settled first; then nothing has changed.
    """
    wanted = whole_address(address)
    with ctx.work("Daten zu einer Adresse löschen") as work:
        if reasons := obstacles(work, wanted):
            raise InputError("\n".join((*reasons, "Es ist nichts gelöscht.")))
        found = list(places_of(work.session.connection(), wanted, work.rollout.id))
        backup = keep_copy(work, BEFORE_ERASURE) if found and not ctx.preview else None
        _erase(work, wanted, found)
        kept = _kept(work, wanted)
        elsewhere = tuple(_elsewhere(work, wanted))
        _tell(work, kept, elsewhere, backup)
    if backup:
        forget_old_pages(ctx.writers.kw["bind"])
    return Erasure(result=work.result, kept=kept, elsewhere=elsewhere, backup=backup)


def _erase(work: Work, address: str, found: list[Found]) -> None:
    _forget_incoming(work, address, {int(row.key) for row in found if row.table == "incoming"})
    _forget_sent(work, address)
    _forget_rows(work, address)
    _forget_head(work, address)
    work.session.flush()
    _blot_out(work, address)


def _forget_incoming(work: Work, address: str, naming: set[int]) -> None:
    """Erase what the address sent, and what machines sent about it; in mails of other persons it stays."""
    query = select(Incoming).where(Incoming.id.in_(naming), Incoming.erased.is_(False)).order_by(Incoming.id)
    for mail in work.session.scalars(query):
        if mail.sender.lower() == address or mail.kind not in (None, IncomingKind.PERSON, IncomingKind.DUPLICATE):
            forget_incoming(work.session, mail)
            work.count("incoming")


def _forget_sent(work: Work, address: str) -> None:
    to_it = Message.recipients.any(func.lower(MessageRecipient.address) == address)
    query = select(Message).where(Message.rollout_id == work.rollout.id, or_(to_it, func.lower(Message.recipient) == address))
    for message in work.session.scalars(query.order_by(Message.id)):
        forget_message(work.session, message, {address})
        work.count("messages")


def _forget_rows(work: Work, address: str) -> None:
    tables = Base.metadata.tables
    returns = select(Return).where(func.lower(Return.sender) == address, of_rollout(tables["return"], work.rollout.id))
    for returned in work.session.scalars(returns):
        forget_return(returned)
        work.count("returns")
    replies = select(EventReply).join(Milestone).where(Milestone.rollout_id == work.rollout.id)
    for reply in work.session.scalars(replies.where(func.lower(EventReply.attendee) == address)):
        forget_reply(reply)
        work.count("event_replies")


def _forget_head(work: Work, address: str) -> None:
    """Forget that the address headed an office or a Dezernat, or still heads one that is no more."""
    for place in places_with_heads(work):
        heads = place.head_email.lower() == address
        if not heads and address not in place.former_addresses:
            continue
        if heads:
            place.head_name, place.head_email = "", ""
        place.former_addresses = {known: kind for known, kind in place.former_addresses.items() if known != address}
        work.count("former_heads")


def _blot_out(work: Work, address: str) -> None:
    """Put another text in the place of the address wherever somebody wrote it."""
    connection = work.session.connection()
    for row in list(places_of(connection, address, work.rollout.id, mails=False)):
        values = {name: without(value, address) for name, value in row.values.items() if name not in IDENTIFYING}
        if row.table in WRITTEN_ONCE or not values:
            continue
        table = Base.metadata.tables[row.table]
        (key,) = table.primary_key
        connection.execute(update(table).where(key == _as_stored(key, row.key)).values(values))
        work.count("texts", len(values))
    work.session.expire_all()


def _as_stored(column: Any, key: str) -> Any:
    return int(key) if column.type.python_type is int else key


def _kept(work: Work, address: str) -> tuple[Kept, ...]:
    """Look once more: what still names the address stays."""
    found = places_of(work.session.connection(), address, work.rollout.id)
    return kept_of((row.holding, row.table, row.key) for row in found)


def _elsewhere(work: Work, address: str) -> Iterator[str]:
    """Yield the other rollouts with an entry that names it; a computing centre's mails of all cities are not read for that."""
    others = select(Rollout.id, Rollout.key).where(Rollout.id != work.rollout.id).order_by(Rollout.key)
    for number, key in work.session.execute(others).all():
        if any(places_of(work.session.connection(), address, number, mails=False)):
            yield key


def _tell(work: Work, kept: tuple[Kept, ...], elsewhere: tuple[str, ...], backup: Path | None) -> None:
    parts = german.join([german.count(number, *WORDS[figure]) for figure, number in work.result.figures.items()])
    if parts:
        work.did(f"{'Gelöscht würden' if work.ctx.preview else 'Gelöscht'}: {parts}.")
        figures = dict(work.result.figures)
        work.record("address_erased", ("rollout", work.rollout.key), f"Daten zu einer Adresse gelöscht: {parts}", figures)
    else:
        work.say("Zu dieser Adresse ist nichts gespeichert, was zu löschen wäre.")
    for item in kept:
        work.say(f"Bleibt – {item.title} ({item.table} {', '.join(item.keys)}): {item.reason}")
    for key in elsewhere:
        work.say(f"Die Adresse steht auch im Rollout „{key}“: Dort löscht sie „ozg privacy erase … --rollout {key}“.")
    if parts:
        for line in _outside(backup):
            work.say(line)


def _outside(backup: Path | None) -> Iterator[str]:
    if backup:
        yield f"Vorher gesichert: {backup}. Diese Sicherung enthält die Daten noch; löschen Sie sie, sobald das Ergebnis geprüft ist."
    yield "Nicht erreicht werden ältere Sicherungen, Mails im Postfach auf dem Mailserver, ausgegebene Tabellen, Berichte und Auskünfte: Für sie gilt die Frist der Stadt."
    yield "Ein Name ohne Adresse wird so nicht gefunden; Angaben berichtigt „ozg answers correct“."
