"""Deliver the outbox."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import EveryRolloutKey, Today
from flows.engine.step import run_flow
from ozg_workflow.usecases.step.result import StepResult

TITLE = "Postausgang zustellen"


@form_flow(
    name=TITLE,
    description="Stellt zu, was im Postausgang wartet. Was der Mailserver vorläufig ablehnt, wird später erneut versucht.",
)
def deliver_mail(rollout: EveryRolloutKey = "", today: Today = None) -> State[StepResult]:
    """Deliver everything that is due."""
    return run_flow(TITLE, (), rollout=rollout, today=today, automatic=True)
