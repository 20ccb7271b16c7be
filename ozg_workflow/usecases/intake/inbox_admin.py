"""What a person does to incoming mail: look, retry, assign, dismiss."""

from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row, bindparam, select

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import Incoming, IncomingNote, Office, Round, ServiceList
from ozg_workflow.domain.errors import InputError, why
from ozg_workflow.domain.post.mail import INCOMING_STATE_TITLES, IncomingKind, IncomingState
from ozg_workflow.domain.post.to_read import ToReadKind, titled
from ozg_workflow.domain.post.unusual import Unusual, in_words
from ozg_workflow.domain.privacy import without_names
from ozg_workflow.domain.survey.service_list import FINAL_STATES
from ozg_workflow.mail.read.letter import Letter, kept_letter, read_letter
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import attached_files, save_files
from ozg_workflow.usecases.intake.clear_to_read import find_incoming, no_such_mail
from ozg_workflow.usecases.intake.collect import retry_failed
from ozg_workflow.usecases.intake.to_read import clear, open_notes
from ozg_workflow.usecases.intake.understand import Vouched, understand
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import any_office
from ozg_workflow.usecases.survey.send_lists import send_supplements


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingView:
    """An incoming mail as people see it."""

    id: int
    state: IncomingState
    kind: str
    sender: str
    subject: str
    reason: str
    received_at: datetime
    marks: tuple[str, ...] = ()
    unusual: tuple[str, ...] = ()

    @property
    def unusual_in_words(self) -> str:
        """Why an automatic mail should be looked at, empty where nothing is unusual."""
        return in_words(Unusual(code) for code in self.unusual)

    @property
    def full_reason(self) -> str:
        """The reason, and what is unusual."""
        why = self.unusual_in_words
        return f"{self.reason} Ungewöhnlich: {why}." if why else self.reason


WAITING = (IncomingState.QUARANTINED, IncomingState.TO_READ)


def list_incoming(ctx: Context, *, everything: bool = False) -> tuple[IncomingView, ...]:
    """Return what waits for a person, or with `everything` all incoming mail."""
    with ctx.reading() as work:
        query = select(Incoming).where(Incoming.rollout_id == work.rollout.id).order_by(Incoming.id)
        return tuple(_view(i) for i in work.session.scalars(query if everything else query.where(Incoming.state.in_(WAITING))))


