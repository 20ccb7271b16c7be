"""Plan the measures, mail the kick-off."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Umsetzung beginnen",
    description="Plant die Maßnahmen aus der Priorisierung und teilt den Dezernaten Wellen und Termine mit.",
)
def start_implementation(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Plan measures for all ranked services."""
    step = lambda ctx: run_step(ctx, "start-implementation", "Beginn der Umsetzung")  # noqa: E731 - one line says it
    return run_flow("Umsetzung beginnen", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
