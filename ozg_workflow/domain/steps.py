"""The steps of a rollout: every one is a row of one table, from which the day, the command line, the flows and the forms are fed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.plan.milestones import Action


class Step(StrEnum):
    """A step by its name: the command of the command line, and what it is called in the log and the database."""

    FOLLOW_OFFICES = "follow-offices"
    COLLECT = "collect"
    UPDATE_MILESTONES = "update-milestones"
    ANNOUNCE = "announce"
    SEND_LISTS = "send-lists"
    SEND_SUPPLEMENTS = "send-supplements"
    REMIND = "remind"
    EVALUATE = "evaluate"
    PRESENT = "present"
    START_IMPLEMENTATION = "start-implementation"
    TRACK = "track"
    REPORT_COMPLETION = "report-completion"
    DIGEST = "digest"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """What belongs to one step.

    `use_case` is `room.module:function` below `ozg_workflow.usecases`; `actions` are those of the milestones it carries out;
    `command` is the help of its command and `form` the description of its form, empty where it has none; `busy` says what a run is
    doing that others wait for; `mails` whether it queues or delivers mail.
    """

    title: str
    use_case: str
    actions: tuple[Action, ...] = ()
    deployment: Deployment | None = None
    command: str = ""
    form: str = ""
    busy: str = ""
    mails: bool = True


STEPS: Final[dict[Step, StepRow]] = {
    Step.FOLLOW_OFFICES: StepRow(title="Ämter, die anderen folgen", use_case="setup.follow_due:follow_due", mails=False),
    Step.COLLECT: StepRow(
        title="Posteingang lesen",
        use_case="intake.collect:collect",
        deployment=Deployment.COLLECT,
        command="Das Postfach lesen, Rückläufe prüfen und speichern, Eingang bestätigen oder Hinweise geben.",
        form="Liest das Postfach, prüft und speichert die Rückläufe, bestätigt vollständige Listen und schickt unvollständige mit Hinweisen zurück. Was nicht verstanden wird, kommt in den Klärungskorb.",
        busy="liest gerade das Postfach",
    ),
    Step.UPDATE_MILESTONES: StepRow(title="Meilensteine fortschreiben", use_case="day.plan_day:update_milestones", mails=False),
    Step.ANNOUNCE: StepRow(
        title="Ankündigungen",
        use_case="timeline.announce:announce",
        actions=(Action.INFORM_HEADS, Action.INFORM_STAFF_COUNCIL, Action.INFORM_STAFF, Action.EVENT),
        deployment=Deployment.ANNOUNCE,
        command="Leitungen, Personalrat und Beschäftigte informieren, zu den Infoveranstaltungen einladen – was heute fällig ist.",
        form="Informiert Leitungen, Personalrat und Beschäftigte und lädt zu den Infoveranstaltungen ein – was am Stichtag fällig ist und noch nicht hinausging.",
    ),
    Step.SEND_LISTS: StepRow(
        title="Amtslisten versenden",
        use_case="survey.send_lists:send_lists",
        actions=(Action.SEND_LISTS,),
        deployment=Deployment.SEND_LISTS,
        command="Die Amtslisten mit Ausfüllhilfe an die Dezernatspostfächer schicken, später die Nachträge.",
        form="Schickt jedem Dezernat eine Mail mit den Amtslisten seiner Ämter und der Ausfüllhilfe. Ein zweiter Lauf verschickt nur, was neu dazugekommen ist (Nachträge).",
    ),
    Step.SEND_SUPPLEMENTS: StepRow(title="Nachträge", use_case="survey.send_lists:send_supplements"),
    Step.REMIND: StepRow(
        title="Erinnerungen",
        use_case="survey.remind:remind",
        deployment=Deployment.REMIND,
        command="An fehlende Listen erinnern und nach der Frist an die Dezernatsleitung eskalieren.",
        form="Erinnert die Dezernate an fehlende Listen und eskaliert nach der Frist an die Dezernatsleitung. Jede Stufe geht nur einmal hinaus.",
    ),
    Step.EVALUATE: StepRow(
        title="Auswertung und Priorisierung",
        use_case="results.evaluate:evaluate",
        actions=(Action.EVALUATE,),
        deployment=Deployment.EVALUATE,
        command="Die Antworten auswerten und die Leistungen priorisieren.",
        form="Bewertet alle Leistungen nach den sechs Kriterien und schreibt priorisierung.xlsx und .json.",
        mails=False,
    ),
    Step.PRESENT: StepRow(
        title="Vorstellung der Priorisierung",
        use_case="results.present:present",
        actions=(Action.PRESENT,),
        deployment=Deployment.PRESENT,
        command="Die Vorlage für den Verwaltungsvorstand als Entwurf schreiben; nur die Koordination erhält sie.",
        form="Schreibt die Vorlage für den Verwaltungsvorstand (PDF, Folien, Entscheidungsliste) als Entwurf und schickt sie nur der Koordination; „28 Vorlage freigeben“ schickt sie an den Verwaltungsvorstand.",
    ),
    Step.START_IMPLEMENTATION: StepRow(
        title="Beginn der Umsetzung",
        use_case="results.start_implementation:start_implementation",
        actions=(Action.START_IMPLEMENTATION,),
        deployment=Deployment.START_IMPLEMENTATION,
        command="Die Maßnahmen planen und den Dezernaten den Beginn der Umsetzung mitteilen.",
        form="Plant die Maßnahmen aus der Priorisierung und teilt den Dezernaten Wellen und Termine mit.",
    ),
    Step.TRACK: StepRow(
        title="Stand der Umsetzung",
        use_case="results.track:track",
        deployment=Deployment.TRACK,
        command="Den Stand der Umsetzung verfolgen, ihn, wenn fällig, bei den Ämtern abfragen und an verspätete Maßnahmen erinnern.",
        form="Beginnt Maßnahmen, deren Tag gekommen ist, fragt an den festgelegten Tagen den Stand bei den Ämtern ab und erinnert an verspätete Maßnahmen; später erfährt es die Dezernatsleitung.",
    ),
    Step.REPORT_COMPLETION: StepRow(
        title="Abschluss der Umsetzung",
        use_case="results.progress.report_completion:report_completion",
        actions=(Action.COMPLETE,),
        deployment=Deployment.REPORT_COMPLETION,
        command="Den Abschlussbericht schreiben und verschicken.",
        form="Schreibt den Abschlussbericht und schickt ihn an die Geschäftsstelle des Verwaltungsvorstands.",
    ),
    Step.DIGEST: StepRow(title="Tagesübersicht", use_case="day.digest:send_digest"),
    Step.DELIVER: StepRow(
        title="Zustellung",
        use_case="outbox.deliver:deliver",
        deployment=Deployment.DELIVER,
        command="Den Postausgang zustellen.",
        form="Stellt zu, was im Postausgang wartet. Was der Mailserver vorläufig ablehnt, wird später erneut versucht.",
        busy="stellt gerade zu",
    ),
}
STEP_OF: Final = {action: step for step, row in STEPS.items() for action in row.actions}
RUN_DAY: Final = "run-day"  # all of them, as they are due; known to the log and the health check


def title(step: Step) -> str:
    """Return what a step is called for people."""
    return STEPS[step].title
