"""What the record of processing says, section by section (GDPR, Art. 30 and 32); Markdown and PDF show the same.

What only the city can say stands as a gap to be filled in, never as a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.data_protection.holdings import Holding, Kept
from ozg_workflow.domain.data_protection.record import ProcessingRecord

GAP: Final = "____________________ (von der Stadt einzutragen)"
KIND: Final = "Verzeichnis der Verarbeitungstätigkeiten und Löschkonzept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its title, paragraphs, and a table (heads and rows; empty: none); `numbers`: its last column has figures."""

    title: str
    paragraphs: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: bool = False


def sections_of(record: ProcessingRecord) -> tuple[Section, ...]:
    """Return the sections in the order of Art. 30 (1)."""
    return (
        _responsible(record),
        _purpose(),
        _holdings(record),
        _recipients(record),
        _deletion(record),
        _measures(record),
        _rights(record),
    )


def _responsible(record: ProcessingRecord) -> Section:
    people = german.join(record.people) or record.coordinator
    rows = (
        ("Verantwortlich", f"{record.city}, {GAP}"),
        ("Datenschutzbeauftragte Person", GAP),
        ("Fachlich zuständig", f"{record.coordinator}, {record.coordinator_email}"),
        ("Es entscheiden", people),
        ("Postfach des Rollouts", record.sender_email),
    )
    return Section(title="Verantwortliche Stelle", heads=("Angabe", "Inhalt"), rows=rows)


def _purpose() -> Section:
    return Section(
        title="Zweck und Rechtsgrundlage",
        paragraphs=(
            "Umsetzung des Onlinezugangsgesetzes: erheben, welche Leistungen die Ämter anbieten, Zuständigkeiten klären, Leistungen priorisieren, darüber beschließen und die Umsetzung verfolgen.",
            f"Rechtsgrundlage: {GAP}. In Betracht kommen Art. 6 Abs. 1 Buchst. e DSGVO mit dem Onlinezugangsgesetz und dem Datenschutzgesetz des Landes; für Beschäftigte deren dienstrechtliche Vorschriften.",
            "Daten von Bürgerinnen und Bürgern werden nicht erhoben. Automatisierte Entscheidungen über Personen (Art. 22 DSGVO) gibt es nicht; die Priorisierung betrifft Leistungen.",
        ),
    )


def _holdings(record: ProcessingRecord) -> Section:
    rows = tuple((h.title, h.persons, h.data, h.purpose, german.number(record.rows[h.key])) for h in record.holdings)
    return Section(
        title="Betroffene Personen und Daten",
        paragraphs=("Die letzte Spalte zählt die Einträge in der Datenbank an diesem Tag.",),
        heads=("Kategorie", "Personen", "Daten", "Zweck", "Einträge"),
        rows=rows,
        numbers=True,
    )


def _recipients(record: ProcessingRecord) -> Section:
    places = record.places
    return Section(
        title="Empfänger, Auftragsverarbeitung, Drittländer",
        paragraphs=(
            f"Mailserver für den Versand: {places.smtp or 'noch keiner eingestellt'}. Postfach: {places.inbox or 'noch keines eingestellt'}. Wer sie betreibt, und ob ein Vertrag nach Art. 28 DSGVO besteht: {GAP}.",
            "Das Programm läuft bei der Stadt oder ihrem Rechenzentrum. Seiten und Programm fragen keine Dritten ab; die Telemetrie der eingesetzten Bausteine ist abgeschaltet.",
            f"Übermittlung in Drittländer: durch das Programm keine. Bei einem Mailanbieter außerhalb der EU: {GAP}.",
        ),
        heads=("Kategorie", "Wer sie sieht"),
        rows=tuple((h.title, h.recipients) for h in record.holdings),
    )


