"""Understand one stored mail: what it is, and what it says about our lists and our mails."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import defer

from ozg_workflow import __version__
from ozg_workflow.database.models import Incoming, Rollout, ServiceList
from ozg_workflow.domain.errors import OzgError, UnavailableError
from ozg_workflow.domain.post.mail import IncomingKind, IncomingState
from ozg_workflow.domain.privacy import without_names
from ozg_workflow.mail.read.classify import OWN_HEADER, PERSON, Classification, classify
from ozg_workflow.mail.read.hints import why_no_list
from ozg_workflow.mail.read.parse import ParsedMail, parse_mail
from ozg_workflow.mail.read.spreadsheets import carries_list
from ozg_workflow.mail.read.unpack import Unpacked, attachments
from ozg_workflow.usecases.intake.automatic_mail import is_own_message, note_automatic, why_unusual
from ozg_workflow.usecases.intake.cover_note import cover_note
from ozg_workflow.usecases.intake.mail_owner import answered, hand_over, owner_of, owner_of_automatic
from ozg_workflow.usecases.intake.match_return import Matched, Unmatched, match_files
from ozg_workflow.usecases.intake.outweigh import NOTHING_SENT, is_filled, nobody_returned, not_sent, sent_files
from ozg_workflow.usecases.intake.record_lists import Lists, record_lists
from ozg_workflow.usecases.intake.record_return import recorded_files
from ozg_workflow.usecases.intake.same_mail import came_before, fingerprint, not_in, note_same
from ozg_workflow.usecases.intake.tables.arrived import as_data, tables_in, why_table
from ozg_workflow.usecases.intake.to_read import in_calendar_answer, keep_to_read
from ozg_workflow.usecases.intake.trust import is_trusted
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.workbook.read.reader import begin_opening

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """A person says that a mail is a person's; `list_id` is the list they say it answers, `sender` whether they vouch for the sender."""

    list_id: int | None = None
    sender: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMail:
    """A mail that was parsed already, with its files where it carries any that may be lists."""

    mail: ParsedMail
    unpacked: Unpacked | None


def open_mail(content: bytes) -> OpenedMail | None:
    """Parse a mail and start to parse the first workbook it carries, so that both are ready when the mail is understood.

    None when that fails: then it fails again where it is understood, and the mail goes to a person.
    """
    try:
        mail = parse_mail(content)
        unpacked = attachments(mail) if carries_list(mail.message) else None
        if unpacked and unpacked.files and OWN_HEADER not in mail.headers:  # a copy of ours is hardly ever read
            begin_opening(unpacked.files[0].content, unpacked.files[0].name)
    except Exception:
        log.warning("a mail could not be opened", exc_info=True)
        return None
    return OpenedMail(mail=mail, unpacked=unpacked)


def understand(ctx: Context, incoming_id: int, *, vouched: Vouched | None = None) -> StepResult:
    """Understand one stored mail; see `understand_all`."""
    return understand_all(ctx, [incoming_id], {}, vouched=vouched)[1]


def understand_all(
    ctx: Context, ids: Sequence[int], opened: Mapping[int, OpenedMail | None], *, vouched: Vouched | None = None
) -> tuple[dict[int, IncomingState], StepResult]:
    """Classify stored mails and record what each says; one that breaks us goes to a person and blocks nobody.

    Returns their states and what was done. They share a transaction, and each has a savepoint of its own. Raises UnavailableError
    when the database fails: then all of them stay stored, and the next run understands them. Those of another rollout are
    understood there.
    """
    try:
        with ctx.work() as work:
            known = select(Incoming).where(Incoming.id.in_(ids)).order_by(Incoming.id)
            mails = work.session.scalars(known.options(defer(Incoming.content))).all()  # most are opened already
            states = {mail.id: _attempt(work, mail, opened.get(mail.id), vouched) for mail in mails}
            owners = {mail.id: mail.rollout_id for mail in mails if mail.rollout_id != work.rollout.id}
            elsewhere = {incoming_id: work.session.get_one(Rollout, owner).key for incoming_id, owner in owners.items()}
    except OperationalError as error:
        raise UnavailableError("Die Datenbank ist nicht erreichbar; die Mail wird beim nächsten Lauf verarbeitet.") from error
    for key in sorted(set(elsewhere.values())):
        theirs = [incoming_id for incoming_id, owner in elsewhere.items() if owner == key]
        found, done = understand_all(ctx.on(key), theirs, opened)
        states |= found
        work.result.absorb(done)
    return states, work.result


def _attempt(work: Work, incoming: Incoming, opened: OpenedMail | None, vouched: Vouched | None) -> IncomingState:
    if incoming.state is not IncomingState.STORED or incoming.rollout_id != work.rollout.id:
        return incoming.state
    try:
        with work.part() as part:
            _understand(part, incoming, vouched, opened)
    except OperationalError:
        raise
    except Exception as error:
        log.warning("incoming %s could not be processed", incoming.id, exc_info=not isinstance(error, OzgError))
        work.session.expire_all()  # also what was written beside the ORM is undone
        reason = str(error) if isinstance(error, OzgError) else type(error).__name__
        incoming.failed_version = __version__
        _quarantine(work, incoming, f"Die Mail konnte nicht verarbeitet werden: {reason}")
    state = incoming.state
    work.session.flush()
    work.session.expire(incoming, ["content"])  # the bytes of a batch are not kept
    return state


