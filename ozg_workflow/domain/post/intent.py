"""What a mail says, and the mail a decision asks for."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.mail import MailKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """What holds for every mail of one kind.

    `mass_mailing`: it goes to many at once and waits for a person where the rollout demands a release. Not so answers to one
    person, the result of one decision, and what a person asked for. `carries_lists`: Amtslisten are sent with it.
    `answer`: it answers a return.
    """

    kind: MailKind
    title: str
    mass_mailing: bool = True
    carries_lists: bool = False
    answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What one mail says: a subclass for each kind (`domain/post/mails/`), its fields are the values its template may use."""

    facts: ClassVar[MailFacts]
    sample_day: ClassVar[date] = date(2020, 3, 25)  # the day the sample is written on

    @classmethod
    def sample(cls) -> Self:
        """Return a realistic mail, for golden tests and for looking at the template."""
        raise NotImplementedError(cls.__name__)

    def values(self) -> dict[str, object]:
        """Return name → value as the template sees it. Cities have templates of their own: names and structure stay."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    """Return rows as mappings and several values as a list."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a mail."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIntent:
    """A mail a decision asks for. Rollout × kind × recipient × object_key × occasion is unique: it is sent once.

    What later decisions ask a mail about has fields of its own, because nothing takes an `occasion` to pieces: `about_on` is the
    day it is about (a deadline, the day of an event), `step` the reminder step, `sequence` that of the calendar entry. `list_ids`
    are the lists it carries or asks for, `measures` the ids of measures it reminds of, each with the day its step counts from, `offices` the numbers of offices whose lists it answers; it tells all of them what was
    corrected for them.
    """

    mail: Mail
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    recipient: str
    object_key: str
    occasion: str
    attachments: tuple[Attachment, ...] = ()
    list_ids: tuple[int, ...] = ()
    measures: tuple[tuple[int, date], ...] = ()
    in_reply_to: str = ""
    references: str = ""
    expires_on: date | None = None
    about_on: date | None = None
    step: str = ""
    sequence: int = 0
    offices: tuple[str, ...] = ()

    @property
    def kind(self) -> MailKind:
        """What kind of mail it is."""
        return self.mail.facts.kind
