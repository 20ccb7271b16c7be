"""Deliver the outbox."""

from prefect.client.schemas.objects import State

from flows.engine.parameters import EveryRolloutKey, Preview, Today
from flows.engine.step import DELIVER, run_flow
from flows.engine.step_flow import form_of, form_title
from ozg_workflow.domain.steps import Step
from ozg_workflow.usecases.step.result import StepResult


@form_of(Step.DELIVER)
def deliver_mail(rollout: EveryRolloutKey = "", today: Today = None, preview: Preview = True) -> State[StepResult]:
    """Deliver everything that is due, or show it."""
    title = form_title(Step.DELIVER)
    return run_flow(title, (DELIVER,), rollout=rollout, today=today, preview=preview, deliver=False, automatic=True)
