"""The day: everything that is due, of one rollout or of all of them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ozg_workflow.cli.common import AsJson, NoDeliver, Preview, RolloutKey, Today, actor, day, workspace
from ozg_workflow.cli.output import complain, print_json, print_result, say
from ozg_workflow.domain.german import count
from ozg_workflow.domain.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ozg_workflow.bootstrap import App
    from ozg_workflow.usecases.day.steps import Day
    from ozg_workflow.usecases.step.result import StepResult


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """How the day is wanted."""

    today: "date | None"
    preview: bool
    deliver: bool
    as_json: bool


def run_day(
    today: Today = None,
    rollout: RolloutKey = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Carry out the day of the named rollout, or of all in the database, one after the other."""
    order = _Order(today=day(today), preview=preview, deliver=not no_deliver, as_json=as_json)
    app = workspace()
    keys = app.rollouts(rollout)
    if len(keys) > 1:
        _all(app, keys, order)
        return
    done = _day(app, keys[0], order)
    print_result(done.total, as_json=as_json, preview=preview)
    _require_good(done)


def _all(app: "App", keys: "Sequence[str]", order: _Order) -> None:
    """Carry out the day of each rollout and tell it at once; of hundreds none stays in memory."""
    from ozg_workflow.cli.rollouts.failures import Failures

    failures, told = Failures(), list[dict[str, Any]]()
    for key in keys:
        with failures.of(key):
            done = _day(app, key, order, several=True)
            if order.as_json:
                told.append({"rollout": key, **done.total.as_json()})
            else:
                print_result(replace(done.total, title=f"{key}: {done.total.title}"), as_json=False, preview=order.preview)
            _require_good(done)
    if order.as_json:
        print_json({"rollouts": told, "failed": failures.as_json()})
    else:
        say(f"{count(len(keys), 'Rollout', 'Rollouts')}: {_ending(len(failures.errors))}.")
    failures.tell()


def _require_good(done: "Day") -> None:
    from ozg_workflow.usecases.day.steps import DayFailedError

    if done.failed:
        raise DayFailedError(done.failed)


def _ending(broken: int) -> str:
    return f"{broken} mit Störung, die übrigen sind erledigt" if broken else "alle ohne Störung"


def _day(app: "App", key: str, order: _Order, *, several: bool = False) -> "Day":
    from ozg_workflow.usecases.day import steps
    from ozg_workflow.usecases.step.result import StepResult

    ctx = app.context_for(key, today=order.today, preview=order.preview, actor=actor())
    ctx.require_mail()

    with ctx.as_one() as one:  # in a preview a step sees what the earlier ones would have changed

        def carry_out(step: Step, title: str, milestone: str | None) -> "StepResult":
            if not order.as_json:
                complain(f"… {key}: {title}" if several else f"… {title}")
            if step is Step.DELIVER and not order.deliver:
                return StepResult(title=title)
            return steps.perform(one, step, milestone)

        done = steps.run_day(one, carry_out, has_inbox=bool(ctx.mailbox))
    steps.tell_failures(done)
    return done
