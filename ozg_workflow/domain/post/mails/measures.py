"""About measures that miss their target day: to the office, later to the head of its Dezernat."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import DEPARTMENT, HEAD, RETURN_TO, TARGET


@dataclass(frozen=True, slots=True, kw_only=True)
class LateMeasureLine:
    """A measure that is late, or threatens to be (`late` says which).

    `expected_on` is the day its office named last, `level_title` and `reported_on` the level reported last, `words` the remark with it;
    each may be missing. `reminders` went out about it before this mail.
    """

    service: str
    late: bool
    target_on: date
    expected_on: date | None
    level_title: str
    reported_on: date | None
    words: str
    reminders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOffice:
    """An office with its measures that miss their target day."""

    office_title: str
    measures: tuple[LateMeasureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureReminderMail(Mail):
    """To an office: all its measures that are late or threaten to be."""

    facts: ClassVar = MailFacts(kind=MailKind.MEASURE_REMINDER, title="Erinnerung an Maßnahmen")
    sample_day: ClassVar = date(2021, 4, 12)

    office_title: str
    department_title: str
    step_title: str
    measures: tuple[LateMeasureLine, ...]
    target_level_title: str
    return_to: str

    @classmethod
    def sample(cls) -> Self:
        """Return an office with two late measures and a threatened one."""
        return cls(
            office_title="Amt 33 – Einwohner- und Meldeamt",
            department_title=DEPARTMENT,
            step_title="Erinnerung nach dem Zieltermin",
            measures=_sample_measures(),
            target_level_title=TARGET,
            return_to=RETURN_TO,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEscalationMail(Mail):
    """To the head of a Dezernat: measures of its offices are still late after reminders."""

    facts: ClassVar = MailFacts(kind=MailKind.MEASURE_ESCALATION, title="Eskalation zu Maßnahmen")
    sample_day: ClassVar = date(2021, 4, 12)

    department_title: str
    head_name: str
    step_title: str
    offices: tuple[LateOffice, ...]
    target_level_title: str
    return_to: str

    @classmethod
    def sample(cls) -> Self:
        """Return the late measures of two offices."""
        late = tuple(line for line in _sample_measures(reminders=1) if line.late)
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            step_title="Eskalation an die Dezernatsleitung",
            offices=(
                LateOffice(office_title="Amt 33 – Einwohner- und Meldeamt", measures=late),
                LateOffice(
                    office_title="Amt 34 – Standesamt", measures=(replace(late[1], service="Geburtsurkunde Ausstellung"),)
                ),
            ),
            target_level_title=TARGET,
            return_to=RETURN_TO,
        )


def _sample_measures(reminders: int = 0) -> tuple[LateMeasureLine, ...]:
    missed, reported = date(2020, 12, 30), date(2021, 3, 12)
    return (
        LateMeasureLine(
            service="Meldebescheinigung Ausstellung",
            late=True,
            target_on=missed,
            expected_on=date(2021, 6, 30),
            level_title="Stufe 3 – Online-Leistung",
            reported_on=reported,
            words="Schnittstelle zum Fachverfahren ist bestellt.",
            reminders=reminders,
        ),
        LateMeasureLine(
            service="Wohnsitz Anmeldung",
            late=True,
            target_on=missed,
            expected_on=None,
            level_title="",
            reported_on=None,
            words="",
            reminders=2 * reminders,
        ),
        LateMeasureLine(
            service="Führungszeugnis Beantragung",
            late=False,
            target_on=date(2021, 4, 30),
            expected_on=date(2021, 9, 1),
            level_title="Stufe 2 – Formular-Assistent",
            reported_on=reported,
            words="",
            reminders=reminders,
        ),
    )
