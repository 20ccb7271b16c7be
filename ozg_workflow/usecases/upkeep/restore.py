"""Restore a backup. It does not know what was sent after it, so nothing is sent before a person says so."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ozg_workflow.database.backup import Progress, is_empty, open_copy, replace_content, take_key
from ozg_workflow.database.backup_head import drop_head
from ozg_workflow.database.changes import watch
from ozg_workflow.database.maintenance import find_damage
from ozg_workflow.database.models import Event, Message, Rollout
from ozg_workflow.database.session import HEAD_REVISION, make_sessions, revision
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.usecases.outbox.delivery.answers import on_file
from ozg_workflow.usecases.outbox.message_states import explain, give_back
from ozg_workflow.usecases.step.journal import write_journal
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.upkeep.back_up import Maker, back_up, backup_moment, no_progress

UNFINISHED: Final = (MessageState.HELD, MessageState.QUEUED, MessageState.CLAIMED, MessageState.DATA_STARTED)
SINCE_BACKUP: Final = "Seit der Sicherung vom "
RELEASE: Final = "; wartet auf die Freigabe („ozg mail release“)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    """How a backup is put back: `by` whom and when, and what may be touched.

    A database that holds something is only touched with `replace`, after it was backed up to `safety_copy`. By default every
    mail that was not final in the backup is held until a person releases it, and so is every new one; with `send_rest`
    nothing was sent since, and the next run sends what was missing. `keep_key` puts the key of the list tokens that came with
    the backup into its place and says what it did.
    """

    by: Maker
    safety_copy: Path
    keep_key: Callable[[str], str]
    send_rest: bool = False
    replace: bool = False
    progress: Progress = no_progress


def restore(engine: Engine, source: Path, how: Restoring) -> StepResult:
    """Put a backup, migrated and checked, in the place of what `engine` holds; all of it or nothing.

    Raises InputError for a wrong file and for a database that is not to be replaced, UnavailableError.
    """
    result = StepResult(title="Datenbank wiederherstellen")
    filled = not is_empty(engine)
    if filled and not how.replace:
        raise InputError(
            "Die Datenbank ist nicht leer. Mit „--replace“ wird sie ersetzt; vorher wird sie gesichert. Es wurde nichts geändert."
        )
    with TemporaryDirectory(prefix=".wiederherstellung-", dir=how.safety_copy.parent) as folder:
        copy = open_copy(source, Path(folder) / "ozg.db")
        try:
            key = take_key(copy)
            with copy.begin() as connection:
                drop_head(connection)
            _bring_up_to_date(copy, source)
            with make_sessions(copy)() as session:
                _settle_mails(session, how, result)
                session.commit()
        finally:
            copy.dispose()
        if filled:
            back_up(engine, how.safety_copy, how.by)
            result.did(f"Die bisherige Datenbank wurde vorher gesichert: {how.safety_copy}")
        if key and (what := how.keep_key(key)):
            result.did(what)
        _make_tables(engine)
        replace_content(Path(folder) / "ozg.db", engine, how.progress)
    result.changed = True
    return result


def _bring_up_to_date(copy: Engine, source: Path) -> None:
    """Migrate the copy of a backup. Raises InputError for one of a newer program, and for a damaged one."""
    from ozg_workflow.database.upgrade import upgrade

    found = revision(copy) or ""
    if found > HEAD_REVISION:
        raise InputError(f"Die Sicherung „{source}“ hat den Stand {found} und stammt aus einem neueren Programm.")
    upgrade(copy)
    if damage := find_damage(copy):
        raise InputError("\n".join((f"Die Sicherung „{source}“ ist beschädigt.", *map(str, damage))))


def _make_tables(engine: Engine) -> None:
    from ozg_workflow.database.upgrade import upgrade

    upgrade(engine)


def _settle_mails(session: Session, how: Restoring, result: StepResult) -> None:
    now, send_rest = how.by.at, how.send_rest
    moment = backup_moment(session)
    when = german.local_time(moment) if moment else "unbekannten Tag"
    for rollout in session.scalars(select(Rollout).order_by(Rollout.id)):
        changes = watch(session)
        figures = _settle(session, rollout, when, send_rest=send_rest)
        rollout.restored_at = None if send_rest else now
        session.add(
            Event(
                rollout_id=rollout.id,
                at=now,
                actor=how.by.name,
                verb="restored",
                object_type="rollout",
                object_id=rollout.key,
                text=f"Wiederhergestellt aus der Sicherung vom {when}" + (", der Rest wird versandt" if send_rest else ""),
                data={"backup_at": moment.isoformat() if moment else None, "send_rest": send_rest, **figures},
            )
        )
        write_journal(session, rollout.key, changes, lambda: now, how.by.name)
        result.did(f"{rollout.key}: Stand vom {when}.")
        for state, number in figures.items():
            result.count(state, number)
    _explain(result, send_rest=send_rest)


def _settle(session: Session, rollout: Rollout, when: str, *, send_rest: bool) -> dict[str, int]:
    """Give every mail that was not final the state a backup can vouch for; tell how many are in which."""
    figures: dict[str, int] = {}
    mails = session.scalars(select(Message).where(Message.rollout_id == rollout.id, Message.state.in_(UNFINISHED))).all()
    answered = on_file(session, [m.id for m in mails])
    for message in mails:
        if message.id in answered:
            continue  # the next delivery stores what follows
        if message.state is MessageState.DATA_STARTED:
            message.state = MessageState.UNKNOWN
            explain(message, f"Bei der Sicherung vom {when} lief die Übertragung.")
        elif not send_rest:
            message.state, message.needs_release = MessageState.HELD, True
            explain(message, f"{SINCE_BACKUP}{when} vielleicht schon versandt{RELEASE}", StateReason.SINCE_BACKUP)
        elif message.state is MessageState.CLAIMED:
            message.state = MessageState.QUEUED
        give_back(message)
        figures[message.state] = figures.get(message.state, 0) + 1
    return figures


def _explain(result: StepResult, *, send_rest: bool) -> None:
    held, queued = result.figures.get(MessageState.HELD, 0), result.figures.get(MessageState.QUEUED, 0)
    if unknown := result.figures.get(MessageState.UNKNOWN, 0):
        result.say(f"{german.count(unknown, 'Mail ist', 'Mails sind')} ungeklärt; „ozg mail settle NR“ entscheidet.")
    if send_rest:
        result.say(f"{german.count(queued, 'Mail wird', 'Mails werden')} beim nächsten Lauf versandt.")
        return
    result.say(
        f"{german.count(held, 'Mail ist', 'Mails sind')} angehalten, weil sie seit der Sicherung versandt worden sein können."
    )
    result.say("Auch jede neue Mail wartet: „ozg mail list --state held“ zeigt sie, „ozg mail release --all“ gibt alle frei.")
    result.say(
        "Mails, die seit der Sicherung eingegangen sind, bitte im Postfach aus dem Ordner der verarbeiteten zurückschieben; „ozg collect“ liest sie erneut."
    )
