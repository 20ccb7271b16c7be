"""Read the mailbox, record the returns, answer them."""

from prefect.client.schemas.objects import State

from flows.engine.parameters import Deliver, EveryRolloutKey, Preview, Today
from flows.engine.step import run_flow, step
from flows.engine.step_flow import form_of, form_title
from ozg_workflow.domain.steps import Step
from ozg_workflow.usecases.step.result import StepResult


@form_of(Step.COLLECT)
def collect_returns(
    rollout: EveryRolloutKey = "", today: Today = None, preview: Preview = True, deliver: Deliver = True
) -> State[StepResult]:
    """Store, understand and file every new mail."""
    steps, words = (step(Step.COLLECT),), form_title(Step.COLLECT)
    return run_flow(words, steps, rollout=rollout, today=today, preview=preview, deliver=deliver, automatic=True)
