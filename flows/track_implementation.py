"""Follow the implementation."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Umsetzung verfolgen",
    description="Beginnt Maßnahmen, deren Tag gekommen ist, und fragt an den festgelegten Tagen den Stand bei den Ämtern ab.",
)
def track_implementation(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Start due measures and open a due progress round."""
    step = lambda ctx: run_step(ctx, "track", "Stand der Umsetzung")  # noqa: E731 - one line says it
    return run_flow("Umsetzung verfolgen", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
