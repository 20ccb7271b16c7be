"""What a person may have to do: every kind of need with its words and its form, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.post.outbox import MessageState


class NeedKind(StrEnum):
    """What kind of decision is asked for, the most pressing ones first."""

    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    MAILBOX = "mailbox"
    REFUSED = "refused"
    PAUSED = "paused"
    RELEASE = "release"
    HELD = "held"
    CASE = "case"
    CONFLICT = "conflict"
    QUARANTINE = "quarantine"
    TO_READ = "to_read"
    DRAFT = "draft"
    DECISION = "decision"
    WEIGHTS = "weights"
    MILESTONE = "milestone"
    OVERDUE = "overdue"
    MEASURES = "measures"
    REUSE = "reuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One kind of need: its title, one and several of them in words, how it is done, the form. Commands of the shell stand in the docs."""

    title: str
    one: str
    several: str
    how: str
    deployment: Deployment | None


NEEDS: Final[dict[NeedKind, NeedRow]] = {
    NeedKind.UNKNOWN: NeedRow(
        title="Mail ungeklärt",
        one="Mail mit ungeklärter Zustellung",
        several="Mails mit ungeklärter Zustellung",
        how="Beim Empfänger nachfragen; dann gilt sie als angekommen oder geht noch einmal hinaus",
        deployment=Deployment.SETTLE_MAIL,
    ),
    NeedKind.BOUNCED: NeedRow(
        title="Mail unzustellbar",
        one="unzustellbare Mail",
        several="unzustellbare Mails",
        how="Die Adresse prüfen, dann erneut senden oder stornieren",
        deployment=Deployment.SETTLE_MAIL,
    ),
    NeedKind.MAILBOX: NeedRow(
        title="Postfach unzustellbar",
        one="unzustellbares Postfach",
        several="unzustellbare Postfächer",
        how="Die Adresse in organisation.csv berichtigen und laden; ist sie richtig, dort nachfragen",
        deployment=Deployment.PREPARE,
    ),
    NeedKind.REFUSED: NeedRow(
        title="Mail abgelehnt",
        one="abgelehnte Mail",
        several="abgelehnte Mails",
        how="Die Adresse prüfen, dann erneut senden oder stornieren",
        deployment=Deployment.SETTLE_MAIL,
    ),
    NeedKind.PAUSED: NeedRow(
        title="Zustellung pausiert",
        one="ruhender Mailserver",
        several="ruhende Mailserver",
        how="Sie geht von selbst weiter, sobald der Mailserver wieder bereit ist",
        deployment=Deployment.DELIVER,
    ),
    NeedKind.RELEASE: NeedRow(
        title="Mail freizugeben",
        one="Mail, die auf die Freigabe wartet",
        several="Mails, die auf die Freigabe warten",
        how="Die Empfänger ansehen, dann freigeben",
        deployment=Deployment.RELEASE,
    ),
    NeedKind.HELD: NeedRow(
        title="Mail angehalten",
        one="angehaltene Mail",
        several="angehaltene Mails",
        how="Die Liste der erlaubten Empfänger ergänzen lassen (OZG_RECIPIENTS), dann zustellen",
        deployment=Deployment.DELIVER,
    ),
    NeedKind.CASE: NeedRow(
        title="Zuständigkeit offen",
        one="offener Zuständigkeitsfall",
        several="offene Zuständigkeitsfälle",
        how="Dem Vorschlag folgen oder das zuständige Amt wählen",
        deployment=Deployment.SETTLE_RESPONSIBILITY,
    ),
    NeedKind.CONFLICT: NeedRow(
        title="Widersprüchliche Angaben",
        one="Widerspruch zwischen Angaben",
        several="Widersprüche zwischen Angaben",
        how="Beim Amt nachfragen, dann berichtigen; es zählt die neueste Angabe, bis eine weitere Rücksendung kommt",
        deployment=Deployment.CORRECT_ANSWER,
    ),
    NeedKind.QUARANTINE: NeedRow(
        title="Klärungskorb",
        one="Eingang im Klärungskorb",
        several="Eingänge im Klärungskorb",
        how="Einem Amt zuordnen, erneut verarbeiten oder als erledigt vermerken",
        deployment=Deployment.CLEAR_QUARANTINE,
    ),
    NeedKind.TO_READ: NeedRow(
        title="Zu lesen",
        one="Mail zu lesen",
        several="Mails zu lesen",
        how="Lesen, dann abhaken",
        deployment=Deployment.CLEAR_TO_READ,
    ),
    NeedKind.DRAFT: NeedRow(
        title="Vorlage freizugeben",
        one="Vorlage, die auf die Freigabe wartet",
        several="Vorlagen, die auf die Freigabe warten",
        how="Lesen, dann freigeben: Erst dann geht sie an den Verwaltungsvorstand",
        deployment=Deployment.RELEASE_BOARD,
    ),
    NeedKind.DECISION: NeedRow(
        title="Beschluss fehlt",
        one="fehlender Beschluss",
        several="fehlende Beschlüsse",
        how="Den Beschluss des Verwaltungsvorstands festhalten; ohne ihn beginnt die Umsetzung nicht",
        deployment=Deployment.DECIDE_BOARD,
    ),
    NeedKind.WEIGHTS: NeedRow(
        title="Gewichte nicht ausgewertet",
        one="Auswertung mit früheren Gewichten",
        several="Auswertungen mit früheren Gewichten",
        how="Auswerten, dann die Vorlage neu erstellen; bis dahin gilt die frühere Rangfolge",
        deployment=Deployment.EVALUATE,
    ),
    NeedKind.MILESTONE: NeedRow(
        title="Meilenstein offen",
        one="offener Meilenstein",
        several="offene Meilensteine",
        how="Abhaken, sobald er erreicht ist",
        deployment=Deployment.MILESTONE_DONE,
    ),
    NeedKind.OVERDUE: NeedRow(
        title="Amtsliste über der Frist",
        one="Amtsliste über der Frist",
        several="Amtslisten über der Frist",
        how="Das Amt erinnern oder seine Frist verlängern",
        deployment=Deployment.REMIND_OFFICE,
    ),
    NeedKind.MEASURES: NeedRow(
        title="Maßnahmen verspätet",
        one="Amt mit verspäteten oder bedrohten Maßnahmen",
        several="Ämter mit verspäteten oder bedrohten Maßnahmen",
        how="Beim Amt nachfragen, was fehlt und bis wann; dann den Termin der Maßnahme ändern; ihre Seite nennt alle",
        deployment=Deployment.CHANGE_MEASURE,
    ),
    NeedKind.REUSE: NeedRow(
        title="Nachnutzung prüfen",
        one="Amt, das eine vorhandene Lösung nachnutzen könnte",
        several="Ämter, die eine vorhandene Lösung nachnutzen könnten",
        how="Mit dem Amt prüfen, ob die vorhandene Lösung passt; dann den Weg der Maßnahme ändern oder die Lösung aus solutions.csv nehmen",
        deployment=Deployment.CHANGE_MEASURE,
    ),
}
# what is a decision of its own and waits for it: the digest says for how long
AGEING: Final = frozenset(
    {NeedKind.UNKNOWN, NeedKind.CASE, NeedKind.CONFLICT, NeedKind.QUARANTINE, NeedKind.TO_READ, NeedKind.DRAFT, NeedKind.DECISION}
)
# an unknown mail whose archive copy stays away probably never left
ADOPT: Final = f"Lesen; fehlende Leistungen mit „{Deployment.ADOPT_LINE}“ aufnehmen, dann abhaken"
RESEND: Final = "Wahrscheinlich ging sie nie hinaus: erneut senden; ist sie doch angekommen, das vermerken"


