"""The one answer to a mail with lists."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import DUE_ON, SAMPLE_LATE, DisputedLine, LateRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """What the mail said beside its answers and a person reads: what it is, and its beginning."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementMail(Mail):
    """Thanks: the list is complete. `nil_return`: the office provides none of the services; `blank`: offices whose lists came with it, but blank.

    `late`: what became of its lines about services that the office has no more. `progress`: the list tells of the progress of measures.
    """

    facts: ClassVar = MailFacts(kind=MailKind.ACKNOWLEDGEMENT, title="Eingangsbestätigung", mass_mailing=False, answer=True)
    sample_day: ClassVar = date(2020, 5, 6)

    office_title: str
    version: int
    rows: int
    answered: int
    disputed: tuple[DisputedLine, ...]
    nil_return: bool
    remarks: tuple[str, ...]
    late: tuple[LateRow, ...]
    passed_on: tuple[PassedOn, ...]
    blank: tuple[str, ...]
    progress: bool = False

    @classmethod
    def sample(cls) -> Self:
        """Return a complete list with two disputed services and a cover text."""
        return cls(
            office_title="Amt 34 – Standesamt",
            version=1,
            rows=58,
            answered=56,
            disputed=(
                DisputedLine(
                    number=12,
                    name="Melderegisterauskunft",
                    office="Amt 33 – Einwohner- und Meldeamt",
                    named="„Bürgeramt, Frau Krüger“",
                    next="Geht an Amt 33 – Einwohner- und Meldeamt, wie von Ihnen genannt.",
                ),
                DisputedLine(
                    number=31,
                    name="Ehefähigkeitszeugnis Ausstellung",
                    office="Amt 32 – Ordnungsamt",
                    named="„Amt 32“",
                    next="Amt 32 – Ordnungsamt wird zu seinem Teil gefragt.",
                    shared=True,
                ),
                DisputedLine(
                    number=47,
                    name="Bestattungsgenehmigung Erteilung",
                    office="",
                    named="–",
                    next="Die OZG-Koordination klärt, wer zuständig ist.",
                ),
            ),
            nil_return=False,
            remarks=("Die Spalte „Geplant zum“ enthielt in zwei Zeilen einen Text; er wurde als Datum gelesen.",),
            late=SAMPLE_LATE,
            passed_on=SAMPLE_PASSED_ON,
            blank=(),
        )


