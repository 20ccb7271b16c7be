"""Rank the services by the answers."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Auswerten und priorisieren",
    description="Bewertet alle Leistungen nach den sechs Kriterien und schreibt priorisierung.xlsx und .json.",
)
def evaluate(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Evaluate once per state of the answers."""
    return run_flow(
        "Auswerten und priorisieren",
        (step("evaluate", "Auswertung und Priorisierung"),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
