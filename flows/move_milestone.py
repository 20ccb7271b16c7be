"""Move a date or a deadline of the plan."""

from datetime import date
from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Note, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.timeline import move_milestone as usecase

TITLE = Deployment.MOVE_MILESTONE.form_title


@form_flow(
    name=TITLE,
    description="Verschiebt einen Termin oder eine Frist des Zeitplans. Die Vorschau zeigt zuerst alle Folgen: Erinnerungen, Fristen der Listen, aktualisierte Einladungen, Mails an die Dezernate.",
)
def move_milestone(
    milestone: Annotated[str, titled("Meilenstein", "Was verschoben wird.", choice=Choice.MILESTONE)],
    to: Annotated[date, titled("Neuer Tag", "Der neue Termin oder der neue letzte Tag der Frist.")],
    by: By,
    note: Note = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Show what follows from the move, or carry it out."""
    steps = (decision(TITLE, by, lambda ctx: usecase.move_milestone(ctx, milestone, to, note)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
