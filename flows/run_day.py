"""Everything that is due today: milestones as subflows named like them, the daily routine as tasks."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.announce import announce
from flows.artifacts import show_status
from flows.evaluate import evaluate
from flows.parameters import RolloutKey, Today, titled
from flows.present import present
from flows.report_completion import report_completion
from flows.send_lists import send_lists
from flows.start_implementation import start_implementation
from flows.step import open_context, resolve, run_step
from ozg_workflow.bootstrap import open_app
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.german import TIME_ZONE, short_date
from ozg_workflow.usecases import steps
from ozg_workflow.usecases.context import StepResult
from ozg_workflow.usecases.rollout_access import is_working_day

SUBFLOWS: dict[str, Callable[..., Any]] = {
    "announce": announce,
    "send-lists": send_lists,
    "evaluate": evaluate,
    "present": present,
    "start-implementation": start_implementation,
    "report-completion": report_completion,
}


def _run_name() -> str:
    """Name the run after its day."""
    day = flow_run.parameters.get("today") or datetime.now(ZoneInfo(TIME_ZONE)).date()
    return f"Tageslauf {short_date(day)}"


@flow(
    name="Tageslauf",
    description="Tut alles, was am Stichtag fällig ist: Posteingang, Meilensteine (auch versäumte), Erinnerungen, Tagesübersicht, Zustellung.",
    flow_run_name=_run_name,
)
def run_day(
    rollout: RolloutKey = "",
    today: Today = None,
    working_days_only: Annotated[bool, titled("Nur an Arbeitstagen", "An Wochenenden und Feiertagen nichts tun.")] = False,
) -> State[StepResult]:
    """Carry out the day; a failing step is told at the end and never stops the others."""
    try:
        ctx = open_context(rollout, today)
    except OzgError as error:
        return Failed(message=str(error))
    if working_days_only and not is_working_day(ctx):
        return Completed(message="Heute ist kein Arbeitstag.", data=StepResult(title="Tageslauf"))

    def carry_out(step: str, title: str, milestone: str | None) -> StepResult:
        if step not in SUBFLOWS:
            return run_step(ctx, step, title)
        options = {"milestone": milestone} if step == "announce" else {}
        named = SUBFLOWS[step].with_options(flow_run_name=title)  # type: ignore[attr-defined]
        return resolve(named(rollout=ctx.rollout_key, today=ctx.today, deliver=False, return_state=True, **options))

    result, failures = steps.run_day(ctx, carry_out, has_inbox=bool(open_app().settings.inbox_url))
    if result.changed:
        show_status(ctx)
    if failures:
        return Failed(message=" ".join(str(failure) for failure in failures), data=result)
    return Completed(message=f"{len(result.mails)} Mails, {result.figures.get('returns', 0)} Rückläufe.", data=result)
