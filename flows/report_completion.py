"""Report how far the implementation has come."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Umsetzung abschließen",
    description="Schreibt den Abschlussbericht und schickt ihn an die Geschäftsstelle des Verwaltungsvorstands.",
)
def report_completion(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Write and mail the final report."""
    return run_flow(
        "Umsetzung abschließen",
        (step("report-completion", "Abschluss der Umsetzung"),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
