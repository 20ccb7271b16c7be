"""The survey: the lists go out, later ones follow, their deadline changes."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import (
    DEPARTMENT,
    DUE_ON,
    HEAD,
    RESPONSIBILITY_DUE_ON,
    RETURN_TO,
    EventLine,
    ListLine,
    sample_events,
    sample_list,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """What is different in a repeated round: how many services are prefilled, new, withdrawn."""

    title: str
    prefilled: int
    new: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceListsMail(Mail):
    """The lists of a Dezernat. `repeated` is None in a first round."""

    facts: ClassVar = MailFacts(kind=MailKind.SERVICE_LISTS, title="Versand der Amtslisten", carries_lists=True)

    department_title: str
    head_name: str
    repeated: Repetition | None
    lists: tuple[ListLine, ...]
    due_on: date
    responsibility_due_on: date | None
    events: tuple[EventLine, ...]
    return_to: str

    @classmethod
    def sample(cls) -> Self:
        """Return the lists of four offices, in a first round."""
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            repeated=None,
            lists=(
                sample_list("32", "Ordnungsamt", 1203),
                sample_list("33", "Einwohner- und Meldeamt", 214),
                sample_list("34", "Standesamt", 58),
                sample_list("52", "Sportamt", 1),
            ),
            due_on=DUE_ON,
            responsibility_due_on=RESPONSIBILITY_DUE_ON,
            events=sample_events(),
            return_to=RETURN_TO,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOverLine:
    """A list that another Dezernat got, with what its office has answered so far."""

    office_title: str
    rows: int
    answered: int
    due_on: date
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsHandedOverMail(Mail):
    """Open lists of offices that belong to this Dezernat now; they are sent with it, filled in as far as they are answered.

    `progress`: they ask for the progress of measures.
    """

    facts: ClassVar = MailFacts(
        kind=MailKind.LISTS_HANDED_OVER, title="Listen im neuen Dezernat", mass_mailing=False, carries_lists=True
    )
    sample_day: ClassVar = date(2020, 5, 4)

    department_title: str
    head_name: str
    lists: tuple[HandedOverLine, ...]
    due_on: date
    return_to: str
    progress: bool = False

    @classmethod
    def sample(cls) -> Self:
        """Return two offices that have moved, one of them half done."""
        sent = (sample_list("52", "Sportamt", 14), sample_list("41", "Kulturamt", 31))
        lists = tuple(
            HandedOverLine(
                office_title=item.office_title, rows=item.rows, answered=answered, due_on=DUE_ON, file_name=item.file_name
            )
            for item, answered in zip(sent, (0, 12), strict=True)
        )
        return cls(department_title=DEPARTMENT, head_name=HEAD, lists=lists, due_on=DUE_ON, return_to=RETURN_TO)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """A list whose deadline has changed, and its old last day."""

    office_title: str
    file_name: str
    old_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChangedMail(Mail):
    """Another deadline for lists that are not back. `own`: only for these, not for the whole round; `note` may be empty.

    `progress`: they ask for the progress of measures.
    """

    facts: ClassVar = MailFacts(kind=MailKind.DEADLINE_CHANGED, title="Neue Frist")
    sample_day: ClassVar = date(2020, 5, 6)

    department_title: str
    old_on: date
    new_on: date
    own: bool
    note: str
    lists: tuple[MovedLine, ...]
    return_to: str
    progress: bool = False

    @classmethod
    def sample(cls) -> Self:
        """Return a deadline that is moved for all."""
        sent = (sample_list("33", "Einwohner- und Meldeamt", 214), sample_list("34", "Standesamt", 58))
        return cls(
            department_title=DEPARTMENT,
            old_on=DUE_ON,
            new_on=date(2020, 6, 12),
            own=False,
            note="Viele Ämter sind noch im Notbetrieb.",
            lists=tuple(MovedLine(office_title=s.office_title, file_name=s.file_name, old_on=DUE_ON) for s in sent),
            return_to=RETURN_TO,
        )
