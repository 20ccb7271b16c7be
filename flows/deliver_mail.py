"""Deliver the outbox."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import RolloutKey, Today
from flows.step import run_flow
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Postausgang zustellen",
    description="Stellt zu, was im Postausgang wartet. Was der Mailserver vorläufig ablehnt, wird später erneut versucht.",
)
def deliver_mail(rollout: RolloutKey = "", today: Today = None) -> State[StepResult]:
    """Deliver everything that is due."""
    return run_flow("Postausgang zustellen", (), rollout=rollout, today=today)
