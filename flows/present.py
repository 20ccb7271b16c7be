"""Write the board paper and mail it."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Vorlage erstellen",
    description="Schreibt die Vorlage für den Verwaltungsvorstand (PDF und Folien) und schickt sie an dessen Geschäftsstelle.",
)
def present(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Present the last evaluation."""
    step = lambda ctx: run_step(ctx, "present", "Vorstellung der Priorisierung")  # noqa: E731 - one line says it
    return run_flow("Vorlage erstellen", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