def _understand(work: Work, incoming: Incoming, vouched: Vouched | None, opened: OpenedMail | None) -> None:
    mail = opened.mail if opened else parse_mail(incoming.content)
    opened = opened or OpenedMail(mail=mail, unpacked=attachments(mail) if carries_list(mail.message) else None)
    found = PERSON if vouched else _classified(work, mail)
    automatic = found.kind is not IncomingKind.PERSON
    passed_on = automatic or (opened.unpacked is not None and vouched is None and nobody_returned(mail, found))
    sent = sent_files(work, mail, found) if passed_on else NOTHING_SENT
    if passed_on and opened.unpacked:
        opened = replace(opened, unpacked=not_sent(sent, opened.unpacked))
    outcomes = match_files(work, mail, opened.unpacked.files) if automatic and opened.unpacked else []
    if is_filled(outcomes):
        found = replace(found, kind=IncomingKind.PERSON)
    again = incoming.kind is not None
    incoming.kind, incoming.sender, incoming.subject = found.kind, mail.from_address[:320], mail.subject
    incoming.header_id, incoming.mail_date, incoming.failed_version = mail.message_id, mail.date, ""
    incoming.marks = [str(mark) for mark in found.marks]
    incoming.unusual = []
    if found.kind is IncomingKind.PERSON:
        _from_person(work, incoming, opened, vouched, again=again)
        return
    if owner := owner_of_automatic(work, mail, found, {o.rollout for o in outcomes if isinstance(o, Unmatched)}):
        _leave_to(work, incoming, owner)
        return
    trusted = not found.certain and is_trusted(work, mail.from_address)
    note_automatic(work, incoming, found, why_unusual(work, mail, found, sent, known_sender=trusted))
    if found.kind is IncomingKind.CALENDAR_REPLY:
        keep_to_read(work, incoming, in_calendar_answer(work, mail), again=again)


def _classified(work: Work, mail: ParsedMail) -> Classification:
    own = work.config.contacts.sender.email
    return classify(mail, own_address=own, is_own_message_id=lambda known: is_own_message(work.session, known))


def _from_person(work: Work, incoming: Incoming, opened: OpenedMail, vouched: Vouched | None, *, again: bool) -> None:
    mail, unpacked = opened.mail, opened.unpacked or attachments(opened.mail)
    with work.session.no_autoflush:  # what is known of the mail is written once, when it is understood
        assigned = work.session.get(ServiceList, vouched.list_id) if vouched and vouched.list_id else None
        outcomes = match_files(work, mail, unpacked.files, assigned)
        vouches = vouched is not None and vouched.sender
        trusted = vouches or is_trusted(work, mail.from_address)
    matched = [o for o in outcomes if isinstance(o, Matched)]
    problems = [*unpacked.problems, *(o.reason for o in outcomes if isinstance(o, Unmatched))]
    if not matched and vouched is None:
        proved = {o.rollout for o in outcomes if isinstance(o, Unmatched)}
        if owner := owner_of(work, proved, answered(mail)):
            _leave_to(work, incoming, owner)
            return
    known = recorded_files(work.session, incoming) if again else set()
    lists = Lists(matched=matched, vouched=vouches, known=frozenset(known))
    incoming.fingerprint = fingerprint(mail, unpacked)
    if not vouches and (first := came_before(work, incoming)):
        note_same(work, incoming, first)
        keep_to_read(work, incoming, not_in(work, first, cover_note(work, mail, matched)) if matched else (), again=again)
    elif not matched:
        tables = tables_in(unpacked.files)
        reason = why_table(tables, trusted=trusted) or " ".join(problems) or why_no_list(mail, unpacked)
        _quarantine(work, incoming, reason, as_data(tables))
    elif not trusted and (lists.new or not lists.said):
        sender = mail.from_address or "(unbekannt)"
        _quarantine(work, incoming, f"Der Absender {sender} steht nicht im Verzeichnis und gehört zu keiner erlaubten Domäne.")
    else:
        whole = bool(lists.said and not problems)
        if whole:  # written with what is recorded
            incoming.state, incoming.reason = IncomingState.RETURN, f"{lists.counted} erkannt."
        to_read = record_lists(work, incoming, mail, lists)
        if not whole:
            _let_wait(work, incoming, lists, problems)
        keep_to_read(work, incoming, to_read, again=again)


def _leave_to(work: Work, incoming: Incoming, owner: Rollout) -> None:
    """Give a mail to its rollout where that one reads this mailbox, too; else its sender has mistaken the city, and a person passes it on."""
    if work.ctx.shares_mailbox_with(owner.key):
        hand_over(work, incoming, owner)
        return
    _quarantine(
        work, incoming, f"Die Mail gehört zum Rollout „{owner.key}“, der ein eigenes Postfach hat; bitte dorthin weiterleiten."
    )


def _let_wait(work: Work, incoming: Incoming, lists: Lists, problems: list[str]) -> None:
    """Let a mail wait for a person because its lists are blank or a file could not be read."""
    blank = f"{lists.counted} leer zurückgekommen; gewertet wurde nichts."
    _quarantine(work, incoming, f"Teilweise verarbeitet. {' '.join(problems)}" if lists.said else blank)


def _quarantine(work: Work, incoming: Incoming, reason: str, data: Mapping[str, str] | None = None) -> None:
    incoming.state, incoming.reason = IncomingState.QUARANTINED, reason
    work.record("quarantined", ("incoming", incoming.id), without_names(reason), data)
    work.count("quarantined")
    work.did(f"Klärungskorb Nr. {incoming.id}: {incoming.sender or 'unbekannt'} „{incoming.subject}“ – {reason}")
