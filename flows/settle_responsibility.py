"""Settle who is responsible for a service."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.form import form_flow
from flows.parameters import Deliver, RolloutKey, Today, titled
from flows.step import decision, run_flow, step
from ozg_workflow.usecases.cases import decide_case
from ozg_workflow.usecases.choices import Choice
from ozg_workflow.usecases.context import StepResult

TITLE = "Zuständigkeit entscheiden"


@form_flow(
    name=TITLE,
    description="Weist die Leistung eines offenen Zuständigkeitsfalls einem Amt zu; es erhält sie als Nachtrag mit eigener Frist.",
)
def settle_responsibility(
    case: Annotated[int, titled("Fall", "Welcher offene Fall entschieden wird.", choice=Choice.OPEN_CASE)],
    office: Annotated[str, titled("Zuständiges Amt", "Wer die Leistung bekommt.", choice=Choice.OFFICE)],
    rollout: RolloutKey = "",
    today: Today = None,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Move the row of the case and send the Nachtrag."""
    steps = (decision(TITLE, lambda ctx: decide_case(ctx, case, office)), step("send-supplements", "Nachträge"))
    return run_flow(TITLE, steps, rollout=rollout, today=today, deliver=deliver)
