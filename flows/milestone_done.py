"""Tick off a milestone that people have reached."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.timeline.milestones import tick_off

TITLE = Deployment.MILESTONE_DONE.form_title


@form_flow(
    name=TITLE,
    description="Vermerkt, dass ein Meilenstein erreicht ist, den Menschen erledigen (z. B. die Abstimmung des Konzeptes). Es geht keine Mail hinaus.",
)
def milestone_done(
    milestone: Annotated[str, titled("Meilenstein", "Was erreicht ist.", choice=Choice.OPEN_MILESTONE)],
    by: By,
    rollout: RolloutKey = "",
    today: Today = None,
) -> State[StepResult]:
    """Mark the milestone as done, once."""
    return run_flow(
        TITLE, (decision(TITLE, by, lambda ctx: tick_off(ctx, milestone)),), rollout=rollout, today=today, deliver=False
    )
