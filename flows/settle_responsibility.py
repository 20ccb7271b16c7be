"""Settle who is responsible for a service."""

from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, RolloutKey, Today, titled
from flows.step import run_as_task, run_flow, run_step
from ozg_workflow.usecases.cases import decide_case
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Zuständigkeit entscheiden",
    description="Weist die Leistung eines offenen Zuständigkeitsfalls einem Amt zu; es erhält sie als Nachtrag mit eigener Frist.",
)
def settle_responsibility(
    case: Annotated[int, titled("Fall", "Nummer des Zuständigkeitsfalls aus der Übersicht.")],
    office: Annotated[str, titled("Zuständiges Amt", "Nummer oder Name des Amtes, z. B. 64.")],
    rollout: RolloutKey = "",
    today: Today = None,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Move the row of the case and send the Nachtrag."""
    steps = (
        lambda ctx: run_as_task("Zuständigkeit entscheiden", lambda: decide_case(ctx, case, office)),
        lambda ctx: run_step(ctx, "send-supplements", "Nachträge"),
    )
    return run_flow("Zuständigkeit entscheiden", steps, rollout=rollout, today=today, deliver=deliver)
