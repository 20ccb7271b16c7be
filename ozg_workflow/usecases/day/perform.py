"""Carry out one step; the command line and the flows carry out the same ones. What only a whole day needs is not loaded here."""

from importlib import import_module
from typing import Any

from ozg_workflow.domain.steps import STEPS, Step
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.step_runs import tell_end, tell_failure, tell_start


def perform(ctx: Context, name: str, milestone: str | None = None) -> StepResult:
    """Carry out one step; `milestone` is given to announcements. Its use case is loaded only now: a quick command stays quick.

    Raises InputError for mail on a pretended day that would reach people, PartlyFailedError where some things of it failed; what was done meanwhile is done, and stands in the error.
    """
    step = Step(name)
    if STEPS[step].mails:
        ctx.require_mail()
    module, _, function = STEPS[step].use_case.partition(":")
    use_case: Any = getattr(import_module(f"ozg_workflow.usecases.{module}"), function)
    tell_start(ctx, step)
    try:
        done: StepResult = use_case(ctx, milestone) if step is Step.ANNOUNCE else use_case(ctx)
        result = done.whole()
    except Exception as error:
        tell_failure(ctx, step, error)
        raise
    tell_end(ctx, step, result)
    return result