SAMPLE_PASSED_ON = (
    PassedOn(
        title="Begleittext",
        text="Anbei die Liste. Für das Nachbaramt brauchen wir Aufschub bis Ende Mai; neue Ansprechpartnerin ist Frau Wessling.",
    ),
    PassedOn(title="zusätzliche Zeile (Amt 34 – Standesamt, Zeile 63)", text="Namensänderung Beurkundung; Zuständig?: ja"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """What is wrong with one cell, or in the same way with several of one column: what stands there, why it is wrong, what to do.

    Of several, `count` says how many, `cell` names all, `texts` are what stands in them; `number`, `service`, `value` are those of the first.
    """

    number: int
    service: str
    cell: str
    heading: str
    value: str
    reason: str
    remedy: str
    count: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A row of a list."""

    number: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnWithErrorsMail(Mail):
    """The cells to mend. `more_issues` are those not listed; `annotated`: a copy with marked cells is attached; `blank` as in the other."""

    facts: ClassVar = MailFacts(kind=MailKind.RETURN_WITH_ERRORS, title="Rückgabe mit Hinweisen", mass_mailing=False, answer=True)
    sample_day: ClassVar = date(2020, 5, 6)

    office_title: str
    version: int
    rows: int
    answered: int
    issues: tuple[IssueLine, ...]
    more_issues: int
    missing_rows: tuple[RowLine, ...]
    remarks: tuple[str, ...]
    due_on: date
    annotated: bool
    late: tuple[LateRow, ...]
    passed_on: tuple[PassedOn, ...]
    blank: tuple[str, ...]
    progress: bool = False

    @classmethod
    def sample(cls) -> Self:
        """Return three wrong cells and two rows without an answer."""
        return cls(
            office_title="Amt 34 – Standesamt",
            version=1,
            rows=58,
            answered=53,
            issues=_sample_issues(),
            more_issues=2,
            missing_rows=(
                RowLine(number=21, name="Namenserklärung Entgegennahme"),
                RowLine(number=22, name="Kirchenaustritt Beurkundung"),
            ),
            remarks=(),
            due_on=DUE_ON,
            annotated=True,
            late=SAMPLE_LATE[:1],
            passed_on=(),
            blank=("Amt 52 – Sportamt",),
        )


def _sample_issues() -> tuple[IssueLine, ...]:
    return (
        IssueLine(
            number=3,
            service="Eheschließung Anmeldung",
            cell="H7",
            heading="Zuständig?",
            value="vielleicht",
            reason="Der Wert steht nicht in der Auswahlliste.",
            remedy="Bitte einen Wert aus der Auswahlliste wählen: ja, nein.",
            count=1,
            texts=("vielleicht",),
        ),
        IssueLine(
            number=9,
            service="Personenstandsurkunde Ausstellung",
            cell="N13–N36 und N40",
            heading="Fallzahl pro Jahr",
            value="1.000 bis 2.000",
            reason="Hier steht mehr als eine Zahl.",
            remedy="Bitte die eine Zahl eintragen, die am ehesten zutrifft, z. B. 1200; eine Schätzung genügt.",
            count=25,
            texts=("1.000 bis 2.000", "10/20", "50-60", "5 bis 10"),
        ),
        IssueLine(
            number=9,
            service="Personenstandsurkunde Ausstellung",
            cell="M13",
            heading="Geplant zum",
            value="",
            reason="Die Angabe fehlt.",
            remedy="Bitte so angeben: 01.10.2020.",
            count=1,
            texts=(),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredList:
    """What became of one of several lists of a mail; the fields are those of the two mails for one list.

    `complete`: nothing is asked; else `file_name` is the copy with the marked cells, to be sent back by `due_on`. `progress`: it asks
    for the progress of measures.
    """

    office_title: str
    version: int
    rows: int
    answered: int
    complete: bool
    nil_return: bool
    disputed: tuple[DisputedLine, ...]
    issues: tuple[IssueLine, ...]
    more_issues: int
    missing_rows: tuple[RowLine, ...]
    remarks: tuple[str, ...]
    due_on: date
    file_name: str
    late: tuple[LateRow, ...] = ()
    progress: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralReturnsMail(Mail):
    """What became of each list of a mail that brought several; `blank`: offices whose lists came with it, but blank."""

    facts: ClassVar = MailFacts(
        kind=MailKind.SEVERAL_RETURNS, title="Antwort auf mehrere Listen", mass_mailing=False, answer=True
    )
    sample_day: ClassVar = date(2020, 5, 6)

    lists: tuple[AnsweredList, ...]
    passed_on: tuple[PassedOn, ...]
    blank: tuple[str, ...]

    @classmethod
    def sample(cls) -> Self:
        """Return a complete list, one with wrong cells, and a Fehlanzeige."""
        complete, wrong = AcknowledgementMail.sample(), ReturnWithErrorsMail.sample()
        return cls(
            lists=(
                AnsweredList(
                    office_title="Amt 33 – Einwohner- und Meldeamt",
                    version=1,
                    rows=41,
                    answered=41,
                    complete=True,
                    nil_return=False,
                    disputed=complete.disputed,
                    issues=(),
                    more_issues=0,
                    missing_rows=(),
                    remarks=complete.remarks,
                    due_on=DUE_ON,
                    file_name="",
                    late=SAMPLE_LATE,
                ),
                AnsweredList(
                    office_title=wrong.office_title,
                    version=1,
                    rows=wrong.rows,
                    answered=wrong.answered,
                    complete=False,
                    nil_return=False,
                    disputed=(),
                    issues=wrong.issues,
                    more_issues=wrong.more_issues,
                    missing_rows=wrong.missing_rows,
                    remarks=(),
                    due_on=DUE_ON,
                    file_name="OZG-Amtsliste_34_Standesamt_v1.xlsx",
                ),
                AnsweredList(
                    office_title="Amt 52 – Sportamt",
                    version=1,
                    rows=0,
                    answered=0,
                    complete=True,
                    nil_return=True,
                    disputed=(),
                    issues=(),
                    more_issues=0,
                    missing_rows=(),
                    remarks=(),
                    due_on=DUE_ON,
                    file_name="",
                ),
            ),
            passed_on=SAMPLE_PASSED_ON,
            blank=(),
        )
