"""From the ranking to the final report."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import BOARD, COORDINATOR, DEPARTMENT, HEAD, RETURN_TO, TARGET, ListLine, sample_list


@dataclass(frozen=True, slots=True, kw_only=True)
class RankLine:
    """A ranked service; 100 is the highest possible score."""

    rank: int
    name: str
    office: str
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDraftMail(Mail):
    """The draft of the board paper, to the coordinator only. `doubts` say why it is provisional; `form` releases it to the board."""

    facts: ClassVar = MailFacts(kind=MailKind.BOARD_DRAFT, title="Entwurf der Vorlage", mass_mailing=False)
    sample_day: ClassVar = date(2020, 7, 1)

    name: str
    board: str
    board_email: str
    doubts: tuple[str, ...]
    ranked: int
    blocked: int
    incomplete: int
    month_label: str
    form: str

    @classmethod
    def sample(cls) -> Self:
        """Return a provisional draft."""
        return cls(
            name=COORDINATOR,
            board=BOARD,
            board_email="verwaltungsvorstand@bielefeld.example",
            doubts=(
                "Erst 21 von 29 Amtslisten sind zurück (72 %; vorgesehen sind mindestens 80 %).",
                "2 Zuständigkeitsfälle sind noch nicht entschieden.",
            ),
            ranked=1874,
            blocked=63,
            incomplete=212,
            month_label="Juli 2020",
            form="28 Vorlage freigeben",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationMail(Mail):
    """The board paper, to the office of the board. Numbers of services: with a rank, blocked by law, without enough answers."""

    facts: ClassVar = MailFacts(kind=MailKind.PRESENTATION, title="Vorlage für den Verwaltungsvorstand", mass_mailing=False)
    sample_day: ClassVar = date(2020, 7, 1)

    name: str
    ranked: int
    blocked: int
    incomplete: int
    top: tuple[RankLine, ...]
    month_label: str

    @classmethod
    def sample(cls) -> Self:
        """Return a paper with its first three ranks."""
        return cls(
            name=BOARD,
            ranked=1874,
            blocked=63,
            incomplete=212,
            top=(
                RankLine(rank=1, name="Meldebescheinigung Ausstellung", office="Amt 33", score=87.3),
                RankLine(rank=2, name="Bewohnerparkausweis Erteilung", office="Amt 32", score=86.1),
                RankLine(rank=3, name="Personenstandsurkunde Ausstellung", office="Amt 34", score=80.0),
            ),
            month_label="Juli 2020",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A measure and the day its target is due."""

    rank: int
    name: str
    office: str
    target_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveLine:
    """A wave and the measures of a Dezernat in it."""

    title: str
    starts_on: date
    ends_on: date
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationStartMail(Mail):
    """The measures of a Dezernat; waves without one are left out. `repeated` is the title of a survey that renewed the decisions, else empty.

    `added`: how many were decided since the Dezernat was told of its measures, 0 where it has not been.
    """

    facts: ClassVar = MailFacts(kind=MailKind.IMPLEMENTATION_START, title="Beginn der Umsetzung")
    sample_day: ClassVar = date(2020, 9, 1)

    department_title: str
    head_name: str
    waves: tuple[WaveLine, ...]
    target_level_title: str
    target_on: date
    repeated: str = ""
    added: int = 0

    @classmethod
    def sample(cls) -> Self:
        """Return two waves."""
        first, second = date(2020, 12, 30), date(2021, 12, 30)
        early = (
            MeasureLine(rank=1, name="Meldebescheinigung Ausstellung", office="Amt 33", target_on=first),
            MeasureLine(rank=3, name="Personenstandsurkunde Ausstellung", office="Amt 34", target_on=first),
        )
        late = (MeasureLine(rank=17, name="Sportstätte Vergabe", office="Amt 52", target_on=second),)
        return cls(
            department_title=DEPARTMENT,
            head_name=HEAD,
            waves=(
                WaveLine(title="Erste Verfahren 2020", starts_on=date(2020, 9, 1), ends_on=first, measures=early),
                WaveLine(title="Zweite Welle 2021", starts_on=date(2021, 1, 4), ends_on=second, measures=late),
            ),
            target_level_title=TARGET,
            target_on=date(2022, 12, 31),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressQueryMail(Mail):
    """How far are the measures? To a Dezernat, with a list for each office."""

    facts: ClassVar = MailFacts(kind=MailKind.PROGRESS_QUERY, title="Abfrage des Umsetzungsstands", carries_lists=True)
    sample_day: ClassVar = date(2021, 3, 1)

    department_title: str
    lists: tuple[ListLine, ...]
    due_on: date
    return_to: str
    target_level_title: str

    @classmethod
    def sample(cls) -> Self:
        """Return the lists of two offices."""
        return cls(
            department_title=DEPARTMENT,
            lists=(
                sample_list("33", "Einwohner- und Meldeamt", 96, "OZG-Umsetzungsstand"),
                sample_list("34", "Standesamt", 31, "OZG-Umsetzungsstand"),
            ),
            due_on=date(2021, 3, 15),
            return_to=RETURN_TO,
            target_level_title=TARGET,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentLine:
    """A Dezernat: how many of its measures reached their target."""

    title: str
    measures: int
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalReportMail(Mail):
    """The final report, to the office of the board."""

    facts: ClassVar = MailFacts(kind=MailKind.FINAL_REPORT, title="Abschlussbericht", mass_mailing=False)
    sample_day: ClassVar = date(2022, 12, 30)

    name: str
    measures: int
    reached: int
    target_level_title: str
    by_department: tuple[DepartmentLine, ...]

    @classmethod
    def sample(cls) -> Self:
        """Return the figures of three Dezernate."""
        return cls(
            name=BOARD,
            measures=1486,
            reached=1370,
            target_level_title=TARGET,
            by_department=(
                DepartmentLine(title="Dezernat 1 – Finanzen, Personal und Digitalisierung", measures=310, reached=301),
                DepartmentLine(title=DEPARTMENT, measures=764, reached=702),
                DepartmentLine(title="Dezernat 3 – Umwelt, Klima und Gesundheit", measures=412, reached=367),
            ),
        )
