"""Rank the services by the answers."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Auswerten und priorisieren",
    description="Bewertet alle Leistungen nach den sechs Kriterien und schreibt priorisierung.xlsx und .json.",
)
def evaluate(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Evaluate once per state of the answers."""
    step = lambda ctx: run_step(ctx, "evaluate", "Auswertung und Priorisierung")  # noqa: E731 - one line says it
    return run_flow("Auswerten und priorisieren", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
