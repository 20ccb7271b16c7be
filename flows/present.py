"""Write the board paper and mail it."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Vorlage erstellen",
    description="Schreibt die Vorlage für den Verwaltungsvorstand (PDF und Folien) und schickt sie an dessen Geschäftsstelle.",
)
def present(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Present the last evaluation."""
    return run_flow(
        "Vorlage erstellen",
        (step("present", "Vorstellung der Priorisierung"),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