def _deletion(record: ProcessingRecord) -> Section:
    end = f" (nach Plan am {german.short_date(record.ends_on)})" if record.ends_on else ""
    days = german.count(record.retention_days, "Tag", "Tage")
    return Section(
        title="Löschkonzept",
        paragraphs=(
            f"Die Aufbewahrung beginnt mit dem Abschluss des Rollouts{end} und dauert {days} (retention_days in rollout.yaml). Danach löscht „ozg db purge --yes“; ohne „--yes“ wird gezeigt, was gelöscht würde. Das Protokoll hält fest, wer wann wie viel gelöscht hat.",
            "Sicherungen enthalten, was zu ihrer Zeit galt. Vom Programm selbst angelegte werden spätestens nach 20 weiteren ersetzt; für alle anderen gilt die Frist der Stadt: "
            + GAP
            + ".",
        ),
        heads=("Kategorie", "Frist", "Wie gelöscht wird", "Wo sie liegt (Tabelle: Spalten)"),
        rows=tuple((h.title, _term(h, record), h.erased_by, _where(h)) for h in record.holdings),
    )


def _where(holding: Holding) -> str:
    """Return `office: name, mailbox; department: …`."""
    names = {table: [c.partition(".")[2] for c in holding.columns if c.startswith(f"{table}.")] for table in holding.tables}
    return "; ".join(f"{table}: {', '.join(columns)}" for table, columns in names.items())


def _term(holding: Holding, record: ProcessingRecord) -> str:
    days = german.count(record.retention_days, "Tag", "Tage")
    return {
        Kept.UNTIL_PURGE: f"{days} nach dem Abschluss",
        Kept.PARTLY: f"Namen: {days} nach dem Abschluss; der Nachweis bleibt",
        Kept.WITH_THE_FUNCTION: f"solange die Funktion besteht; frühere: {days} nach dem Abschluss",
        Kept.FOR_GOOD: "bleibt; Aussonderung nach der Aktenordnung der Stadt",
    }[holding.kept]


def _measures(record: ProcessingRecord) -> Section:
    return Section(
        title="Technische und organisatorische Maßnahmen",
        paragraphs=tuple(_protections(record)),
    )


def _protections(record: ProcessingRecord) -> Iterator[str]:
    yield f"Ort: {record.places.database}; Dateien unter var/ kann nur das Dienstkonto lesen (0600/0700)."
    yield "Übertragung: Mailserver und Postfach nur verschlüsselt, außer auf demselben Rechner; Anmeldung mit Kennwort aus einer Datei oder mit OAuth2."
    yield "Zugang: Cockpit und Lesesaal verlangen eine Anmeldung, sobald sie von anderen Rechnern erreichbar sind; der Lesesaal zeigt nur."
    yield "Versand nur an freigegebene Empfänger; keine Mail geht zweimal hinaus; an einem vorgegebenen Tag geht keine nach außen."
    yield "Nachweis: Das Protokoll ist gegen Änderungen geschützt und versiegelt („ozg audit verify“); Berichte und Protokoll nennen keine Mailadressen von Absendern."
    yield "Wiederherstellung: „ozg db backup“ und „ozg db restore“; nach dem Zurückspielen geht nichts ohne Freigabe hinaus."


def _rights(record: ProcessingRecord) -> Section:
    return Section(
        title="Rechte der betroffenen Personen",
        paragraphs=(
            "Auskunft (Art. 15): „ozg privacy export ADRESSE DATEI“ sammelt alles, was zu einer Mailadresse gespeichert ist, mit den Mails selbst.",
            "Berichtigung (Art. 16): Adressen und Leitungen in organisation.csv, Angaben mit „ozg answers correct“.",
            "Löschung (Art. 17): mit Ablauf der Frist; auf Verlangen früher mit „ozg privacy erase ADRESSE“, sobald nichts Offenes mehr daran hängt. Was als Nachweis bleibt, dient der Erfüllung einer öffentlichen Aufgabe (Art. 17 Abs. 3 Buchst. b) und wird genannt. Wer darüber entscheidet: "
            + GAP
            + ".",
            f"Ansprechstelle: {record.coordinator}, {record.coordinator_email}.",
        ),
    )
