"""How a flow carries out a step: open the workspace, run the use case as a task, deliver, refresh the status."""

from collections.abc import Callable
from datetime import date
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import show_preview, show_status
from ozg_workflow.bootstrap import open_app
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.usecases.context import Context, StepResult
from ozg_workflow.usecases.steps import perform

ACTOR = "prefect"


class StepFailedError(OzgError):
    """A task or subflow of ours ended as failed; the message is the German sentence it failed with."""


def open_context(rollout: str, today: date | None, *, preview: bool = False) -> Context:
    """Return the context of a flow: the workspace of OZG_HOME, the rollout (empty: the only one), the day."""
    return open_app().context(rollout or None, today=today, preview=preview, actor=ACTOR)


def run_as_task(title: str, action: Callable[[], StepResult]) -> StepResult:
    """Run one use case as a Prefect task. Raises StepFailedError with its message; no traceback for expected failures."""

    @task(name=title, cache_policy=NO_CACHE, persist_result=False)
    def carry_out() -> Any:
        log = get_run_logger()
        try:
            result = action()
        except OzgError as error:
            log.error("%s", error)  # noqa: TRY400 - an expected failure is one sentence, not a traceback
            return Failed(message=str(error))
        for line in result.lines:
            log.info("%s", line)
        return result

    return resolve(carry_out(return_state=True))


def resolve(state: "State[StepResult]") -> StepResult:
    """Return the result of a finished task or subflow. Raises StepFailedError when it failed."""
    if state.is_completed():
        result: StepResult = state.result()
        return result
    raise StepFailedError(state.message or "Der Schritt ist fehlgeschlagen.")


def run_step(ctx: Context, step: str, title: str, milestone: str | None = None) -> StepResult:
    """Carry out one of the named steps as a task."""
    return run_as_task(title, lambda: perform(ctx, step, milestone))


def run_flow(
    title: str,
    steps: tuple[Callable[[Context], StepResult], ...],
    *,
    rollout: str,
    today: date | None,
    preview: bool = False,
    deliver: bool = True,
) -> "State[StepResult]":
    """Run the steps of a flow, deliver what they queued, refresh the status; end as failed with a sentence.

    What was queued before a failing step is delivered all the same, and the status is refreshed in any case.
    """
    total = StepResult(title=title)
    try:
        ctx = open_context(rollout, today, preview=preview)
    except OzgError as error:
        return Failed(message=str(error))
    failures = []
    for step in (*steps, *((_deliver,) if deliver and not preview else ())):
        try:
            total.absorb(step(ctx))
        except StepFailedError as error:
            failures.append(str(error))
    if preview:
        show_preview(ctx, total)
    elif total.changed:
        show_status(ctx)
    if failures:
        return Failed(message=" ".join(failures))
    return Completed(message=_summary(total), data=total)


def _deliver(ctx: Context) -> StepResult:
    return run_step(ctx, "deliver", "Zustellung")


def _summary(result: StepResult) -> str:
    """Return the last line as the message of the run; Prefect shows it in the list of runs."""
    return (result.lines[-1] if result.lines else result.title)[:200]
