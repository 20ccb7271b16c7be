"""To the coordinator: the day in one mail, what failed, and the table of the answers."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from ozg_workflow.domain.post.intent import Mail, MailFacts
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.parts import COORDINATOR, MilestoneLine, sample_milestones


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """Something that needs a person, how it is done, the form that does it, and how long it waits (`seit 3 Arbeitstagen`).

    `form_address` and `page_address` lead there; they are empty where no address is set that others can reach. The form and `waits`
    may be empty, too.
    """

    title: str
    detail: str
    how: str
    form: str = ""
    waits: str = ""
    form_address: str = ""
    page_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLine:
    """How many lists of the newest round are back, and how many will be (`voraussichtlich 26 von 29 (24 bis 28) bis zur Frist`; empty: nothing to foretell).

    `measures`: that round asks for the progress of measures.
    """

    lists: int
    returned: int
    outlook: str = ""
    measures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """How many mails of a kind the mail server took over."""

    title: str
    mails: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """What became of the mail: `sent` and `bounced` since the last digest, the others as they stand now."""

    sent: tuple[SentLine, ...]
    bounced: int
    refused: int
    unknown: int
    held: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyDigestMail(Mail):
    """What needs a person, which mail went out, what happened, what comes next."""

    facts: ClassVar = MailFacts(kind=MailKind.DAILY_DIGEST, title="Tagesübersicht", mass_mailing=False)
    sample_day: ClassVar = date(2020, 5, 6)

    name: str
    happened: tuple[str, ...]
    post: PostLine
    needs_you: tuple[NeedLine, ...]
    progress: ReturnedLine
    upcoming: tuple[MilestoneLine, ...]

    @classmethod
    def sample(cls) -> Self:
        """Return a day with two decisions to take and six mails sent."""
        return cls(
            name=COORDINATOR,
            happened=(
                "Rücklauf: Amt 34 – Standesamt: 12 Zeilen, 0 Hinweise",
                "Rücklauf: Amt 52 – Sportamt: 7 Zeilen, 2 Hinweise",
                "Eingang: 3 automatische Mails, keine ungewöhnlich.",
            ),
            post=PostLine(
                sent=(
                    SentLine(title="Eingangsbestätigung", mails=1),
                    SentLine(title="Hinweise zur Liste", mails=1),
                    SentLine(title="Erinnerung", mails=4),
                ),
                bounced=1,
                refused=0,
                unknown=0,
                held=2,
                waiting=0,
            ),
            needs_you=(
                NeedLine(
                    title="Klärungskorb",
                    detail="Nr. 12 von herr.mueller@verein.example „Liste“: Die Mail enthält keine Liste.",
                    how="Einem Amt zuordnen, erneut verarbeiten oder als erledigt vermerken",
                    form="13 Klärungskorb bearbeiten",
                    waits="seit 6 Arbeitstagen",
                    form_address="https://ozg.stadt.example/deployments/deployment/13/run",
                    page_address="https://lesesaal.stadt.example/stadt/eingang/12",
                ),
                NeedLine(
                    title="Zuständigkeit offen",
                    detail="Fall 7: „Bestattungsgenehmigung Erteilung“ (Amt 34 – Standesamt) – kein anderes Amt genannt",
                    how="Dem Vorschlag folgen oder das zuständige Amt wählen",
                    form="06 Zuständigkeit entscheiden",
                    waits="seit 1 Arbeitstag",
                ),
            ),
            progress=ReturnedLine(lists=25, returned=9, outlook="voraussichtlich 22 von 25 (20 bis 24) bis zur Frist"),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersExportMail(Mail):
    """The table of a round, which the coordinator asked for. `files` are sent with it, none where they are too large; `place` is where it lies.

    Numbers of services: all, online from the level `online_from`, below it, without an answer. `cases` is the sum of the
    `cases_known` numbers (text, `1.234`).
    """

    facts: ClassVar = MailFacts(kind=MailKind.ANSWERS_EXPORT, title="Tabelle der Angaben", mass_mailing=False)
    sample_day: ClassVar = date(2020, 6, 2)

    name: str
    round_title: str
    lists: int
    returned: int
    services: int
    online: int
    online_from: str
    offline: int
    unsaid: int
    asks_cases: bool
    cases: str
    cases_known: int
    open_lines: int
    contradictions: int
    files: tuple[str, ...]
    place: str

    @classmethod
    def sample(cls) -> Self:
        """Return a table with the ranking beside it."""
        return cls(
            name=COORDINATOR,
            round_title="Erhebung",
            lists=25,
            returned=24,
            services=2378,
            online=412,
            online_from="Stufe 3 – Online-Leistung",
            offline=1754,
            unsaid=212,
            asks_cases=True,
            cases="1.483.920",
            cases_known=2011,
            open_lines=96,
            contradictions=2,
            files=("angaben-erhebung-1.xlsx", "priorisierung.xlsx"),
            place="/srv/ozg/var/reports/bielefeld-2020/angaben-erhebung-1.xlsx",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTableMail(Mail):
    """A table to be changed and sent back, which the coordinator asked for: the measures, or (`decision`) the sheet for the board's decision.

    `form` is the form that takes it over.
    """

    facts: ClassVar = MailFacts(kind=MailKind.WORKING_TABLE, title="Tabelle zum Bearbeiten", mass_mailing=False)
    sample_day: ClassVar = date(2020, 9, 2)

    name: str
    table: str
    decision: bool
    lines: int
    file: str
    form: str

    @classmethod
    def sample(cls) -> Self:
        """Return the table of the measures."""
        return cls(
            name=COORDINATOR,
            table="Maßnahmen",
            decision=False,
            lines=112,
            file="massnahmen.xlsx",
            form="33 Tabelle übernehmen",
        )
