"""The categories of personal data, each with the columns it lies in; a test knows every column of every table (GDPR, Art. 30 (1) c, f)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kept(StrEnum):
    """How long something is held."""

    WITH_THE_FUNCTION = "with_the_function"  # as long as somebody has the office; former ones go with the purge
    UNTIL_PURGE = "until_purge"  # some days after the end of the rollout
    PARTLY = "partly"  # what names a person goes with the purge, the rest is the result
    FOR_GOOD = "for_good"  # proof of what the administration did


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One category: German words for people, `columns` as `table.column`."""

    key: str
    title: str
    persons: str
    data: str
    purpose: str
    recipients: str
    erased_by: str
    kept: Kept
    columns: tuple[str, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it lies in, each once."""
        return tuple(dict.fromkeys(column.partition(".")[0] for column in self.columns))


def _of(table: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{table}.{name}" for name in names)


PURGE: Final = "„ozg db purge“ ersetzt den Inhalt durch „gelöscht“ und hält das im Protokoll fest."
INSIDE: Final = "OZG-Koordination und ihre Vertretung"
HOLDINGS: Final = (
    Holding(
        key="organisation",
        title="Postfächer und Leitungen der Ämter und Dezernate",
        persons="Amts- und Dezernatsleitungen, Koordination und Vertretung, weitere Ansprechstellen aus rollout.yaml",
        data="Name, dienstliche Mailadresse, Amt oder Dezernat, frühere Adressen",
        purpose="Listen, Erinnerungen und Eskalationen an die zuständige Stelle richten; entscheiden, wer entscheidet",
        recipients=INSIDE,
        erased_by="Wer nicht mehr in organisation.csv steht, wird mit dem nächsten „ozg db purge“ gelöscht; heutige Leitungen bleiben.",
        kept=Kept.WITH_THE_FUNCTION,
        columns=(
            *_of("department", "name", "mailbox", "head_name", "head_email", "former_addresses"),
            *_of("office", "name", "mailbox", "head_name", "head_email", "former_addresses", "aliases"),
            *_of("rollout", "config"),
        ),
    ),
    Holding(
        key="mails_out",
        title="Ausgegangene Mails",
        persons="Empfängerinnen und Empfänger der Mails",
        data="Adresse, Betreff, Inhalt und Anhänge der Mail, Antworten der Mailserver, Zeitpunkt",
        purpose="Versand, Nachweis des Versands, keine Mail zweimal senden",
        recipients=f"{INSIDE}; die Empfängerinnen und Empfänger selbst; der Mailserver der Stadt",
        erased_by=f"Mails an einzelne Personen, auch an frühere Leitungen: {PURGE} Mails an Funktionspostfächer bleiben als Nachweis.",
        kept=Kept.PARTLY,
        columns=(
            *_of("message", "recipient", "subject", "sender", "state_reason", "header_id"),
            *_of("message_content", "content"),
            *_of("message_recipient", "address", "response"),
            *_of("delivery_attempt", "text"),
        ),
    ),
    Holding(
        key="mails_in",
        title="Eingegangene Mails",
        persons="Wer an das Postfach des Rollouts schreibt",
        data="Absender, Betreff, die ganze Mail mit Anhängen, Auszüge daraus, die jemand lesen muss",
        purpose="Rückläufe auswerten, Fragen beantworten, Herkunft jeder Angabe nachweisen",
        recipients=INSIDE,
        erased_by=PURGE,
        kept=Kept.UNTIL_PURGE,
        columns=(
            *_of("incoming", "content", "sender", "subject", "header_id", "reason", "unusual", "mailbox"),
            *_of("incoming_note", "text", "data", "remark", "cleared_by", "place"),
        ),
    ),
    Holding(
        key="returns",
        title="Rückläufe",
        persons="Wer eine Liste ausgefüllt zurückgeschickt hat",
        data="Absender, Name der Datei, Zeitpunkt",
        purpose="Rückläufe der Liste und dem Amt zuordnen",
        recipients=INSIDE,
        erased_by=PURGE,
        kept=Kept.UNTIL_PURGE,
        columns=_of("return", "sender", "file_name"),
    ),
    Holding(
        key="answers",
        title="Angaben der Ämter zu ihren Leistungen",
        persons="Personen, die ein Amt in einer Bemerkung oder als Ansprechstelle nennt",
        data="Angaben zur Leistung; Freitext kann Namen enthalten",
        purpose="Erhebung, Priorisierung, Umsetzung",
        recipients=f"{INSIDE}; das Amt, das die Leistung später übernimmt; in Auszügen der Verwaltungsvorstand",
        erased_by="Teil des Ergebnisses; auf Verlangen ersetzt „ozg privacy erase“ die Adresse und „ozg answers correct“ einen Namen im Freitext.",
        kept=Kept.FOR_GOOD,
        columns=(
            *_of("service_list_row", "answers", "prefill"),
            *_of("return_row", "answers", "issues"),
        ),
    ),
    Holding(
        key="corrections",
        title="Berichtigungen",
        persons="Wer eine Angabe am Telefon oder im Gespräch berichtigt hat, und wer das aufschrieb",
        data="Quelle („Telefonat mit …“), Name der aufschreibenden Person, alter und neuer Wert",
        purpose="Herkunft jeder Angabe nachweisen",
        recipients=f"{INSIDE}; das betroffene Amt",
        erased_by=f"Die Quelle: {PURGE} Wer entschieden hat, bleibt.",
        kept=Kept.PARTLY,
        columns=_of("correction", "source", "by", "value", "replaced"),
    ),
    Holding(
        key="cases",
        title="Zuständigkeitsfälle",
        persons="Wer genannt wurde, und wer entschieden hat",
        data="Wortlaut der Nennung, Begründung, Notiz, Name der entscheidenden Person",
        purpose="Zuständigkeiten klären und nachweisen",
        recipients=f"{INSIDE}; die beteiligten Ämter",
        erased_by="Teil des Nachweises; bleibt.",
        kept=Kept.FOR_GOOD,
        columns=_of("responsibility_case", "named", "reason", "note", "settled_by", "settled_body"),
    ),
    Holding(
        key="results",
        title="Beschlüsse und Maßnahmen",
        persons="Ansprechpersonen der Maßnahmen, wer beschlossen hat",
        data="Name oder Funktion, Notiz, Begründung des Beschlusses, das Beschlussdokument",
        purpose="Umsetzung steuern und nachweisen",
        recipients=f"{INSIDE}; Verwaltungsvorstand; das Amt der Maßnahme",
        erased_by=f"Ansprechperson und Notiz: {PURGE} Der Beschluss bleibt.",
        kept=Kept.PARTLY,
        columns=(
            *_of("measure", "contact", "note", "shift"),
            *_of("board_paper", "decided_by", "document", "doubts"),
            *_of("board_decision", "reason"),
        ),
    ),
    Holding(
        key="events",
        title="Antworten auf Termine",
        persons="Wer zu einem Termin eingeladen war",
        data="Adresse, Zusage oder Absage, Zeitpunkt",
        purpose="Termine planen",
        recipients=INSIDE,
        erased_by=PURGE,
        kept=Kept.UNTIL_PURGE,
        columns=_of("event_reply", "attendee", "answer"),
    ),
    Holding(
        key="log",
        title="Protokoll",
        persons="Wer im Programm entschieden oder einen Schritt ausgelöst hat",
        data="Name, Zeitpunkt, Vorgang; keine Adressen, keine Betreffe, keine Dateinamen",
        purpose="Nachweis gegenüber Rechnungsprüfung und Datenschutz (Art. 5 Abs. 2 DSGVO)",
        recipients=f"{INSIDE}; Rechnungsprüfung",
        erased_by="Bleibt: Das Protokoll ist gegen Änderungen geschützt.",
        kept=Kept.FOR_GOOD,
        columns=_of("event", "actor", "text", "data"),
    ),
)
