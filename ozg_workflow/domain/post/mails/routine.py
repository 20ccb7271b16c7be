"""To the coordinator: the day in one mail, and what failed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.mail import Mail, MailFacts, MailKind
from ozg_workflow.domain.post.mails.parts import COORDINATOR, MilestoneLine, sample_milestones


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """Something that needs a person, and how it is done."""

    title: str
    detail: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLine:
    """How many lists are back."""

    lists: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyDigestMail(Mail):
    """What happened, what needs a person, what comes next."""

    facts: ClassVar = MailFacts(kind=MailKind.DAILY_DIGEST, title="Tagesübersicht", mass_mailing=False)
    sample_day: ClassVar = date(2020, 5, 6)

    name: str
    happened: tuple[str, ...]
    needs_you: tuple[NeedLine, ...]
    progress: ReturnedLine
    upcoming: tuple[MilestoneLine, ...]

    @classmethod
    def sample(cls) -> Self:
        """Return a day with two decisions to take."""
        return cls(
            name=COORDINATOR,
            happened=("2 Amtslisten sind vollständig zurück: Amt 34, Amt 52.", "1 Eingangsbestätigung wurde versandt."),
            needs_you=(
                NeedLine(
                    title="Zuständigkeit offen: Bestattungsgenehmigung Erteilung",
                    detail="Amt 34 hat die Leistung abgelehnt und kein anderes Amt genannt.",
                    how="ozg case decide 7 --office 33",
                ),
                NeedLine(
                    title="Klärungskorb: eine Mail ohne erkennbare Liste",
                    detail="Absender herr.mueller@verein.example, Betreff „Liste“.",
                    how="ozg inbox list",
                ),
            ),
            progress=ReturnedLine(lists=25, returned=9),
            upcoming=sample_milestones()[3:5],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureNoticeMail(Mail):
    """A step failed. `outage`: something is out of reach and is tried again, `since` a moment in Berlin, `06.05.2020 07:10`."""

    facts: ClassVar = MailFacts(kind=MailKind.FAILURE_NOTICE, title="Störungsmeldung", mass_mailing=False)
    sample_day: ClassVar = date(2020, 5, 6)

    name: str
    step_title: str
    message: str
    outage: bool
    since: str

    @classmethod
    def sample(cls) -> Self:
        """Return a mailbox out of reach."""
        return cls(
            name=COORDINATOR,
            step_title="Posteingang lesen",
            message="Das Postfach auf imap.bielefeld.example ist nicht erreichbar: Verbindung abgelehnt.",
            outage=True,
            since="06.05.2020 07:10",
        )
