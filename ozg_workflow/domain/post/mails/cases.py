"""Who is responsible: services that come to an office later (Nachtrag), and what has become of others."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import COORDINATOR, DEPARTMENT, HEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedLine:
    """A service of a Nachtrag, and why it comes: the code of it and its sentence. `waiting`: it stood in the Nachtrag before already."""

    name: str
    code: str
    reason: str
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedList:
    """An earlier Nachtrag whose open services go on in the new one; its file is not needed any more, but what comes back of it counts."""

    file_name: str
    sent_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementLine:
    """A Nachtrag: the services of an office that are to be answered, each with why it comes, and the Nachträge it replaces.

    `services` and `reasons` are the names and the sentences of `arrived`, for templates of cities.
    """

    office_title: str
    rows: int
    file_name: str
    services: tuple[str, ...]
    reasons: tuple[str, ...]
    arrived: tuple[ArrivedLine, ...]
    replaces: tuple[ReplacedList, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityTakenOverMail(Mail):
    """Nachträge to the lists of a Dezernat."""

    facts: ClassVar = MailFacts(kind=MailKind.RESPONSIBILITY_TAKEN_OVER, title="Nachtrag", mass_mailing=False, carries_lists=True)
    sample_day: ClassVar = date(2020, 4, 27)

    department_title: str
    head_name: str
    lists: tuple[SupplementLine, ...]
    due_on: date

    @classmethod
    def sample(cls) -> Self:
        """Return a Nachtrag with services passed on from another office, decided by a person, new, and still open from before."""
        named = "Von Amt 34 an Amt 33 verwiesen. Amt 34 hat „nein“ geantwortet und „Bürgeramt, Frau Krüger“ genannt."
        decided = f"Entscheidung der Koordination: Amt 33. Entschieden hat {COORDINATOR}. Amt 50 hat „nein“ geantwortet."
        arrived = (
            ArrivedLine(name="Melderegisterauskunft", code="named", reason=named, waiting=True),
            ArrivedLine(name="Meldebescheinigung Ausstellung", code="named", reason=named, waiting=False),
            ArrivedLine(name="Wohngeldbescheinigung für Zuzüge", code="decided", reason=decided, waiting=False),
            ArrivedLine(
                name="Elektronische Wohnsitzanmeldung", code="new", reason="Die Leistung ist neu im Katalog.", waiting=False
            ),
        )
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            lists=(
                SupplementLine(
                    office_title="Amt 33 – Einwohner- und Meldeamt",
                    rows=len(arrived),
                    file_name="OZG-Amtsliste_33_Einwohner- und Meldeamt_v3.xlsx",
                    services=tuple(line.name for line in arrived),
                    reasons=tuple(line.reason for line in arrived),
                    arrived=arrived,
                    replaces=(
                        ReplacedList(file_name="OZG-Amtsliste_33_Einwohner- und Meldeamt_v2.xlsx", sent_on=date(2020, 4, 20)),
                    ),
                ),
            ),
            due_on=date(2020, 5, 15),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """A service an office was asked about (its number in which version of the list) and what has become of it: the code and the sentence."""

    number: int
    version: int
    service: str
    news: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledOffice:
    """What one office is told."""

    office_title: str
    lines: tuple[SettledLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilitySettledMail(Mail):
    """What has become of services the offices of a Dezernat were asked about. Nothing is to be done."""

    facts: ClassVar = MailFacts(kind=MailKind.RESPONSIBILITY_SETTLED, title="Klärung der Zuständigkeit", mass_mailing=False)
    sample_day: ClassVar = date(2020, 4, 27)

    department_title: str
    head_name: str
    offices: tuple[SettledOffice, ...]

    @classmethod
    def sample(cls) -> Self:
        """Return a service that belongs to the Kreis, one that is open again, and one that another office has now."""
        elsewhere = (
            "Zuständig ist keine Stelle dieser Stadt, sondern: Kreis Herford, Untere Jagdbehörde. "
            "Für Sie ist die Leistung erledigt."
        )
        reopened = (
            "Wer zuständig ist, wird noch einmal geklärt. Bitte füllen Sie die Zeile nicht aus; bleibt die Leistung bei Ihnen, "
            "kommt sie mit einem neuen Nachtrag."
        )
        went_on = (
            "Zuständig ist jetzt Amt 33 – Einwohner- und Meldeamt. Für Sie ist die Leistung erledigt; was Sie dazu gesagt haben, "
            "bleibt gespeichert."
        )
        first = (
            SettledLine(number=12, version=1, service="Jagdschein Erteilung", news="elsewhere", text=elsewhere),
            SettledLine(number=3, version=2, service="Melderegisterauskunft", news="reopened", text=reopened),
        )
        second = (SettledLine(number=4, version=2, service="Bestattungsgenehmigung Erteilung", news="went_on", text=went_on),)
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            offices=(
                SettledOffice(office_title="Amt 33 – Einwohner- und Meldeamt", lines=first),
                SettledOffice(office_title="Amt 34 – Standesamt", lines=second),
            ),
        )
