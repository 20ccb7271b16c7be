"""Plan the measures, mail the kick-off."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Umsetzung beginnen",
    description="Plant die Maßnahmen aus der Priorisierung und teilt den Dezernaten Wellen und Termine mit.",
)
def start_implementation(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Plan measures for all ranked services."""
    return run_flow(
        "Umsetzung beginnen",
        (step("start-implementation", "Beginn der Umsetzung"),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
