"""The steps by name, and the order of a day; the command line and the flows carry out the same ones."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from ozg_workflow.domain.errors import OzgError
from ozg_workflow.usecases.day.digest import something_to_tell
from ozg_workflow.usecases.day.plan_day import plan_day
from ozg_workflow.usecases.outbox.deliver import something_to_deliver
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.step_runs import DAY, tell_end, tell_failure, tell_start

# step → module and function; loaded when needed, so that a quick command stays quick
STEPS = {
    "announce": ("timeline.announce", "announce"),
    "send-lists": ("survey.send_lists", "send_lists"),
    "send-supplements": ("survey.send_lists", "send_supplements"),
    "collect": ("intake.collect", "collect"),
    "remind": ("survey.remind", "remind"),
    "evaluate": ("results.evaluate", "evaluate"),
    "present": ("results.present", "present"),
    "start-implementation": ("results.start_implementation", "start_implementation"),
    "track": ("results.track", "track"),
    "report-completion": ("results.track", "report_completion"),
    "update-milestones": ("day.plan_day", "update_milestones"),
    "digest": ("day.digest", "send_digest"),
    "deliver": ("outbox.deliver", "deliver"),
}

Perform = Callable[[str, str, str | None], StepResult]


class DayFailedError(OzgError):
    """Some steps of a day failed; the others were done. The exit status is that of the worst one."""

    def __init__(self, failures: list[OzgError], texts: list[str]) -> None:
        super().__init__("\n".join(texts))
        self.exit_status = 1 if any(f.exit_status == 1 for f in failures) else failures[0].exit_status


def perform(ctx: Context, step: str, milestone: str | None = None) -> StepResult:
    """Carry out one step; `milestone` is given to announcements."""
    module, name = STEPS[step]
    function: Any = getattr(import_module(f"ozg_workflow.usecases.{module}"), name)
    tell_start(ctx, step)
    try:
        result: StepResult = function(ctx, milestone) if step == "announce" else function(ctx)
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

    def attempt(step: str, title: str, milestone: str | None = None) -> None:
        try:
            total.absorb(perform_step(step, title, milestone))
        except OzgError as error:
            failures.append(error)
            total.say(f"{title}: {error}")

    if has_inbox:
        attempt("collect", "Posteingang lesen")
    else:
        total.say("Kein Postfach eingestellt (OZG_INBOX_URL), es wird nicht gelesen.")
    plan = plan_day(ctx)
    if plan.updates:
        attempt("update-milestones", "Meilensteine fortschreiben")
    for line in plan.skipped:
        total.say(f"Ausgelassen: {line}")
    for due in plan.steps:
        attempt(due.step, due.title, due.milestone)
    routine: tuple[tuple[Callable[[], bool], str, str], ...] = (
        (lambda: plan.reminders, "remind", "Erinnerungen"),
        (lambda: plan.tracking, "track", "Stand der Umsetzung"),
        (lambda: something_to_tell(ctx), "digest", "Tagesübersicht"),
        (lambda: something_to_deliver(ctx), "deliver", "Zustellung"),
    )
    for wanted, step, title in routine:
        if wanted():
            attempt(step, title)
    _end_day(ctx, total, failures)
    return total, failures


def _end_day(ctx: Context, total: StepResult, failures: list[OzgError]) -> None:
    """Only a day without failures counts, and only that is told to whoever waits for it."""
    if failures:
        return
    tell_end(ctx, DAY, total)
    if not ctx.preview:
        ctx.ping()
