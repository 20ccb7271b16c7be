"""Before the survey: who is told about it, and the information events."""

import datetime as dt
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import DUE_ON, EventLine, MilestoneLine, sample_events, sample_milestones


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationHeadsMail(Mail):
    """What will come, to the head of an office. `events` are those still ahead."""

    facts: ClassVar = MailFacts(kind=MailKind.INFORMATION_HEADS, title="Information der Leitungen")
    sample_day: ClassVar = date(2020, 3, 18)

    head_name: str
    office_title: str
    milestones: tuple[MilestoneLine, ...]
    send_lists_on: date
    due_on: date
    events: tuple[EventLine, ...]

    @classmethod
    def sample(cls) -> Self:
        """Return the mail to the head of the registration office."""
        return cls(
            head_name="Frau Krüger-Lenz",
            office_title="Amt 33 – Einwohner- und Meldeamt",
            milestones=sample_milestones(),
            send_lists_on=date(2020, 3, 25),
            due_on=DUE_ON,
            events=sample_events(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationStaffCouncilMail(Mail):
    """What is asked and what is not, to the staff council."""

    facts: ClassVar = MailFacts(kind=MailKind.INFORMATION_STAFF_COUNCIL, title="Information des Personalrates")
    sample_day: ClassVar = date(2020, 3, 19)

    name: str
    milestones: tuple[MilestoneLine, ...]
    due_on: date

    @classmethod
    def sample(cls) -> Self:
        """Return the mail with the plan of 2020."""
        return cls(name="Personalrat der Stadt Bielefeld", milestones=sample_milestones(), due_on=DUE_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationStaffMail(Mail):
    """A text for the intranet, to its editors. The shipped text names no deadline; a city's own may."""

    facts: ClassVar = MailFacts(kind=MailKind.INFORMATION_STAFF, title="Information der Beschäftigten")
    sample_day: ClassVar = date(2020, 3, 20)

    name: str
    milestones: tuple[MilestoneLine, ...]
    due_on: date

    @classmethod
    def sample(cls) -> Self:
        """Return the mail with what is left of the plan."""
        return cls(name="Intranet-Redaktion", milestones=sample_milestones()[1:], due_on=DUE_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventInvitationMail(Mail):
    """An invitation to an information event; `instead_of` is the day those invited know, when it has moved."""

    facts: ClassVar = MailFacts(kind=MailKind.EVENT_INVITATION, title="Einladung zur Infoveranstaltung")

    title: str
    date: dt.date
    instead_of: dt.date | None
    starts_at: str
    ends_at: str
    place: str
    topics: tuple[str, ...]

    @classmethod
    def sample(cls) -> Self:
        """Return a first invitation."""
        event = sample_events()[0]
        return cls(
            title="Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin)",
            date=event.date,
            instead_of=None,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            place=event.place,
            topics=(
                "Warum erheben wir das?",
                "Die Spalten der Amtsliste an Beispielen",
                "Zuständigkeit klären",
                "Ihre Fragen",
            ),
        )