MAIL_NEEDS: Final[Mapping[MessageState, NeedKind]] = {  # what a mail in these states needs
    MessageState.UNKNOWN: NeedKind.UNKNOWN,
    MessageState.HELD: NeedKind.HELD,
    MessageState.REFUSED: NeedKind.REFUSED,
    MessageState.BOUNCED: NeedKind.BOUNCED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a need is about: the number or key of the mail, the case, the milestone; the office and the service (its ref), where there is one."""

    number: int | str = ""
    office: str = ""
    service: str = ""


NOTHING: Final = About()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something a person has to do: of which kind, about what, and how; `since` is the day from which it waits, where that is told."""

    kind: NeedKind
    detail: str
    how: str
    about: About = NOTHING
    since: date | None = None

    @property
    def title(self) -> str:
        """What kind of need it is, in words."""
        return NEEDS[self.kind].title

    @property
    def form(self) -> str:
        """The form of the cockpit that helps, by the name people see there; empty where there is none."""
        deployment = NEEDS[self.kind].deployment
        return str(deployment) if deployment else ""


def need(kind: NeedKind, detail: str, about: About = NOTHING, *, how: str = "", since: date | None = None) -> Need:
    """Return a need with its way out; `how` is another way than the usual one."""
    return Need(kind=kind, detail=detail, how=how or NEEDS[kind].how, about=about, since=since)
