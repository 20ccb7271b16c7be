"""Plan the waves anew."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Preview, RolloutKey, Today
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.results.measure_admin.plan_waves import plan_waves as plan
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.PLAN_WAVES.form_title


@form_flow(
    name=TITLE,
    description="Plant alle Maßnahmen neu, die noch nicht begonnen haben: je Amt und Quartal nur so viele, wie in prioritisation.yaml vereinbart sind. Nichts beginnt vor der Welle, die der Verwaltungsvorstand genannt hat; jede Verschiebung wird mit ihrem Grund genannt.",
)
def plan_waves(by: By, rollout: RolloutKey = "", today: Today = None, preview: Preview = True) -> State[StepResult]:
    """Show which measures would move, or move them."""
    return run_flow(TITLE, (decision(TITLE, by, plan),), rollout=rollout, today=today, preview=preview, deliver=False)
