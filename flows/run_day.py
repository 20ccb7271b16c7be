"""Everything that is due today: milestones as subflows named like them, the daily routine as tasks."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.announce import announce
from flows.engine.form import form_flow
from flows.engine.parameters import EveryRolloutKey, Preview, Today, titled
from flows.engine.step import Run, on_rollouts, resolve, run_as_task
from flows.engine.turns import perform_in_turn
from flows.evaluate import evaluate
from flows.present import present
from flows.report_completion import report_completion
from flows.send_lists import send_lists
from flows.start_implementation import start_implementation
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.german import BERLIN, short_date
from ozg_workflow.domain.steps import STEPS, Step
from ozg_workflow.usecases.day import steps
from ozg_workflow.usecases.day.plan_day import is_working_day
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.RUN_DAY.form_title
SUBFLOWS: dict[Step, Callable[..., Any]] = {
    Step.ANNOUNCE: announce,
    Step.SEND_LISTS: send_lists,
    Step.EVALUATE: evaluate,
    Step.PRESENT: present,
    Step.START_IMPLEMENTATION: start_implementation,
    Step.REPORT_COMPLETION: report_completion,
}


def _run_name() -> str:
    """Name the run after its day."""
    day = flow_run.parameters.get("today") or datetime.now(BERLIN).date()
    return f"{TITLE} {short_date(date.fromisoformat(str(day)[:10]))}" if re.match(r"\d{4}-\d\d-\d\d", str(day)) else TITLE


@form_flow(
    name=TITLE,
    description="Tut alles, was am Stichtag fällig ist: Posteingang, Meilensteine (auch versäumte), Erinnerungen, Tagesübersicht, Zustellung. Was schon getan ist, geschieht nicht noch einmal.",
    flow_run_name=_run_name,
)
def run_day(
    rollout: EveryRolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    working_days_only: Annotated[bool, titled("Nur an Arbeitstagen", "An Wochenenden und Feiertagen nichts tun.")] = False,
) -> State[StepResult]:
    """Carry out the day; a failing step is told at the end and never stops the others."""

    def work(run: Run) -> None:
        if working_days_only and not is_working_day(run.ctx):
            run.total.say("Heute ist kein Arbeitstag.")
            return
        with run.ctx.as_one() as one:  # in a preview a step sees what the earlier ones would have changed
            day = steps.run_day(one, partial(_carry_out, one), has_inbox=bool(one.mailbox))
        run.total.absorb(day.total)
        run.done += day.done
        run.failed += day.failed
        run.total.say(f"{len(day.total.mails)} Mails, {day.total.figures.get('returns', 0)} Rückläufe.")

    return on_rollouts(TITLE, work, rollout=rollout, today=today, preview=preview, automatic=True)


def _carry_out(ctx: Context, name: Step, title: str, milestone: str | None) -> StepResult:
    """Carry out one step of the day: a milestone as a subflow named like it, the routine as a task.

    All of a preview are tasks: a subflow opens a context of its own, which sees nothing of what the steps before it would have changed.
    """
    if ctx.preview or name not in SUBFLOWS:
        return run_as_task(title, lambda: perform_in_turn(ctx, name, milestone))
    options: dict[str, Any] = {"milestone": milestone} if name is Step.ANNOUNCE else {}
    options |= {"deliver": False} if STEPS[name].mails else {}
    today = ctx.today if ctx.pretended else None
    named = SUBFLOWS[name].with_options(flow_run_name=title)  # type: ignore[attr-defined]
    parameters = {"rollout": ctx.rollout_key, "today": today, "preview": ctx.preview, **options}
    return resolve(named(**parameters, return_state=True))
