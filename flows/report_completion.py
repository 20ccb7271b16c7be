"""Report how far the implementation has come."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Umsetzung abschließen",
    description="Schreibt den Abschlussbericht und schickt ihn an die Geschäftsstelle des Verwaltungsvorstands.",
)
def report_completion(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Write and mail the final report."""
    step = lambda ctx: run_step(ctx, "report-completion", "Abschluss der Umsetzung")  # noqa: E731 - one line says it
    return run_flow("Umsetzung abschließen", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