def _view(item: Incoming | Row[Any]) -> IncomingView:
    return IncomingView(
        id=item.id,
        state=item.state,
        kind=str(item.kind or ""),
        sender=item.sender,
        subject=item.subject,
        reason=item.reason,
        received_at=item.received_at,
        marks=tuple(item.marks),
        unusual=tuple(item.unusual),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """Something to read in a mail; `cleared_at` is None while nobody has."""

    id: int
    kind: ToReadKind
    place: str
    line: int | None
    text: str
    cleared_at: datetime | None
    cleared_by: str
    remark: str

    @property
    def title(self) -> str:
        """What it is and where it stands, in words."""
        return titled(self.kind, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """A mail with what it says, and what a person has to read in it."""

    view: IncomingView
    letter: Letter
    notes: tuple[NoteView, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return self.letter.text

    @property
    def attachments(self) -> tuple[tuple[str, int], ...]:
        """The names and sizes of its attachments."""
        return self.letter.attachments


_MAIL: Final[Any] = select(
    *(getattr(Incoming, field.name) for field in fields(IncomingView)), Incoming.sha256, Incoming.erased
).where(Incoming.id == bindparam("mail"), Incoming.rollout_id == bindparam("rollout"))
_CONTENT: Final = select(Incoming.content).where(Incoming.id == bindparam("mail"))
_NOTES: Final = (
    select(*(getattr(IncomingNote, field.name) for field in fields(NoteView)))
    .where(IncomingNote.incoming_id == bindparam("mail"))
    .order_by(IncomingNote.id)
)


def show_incoming(ctx: Context, incoming_id: int) -> IncomingMail:
    """Return a mail with everything a person needs to judge it."""
    with ctx.reading() as work:
        return mail_of(work, incoming_id)


def mail_of(work: Work, incoming_id: int) -> IncomingMail:
    """Return the same of a work that has begun."""
    found = columns(work.session, _MAIL, {"mail": incoming_id, "rollout": work.rollout.id})
    if not found:
        raise no_such_mail(incoming_id)
    notes = tuple(NoteView(**note._asdict()) for note in columns(work.session, _NOTES, {"mail": incoming_id}))
    return IncomingMail(view=_view(found[0]), letter=_letter(work, found[0]), notes=notes)


def content_of(ctx: Context, incoming_id: int) -> bytes:
    """Return the bytes of a mail. Raises InputError when there is none."""
    with ctx.reading() as work:
        return find_incoming(work, incoming_id).content


def _letter(work: Work, item: Row[Any]) -> Letter:
    def content() -> bytes:
        return bytes(value(work.session, _CONTENT, {"mail": item.id}))

    return read_letter(content()) if item.erased else kept_letter(item.sha256, content)


def save_attachments(ctx: Context, incoming_id: int, folder: Path) -> list[Path]:
    """Write the attachments of a mail into a folder, under safe names; see `mail.saving`. Raises InputError."""
    mail = parse_mail(content_of(ctx, incoming_id))
    try:
        return save_files(attached_files(mail), folder)
    except OSError as error:
        raise InputError(f"In den Ordner „{folder}“ kann nicht geschrieben werden ({why(error)}).") from error


def retry_incoming(ctx: Context, incoming_id: int) -> StepResult:
    """Understand a mail once more, whatever became of it; what was recorded is not recorded twice.

    Out of the quarantine it is read as any mail, for instance after an update. Of any other the person says that a person wrote it.
    """
    with ctx.as_one() as one:
        return _again(one, incoming_id, "retried", None)


def retry_failed_incoming(ctx: Context) -> StepResult:
    """Understand once more all mails that the program could not process."""
    with ctx.as_one() as one:
        result = retry_failed(one, everything=True)
        result.absorb(send_supplements(one))
    if not result.lines:
        result.say("Es gibt keine Mail, deren Verarbeitung gescheitert ist.")
    return result


def assign_incoming(ctx: Context, incoming_id: int, *, office: str | None = None, version: int | None = None) -> StepResult:
    """Vouch for a mail and its sender, whatever became of it; `office` (and `version`) name the list where the workbook lost its identity."""
    with ctx.as_one() as one:
        return _again(one, incoming_id, "assigned", Vouched(list_id=_list_id(one, office, version)))


def _again(ctx: Context, incoming_id: int, verb: str, vouched: Vouched | None) -> StepResult:
    with ctx.work("Mail erneut verarbeiten") as work:
        item = find_incoming(work, incoming_id)
        if item.erased:
            raise InputError(f"Die Mail Nr. {incoming_id} ist gelöscht; sie kann nicht noch einmal gelesen werden.")
        if vouched is None and item.kind not in (None, IncomingKind.PERSON):
            vouched = Vouched(sender=False)
        if item.state is not IncomingState.STORED:  # else this command was interrupted here before
            text = f"{INCOMING_STATE_TITLES[item.state]}: {without_names(item.reason)}"
            item.state = IncomingState.STORED
            work.record(f"mail_{verb}", ("incoming", item.id), text)
    work.result.absorb(understand(ctx, incoming_id, vouched=vouched))
    work.result.absorb(send_supplements(ctx))
    return work.result


def _list_id(ctx: Context, office: str | None, version: int | None) -> int | None:
    """Return the newest list of an office, an open one first. Raises InputError when there is none."""
    if office is None:
        return None
    with ctx.reading() as work:
        number = any_office(work.directory, office)
        query = select(ServiceList).join(Round).join(Office).where(Round.rollout_id == work.rollout.id, Office.number == number)
        lists = [item for item in work.session.scalars(query.order_by(ServiceList.id)) if version in (None, item.version)]
        if not lists:
            raise InputError(f"Für Amt „{number}“ gibt es keine Liste" + (f" in der Fassung {version}." if version else "."))
        return max(lists, key=lambda item: (item.state not in FINAL_STATES, item.id)).id


def dismiss_incoming(ctx: Context, incoming_id: int, note: str) -> StepResult:
    """Take a mail out of the quarantine because a person has dealt with it."""
    with ctx.work("Mail erledigen") as work:
        item = find_incoming(work, incoming_id)
        if item.state is IncomingState.DISMISSED:
            work.say(f"Die Mail Nr. {incoming_id} war bereits erledigt.")
            return work.result
        if item.state is not IncomingState.QUARANTINED:
            raise InputError(f"Die Mail Nr. {incoming_id} liegt nicht im Klärungskorb ({INCOMING_STATE_TITLES[item.state]}).")
        item.state = IncomingState.DISMISSED
        clear(work, open_notes(work.session, item.id), note)
        item.reason = f"{item.reason} – Erledigt: {note}" if note else item.reason
        work.record("mail_dismissed", ("incoming", item.id), "mit Vermerk" if note else "")
        work.did(f"Die Mail Nr. {incoming_id} ist erledigt.")
    return work.result
