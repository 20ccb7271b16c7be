"""All commands of `ozg`, in the order of its help: where each one lies, to which task it belongs, what the help says. Nothing is loaded for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.steps import RUN_DAY, STEPS, Step


class Panel(StrEnum):
    """The tasks by which the help is arranged; the value is the heading."""

    SET_UP = "Einrichten"
    DAY = "Jeden Tag"
    SURVEY = "Erheben"
    POST = "Post"
    RESULTS = "Priorisieren und beschließen"
    IMPLEMENTATION = "Umsetzen"
    PLAN = "Zeitplan und Protokoll"
    OPERATION = "Betreiben"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRow:
    """One command or group of commands; `place` is `module:name` below `ozg_workflow.cli`."""

    name: str
    place: str
    panel: Panel
    help: str


def _step(step: Step, panel: Panel) -> CommandRow:
    """Return the row of a step; its help stands in the table of the steps."""
    return CommandRow(name=str(step), place=f"steps:{step.replace('-', '_')}", panel=panel, help=STEPS[step].command)


def _step_of_all(step: Step, panel: Panel) -> CommandRow:
    """Return the row of a step that serves all rollouts where none is named."""
    text = f"{STEPS[step].command} Ohne --rollout für alle Rollouts."
    return CommandRow(name=str(step), place=f"rollouts.post:{step}", panel=panel, help=text)


COMMANDS: Final = (
    CommandRow(
        name="init",
        place="setup:init",
        panel=Panel.SET_UP,
        help="Ein Arbeitsverzeichnis mit dem Beispiel bielefeld-2020 oder für die eigene Stadt (--city, --ask) anlegen; Vorhandenes bleibt unberührt.",
    ),
    CommandRow(
        name="check",
        place="setup:check",
        panel=Panel.SET_UP,
        help="Die Konfiguration prüfen; jeder Fehler wird mit Datei und Zeile genannt. Mit --online auch, ob Mailserver und Postfach die Anmeldung annehmen.",
    ),
    CommandRow(
        name="import",
        place="imports:group",
        panel=Panel.SET_UP,
        help="Kataloge und Portaldaten übernehmen, wie sie kommen.",
    ),
    CommandRow(
        name="prepare",
        place="setup:prepare",
        panel=Panel.SET_UP,
        help="Die Konfiguration in die Datenbank laden oder aktualisieren; vorher wird gesichert.",
    ),
    CommandRow(
        name="demo",
        place="setup:demo",
        panel=Panel.SET_UP,
        help="Den ganzen Rollout von 2020 mit simulierten Ämtern vorführen.",
    ),
    CommandRow(
        name=RUN_DAY,
        place="rollouts.run_day:run_day",
        panel=Panel.DAY,
        help="Alles tun, was heute fällig ist: Posteingang, Meilensteine (auch versäumte), Erinnerungen, Zustellung. Ohne --rollout für alle Rollouts.",
    ),
    CommandRow(
        name="status",
        place="rollouts.status:status",
        panel=Panel.DAY,
        help="Den Stand des Rollouts zeigen, heute oder am Abend eines vergangenen Tages. Ohne --rollout für alle.",
    ),
    CommandRow(
        name="health",
        place="rollouts.health:health",
        panel=Panel.DAY,
        help="Prüfen, ob alles läuft: Tageslauf, Posteingang, Postausgang, Mailserver, Klärungskorb, Speicherplatz. Ohne --rollout für alle.",
    ),
    _step(Step.ANNOUNCE, Panel.SURVEY),
    _step(Step.SEND_LISTS, Panel.SURVEY),
    _step_of_all(Step.COLLECT, Panel.SURVEY),
    _step(Step.REMIND, Panel.SURVEY),
    CommandRow(
        name="lists",
        place="lists:group",
        panel=Panel.SURVEY,
        help="Amtslisten ausgeben, Fristen verlängern.",
    ),
    CommandRow(
        name="answers",
        place="answers:group",
        panel=Panel.SURVEY,
        help="Die Angaben der Ämter: zeigen, berichtigen, woher sie kommen, als Tabelle.",
    ),
    CommandRow(
        name="case",
        place="case:group",
        panel=Panel.SURVEY,
        help="Zuständigkeitsfälle zeigen, entscheiden, wieder öffnen.",
    ),
    CommandRow(
        name="office",
        place="office:group",
        panel=Panel.SURVEY,
        help="Ein Amt mit allem, was zu ihm geschehen ist.",
    ),
    CommandRow(
        name="round",
        place="round:group",
        panel=Panel.SURVEY,
        help="Erhebungsrunden zeigen, schließen und wiederholen.",
    ),
    _step_of_all(Step.DELIVER, Panel.POST),
    CommandRow(
        name="mail",
        place="mail:group",
        panel=Panel.POST,
        help="Postausgang: zeigen, freigeben, erneut senden, stornieren, klären.",
    ),
    CommandRow(
        name="inbox",
        place="inbox:group",
        panel=Panel.POST,
        help="Posteingang: zeigen, zuordnen, erneut verarbeiten, erledigen, Gelesenes abhaken.",
    ),
    CommandRow(
        name="preview",
        place="setup:preview",
        panel=Panel.POST,
        help="Eine Mail mit Beispielwerten zeigen; die HTML-Fassung liegt danach unter var/preview/.",
    ),
    _step(Step.EVALUATE, Panel.RESULTS),
    _step(Step.PRESENT, Panel.RESULTS),
    CommandRow(
        name="board",
        place="results.board:group",
        panel=Panel.RESULTS,
        help="Vorlage freigeben, Beschluss des Verwaltungsvorstands festhalten.",
    ),
    _step(Step.START_IMPLEMENTATION, Panel.IMPLEMENTATION),
    CommandRow(
        name="measures",
        place="results.measures:group",
        panel=Panel.IMPLEMENTATION,
        help="Die Maßnahmen der Umsetzung: zeigen, ändern, als Tabelle.",
    ),
    _step(Step.TRACK, Panel.IMPLEMENTATION),
    _step(Step.REPORT_COMPLETION, Panel.IMPLEMENTATION),
    CommandRow(
        name="milestone",
        place="milestone:group",
        panel=Panel.PLAN,
        help="Meilensteine zeigen, abhaken und verschieben.",
    ),
    CommandRow(
        name="audit",
        place="proof.audit:group",
        panel=Panel.PLAN,
        help="Das Protokoll zeigen (ohne Angaben die neuesten 50 Zeilen) oder als CSV-Datei schreiben.",
    ),
    CommandRow(
        name="privacy",
        place="proof.privacy:group",
        panel=Panel.PLAN,
        help="Datenschutz: Verzeichnis der Verarbeitungstätigkeiten mit Löschkonzept; Auskunft zu einer Adresse und ihre Löschung.",
    ),
    CommandRow(
        name="serve",
        place="setup:serve",
        panel=Panel.OPERATION,
        help="Prefect mit Oberfläche, allen Abläufen und ihrem Zeitplan starten, daneben den Lesesaal.",
    ),
    CommandRow(
        name="user",
        place="users:group",
        panel=Panel.OPERATION,
        help="Der Lesesaal: wer sich dort anmelden darf und welche Rollouts diese Person sieht.",
    ),
    CommandRow(
        name="db",
        place="database:group",
        panel=Panel.OPERATION,
        help="Datenbank: aktualisieren, sichern, wiederherstellen, prüfen.",
    ),
)
