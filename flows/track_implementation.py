"""Follow the implementation."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Umsetzung verfolgen",
    description="Beginnt Maßnahmen, deren Tag gekommen ist, und fragt an den festgelegten Tagen den Stand bei den Ämtern ab.",
)
def track_implementation(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Start due measures and open a due progress round."""
    return run_flow(
        "Umsetzung verfolgen",
        (step("track", "Stand der Umsetzung"),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
