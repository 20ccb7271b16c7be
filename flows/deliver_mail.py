"""Deliver the outbox."""

from prefect.client.schemas.objects import State

from flows.engine.parameters import EveryRolloutKey, Today
from flows.engine.step import run_flow
from flows.engine.step_flow import form_of, form_title
from ozg_workflow.domain.steps import Step
from ozg_workflow.usecases.step.result import StepResult


@form_of(Step.DELIVER)
def deliver_mail(rollout: EveryRolloutKey = "", today: Today = None) -> State[StepResult]:
    """Deliver everything that is due."""
    return run_flow(form_title(Step.DELIVER), (), rollout=rollout, today=today, automatic=True)
