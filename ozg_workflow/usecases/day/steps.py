"""Carry out a step, and the order of a day; the command line and the flows carry out the same ones."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from ozg_workflow.domain.errors import OzgError, UnexpectedError
from ozg_workflow.domain.steps import RUN_DAY, STEPS, Step, title
from ozg_workflow.usecases.day.digest import something_to_tell
from ozg_workflow.usecases.day.plan_day import plan_day
from ozg_workflow.usecases.outbox.deliver import something_to_deliver
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.step_runs import tell_end, tell_failure, tell_start

Perform = Callable[[Step, str, str | None], StepResult]


class DayFailedError(OzgError):
    """Some steps of a day failed; the others were done. The exit status is that of the worst one."""

    def __init__(self, failures: list[OzgError], texts: list[str]) -> None:
        super().__init__("\n".join(texts))
        self.exit_status = 1 if any(f.exit_status == 1 for f in failures) else failures[0].exit_status


def perform(ctx: Context, name: str, milestone: str | None = None) -> StepResult:
    """Carry out one step; `milestone` is given to announcements. Its use case is loaded only now: a quick command stays quick."""
    step = Step(name)
    module, _, function = STEPS[step].use_case.partition(":")
    use_case: Any = getattr(import_module(f"ozg_workflow.usecases.{module}"), function)
    tell_start(ctx, step)
    try:
        result: StepResult = use_case(ctx, milestone) if step is Step.ANNOUNCE else use_case(ctx)
    except Exception as error:
        tell_failure(ctx, step, error)
        raise
    tell_end(ctx, step, result)
    return result


def run_day(ctx: Context, perform_step: Perform, *, has_inbox: bool) -> tuple[StepResult, list[OzgError]]:
    """Do everything that is due today: `perform_step(step, title, milestone)` carries out one step.

    A failing step never stops the rest of the day; the failures are returned. Steps that have nothing to do are left out.
    """
    total = StepResult(title="Tageslauf")
    failures: list[OzgError] = []

    def attempt(step: Step, words: str = "", milestone: str | None = None) -> None:
        words = words or title(step)
        try:
            total.absorb(perform_step(step, words, milestone))
        except Exception as error:  # noqa: BLE001 - whatever breaks, the rest of the day follows
            failures.append(error if isinstance(error, OzgError) else UnexpectedError(error))
            total.say(f"{words}: {failures[-1]}")

    if has_inbox:
        attempt(Step.COLLECT)
    else:
        total.say("Kein Postfach eingestellt (OZG_INBOX_URL), es wird nicht gelesen.")
    plan = plan_day(ctx)
    if plan.updates:
        attempt(Step.UPDATE_MILESTONES)
    for line in plan.skipped:
        total.say(f"Ausgelassen: {line}")
    for due in plan.steps:
        attempt(due.step, due.title, due.milestone)
    routine: tuple[tuple[Step, Callable[[], bool]], ...] = (
        (Step.REMIND, lambda: plan.reminders),
        (Step.TRACK, lambda: plan.tracking),
        (Step.DIGEST, lambda: something_to_tell(ctx)),
        (Step.DELIVER, lambda: something_to_deliver(ctx)),
    )
    for step, wanted in routine:
        if wanted():
            attempt(step)
    _end_day(ctx, total, failures)
    return total, failures


def _end_day(ctx: Context, total: StepResult, failures: list[OzgError]) -> None:
    """Only a day without failures counts, and only that is told to whoever waits for it."""
    if failures:
        return
    tell_end(ctx, RUN_DAY, total)
    if not ctx.preview:
        ctx.ping()
