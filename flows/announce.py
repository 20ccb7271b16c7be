"""Inform heads, staff council and staff; invite to the information events."""

from prefect.client.schemas.objects import State

from flows.engine.parameters import AnnouncementKey, Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from flows.engine.step_flow import form_of, form_title
from ozg_workflow.domain.steps import Step
from ozg_workflow.usecases.step.result import StepResult


@form_of(Step.ANNOUNCE)
def announce(
    milestone: AnnouncementKey = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Queue the announcements that are due, or those of one milestone."""
    steps = (step(Step.ANNOUNCE, milestone or None),)
    return run_flow(form_title(Step.ANNOUNCE), steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
