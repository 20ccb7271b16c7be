"""Tick off a milestone that people have reached."""

from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import RolloutKey, Today, titled
from flows.step import run_as_task, run_flow
from ozg_workflow.usecases.context import StepResult
from ozg_workflow.usecases.milestones import tick_off


@flow(
    name="Meilenstein abhaken",
    description="Vermerkt, dass ein Meilenstein erreicht ist, den Menschen erledigen (z. B. die Abstimmung des Konzeptes).",
)
def milestone_done(
    milestone: Annotated[str, titled("Meilenstein", "Schlüssel des Meilensteins, z. B. konzept.")],
    rollout: RolloutKey = "",
    today: Today = None,
) -> State[StepResult]:
    """Mark the milestone as done, once."""
    step = lambda ctx: run_as_task("Meilenstein abhaken", lambda: tick_off(ctx, milestone))  # noqa: E731 - one line says it
    return run_flow("Meilenstein abhaken", (step,), rollout=rollout, today=today, deliver=False)
