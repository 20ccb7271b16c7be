"""Reminders of lists that are missing, and the escalation."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import DEPARTMENT, DUE_ON, HEAD, RESPONSIBILITY_DUE_ON, RETURN_TO, sample_list


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenListLine:
    """A list that is not complete: of `rows` services so many are answered or wrong; `reminders` went out before this one.

    Of `offered` services other offices have said something: the list is attached with it.
    """

    office_title: str
    version: int
    rows: int
    answered: int
    invalid: int
    file_name: str
    sent_on: date
    reminders: int
    offered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingListsMail(Mail):
    """What every reminder says, whoever gets it; each subclass is a kind a step of the timeline may name.

    `overdue_days` and `days_left` are calendar days from the deadline; on the day itself both are 0. `progress`: all lists ask for the
    progress of measures.
    """

    department_title: str
    head_name: str
    step_title: str
    deadline: date
    overdue_days: int
    days_left: int
    lists: tuple[OpenListLine, ...]
    return_to: str
    progress: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderMail(MissingListsMail):
    """To the mailbox of a Dezernat: return the lists."""

    facts: ClassVar = MailFacts(kind=MailKind.REMINDER, title="Erinnerung")
    sample_day: ClassVar = date(2020, 5, 5)

    @classmethod
    def sample(cls) -> Self:
        """Return a reminder ten days before the deadline."""
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            step_title="Erinnerung vor der Frist",
            deadline=DUE_ON,
            overdue_days=0,
            days_left=10,
            lists=_sample_lists(),
            return_to=RETURN_TO,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityReminderMail(MissingListsMail):
    """To the mailbox of a Dezernat: say which services belong to another office."""

    facts: ClassVar = MailFacts(kind=MailKind.RESPONSIBILITY_REMINDER, title="Erinnerung Zuständigkeit")
    sample_day: ClassVar = date(2020, 4, 23)

    @classmethod
    def sample(cls) -> Self:
        """Return a reminder a week before the deadline."""
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            step_title="Zuständigkeit prüfen",
            deadline=RESPONSIBILITY_DUE_ON,
            overdue_days=0,
            days_left=7,
            lists=_sample_lists()[:1],
            return_to=RETURN_TO,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationMail(MissingListsMail):
    """To the head of a Dezernat: lists are missing after the deadline and after reminders."""

    facts: ClassVar = MailFacts(kind=MailKind.ESCALATION, title="Eskalation")
    sample_day: ClassVar = date(2020, 5, 25)

    @classmethod
    def sample(cls) -> Self:
        """Return an escalation after three reminders."""
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            step_title="Eskalation",
            deadline=DUE_ON,
            overdue_days=10,
            days_left=0,
            lists=_sample_lists(reminders=3),
            return_to=RETURN_TO,
        )


def _sample_lists(reminders: int = 0) -> tuple[OpenListLine, ...]:
    untouched = sample_list("33", "Einwohner- und Meldeamt", 214)
    begun = sample_list("34", "Standesamt", 58)
    return tuple(
        OpenListLine(
            office_title=sent.office_title,
            version=1,
            rows=sent.rows,
            answered=answered,
            invalid=invalid,
            file_name=sent.file_name,
            sent_on=date(2020, 3, 25),
            reminders=reminders,
            offered=2 * (answered > 0),
        )
        for sent, answered, invalid in ((untouched, 0, 0), (begun, 41, 3))
    )
