"""Mailboxes and outboxes: of one rollout, or of all of them, each through its own servers."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ozg_workflow.cli.common import (
    AsJson,
    NoDeliver,
    Preview,
    RolloutKey,
    Today,
    WrongUsageError,
    actor,
    day,
    mailing,
    workspace,
)
from ozg_workflow.cli.output import complain, print_json, print_result
from ozg_workflow.cli.steps import deliver_with, finish, perform, require_good
from ozg_workflow.domain.steps import Step

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App

Watch = Annotated[
    bool,
    typer.Option("--watch", help="Das Postfach eines Rollouts weiter beobachten, bis Strg+C gedrückt wird."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What is wanted of each rollout; `deliver`: also what the step queues."""

    step: Step
    today: date | None
    preview: bool
    deliver: bool
    as_json: bool


def collect(
    today: Today = None,
    rollout: RolloutKey = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    watch: Watch = False,
    as_json: AsJson = False,
) -> None:
    """Read the mailbox of the named rollout, or of all in the database, once or until the end."""
    order = _Order(step=Step.COLLECT, today=day(today), preview=preview, deliver=not no_deliver, as_json=as_json)
    if watch:
        _watch(today, rollout, order)
    else:
        _carry_out(rollout, order)


def deliver(today: Today = None, rollout: RolloutKey = None, preview: Preview = False, as_json: AsJson = False) -> None:
    """Deliver the outbox of the named rollout, or of all in the database."""
    _carry_out(rollout, _Order(step=Step.DELIVER, today=day(today), preview=preview, deliver=False, as_json=as_json))


def _carry_out(rollout: str | None, order: _Order) -> None:
    app = workspace()
    keys = app.rollouts(rollout)
    if len(keys) > 1:
        _all(app, keys, order)
        return
    ctx = app.context_for(keys[0], today=order.today, preview=order.preview, actor=actor())
    finish(ctx, perform(ctx, order.step), deliver=order.deliver, as_json=order.as_json)


def _all(app: "App", keys: Sequence[str], order: _Order) -> None:
    """Serve one rollout after the other and tell it at once; one that fails stops no other. Raises SomeRolloutsError."""
    from ozg_workflow.cli.rollouts.failures import Failures

    failures, told = Failures(), list[dict[str, Any]]()
    for key in keys:
        with failures.of(key):
            ctx = app.context_for(key, today=order.today, preview=order.preview, actor=actor())
            result = perform(ctx, order.step)
            failure = deliver_with(ctx, result) if order.deliver else None
            if order.as_json:
                told.append({"rollout": key, **result.as_json()})
            else:
                print_result(replace(result, title=f"{key}: {result.title}"), as_json=False, preview=order.preview)
            require_good(result, failure)
    if order.as_json:
        print_json({"rollouts": told, "failed": failures.as_json()})
    failures.tell()


def _watch(today: str | None, rollout: str | None, order: _Order) -> None:
    from threading import Event

    if order.preview:
        raise WrongUsageError("--watch und --preview schließen einander aus.")
    from ozg_workflow.usecases.intake.watch import watch

    app, ctx = workspace(), mailing(rollout, today)

    def collect_once() -> None:
        current = app.context_for(ctx.rollout_key, today=order.today, actor=ctx.actor)  # days pass while it runs
        finish(current, perform(current, Step.COLLECT), deliver=order.deliver, as_json=order.as_json, quiet=True)
        sys.stdout.flush()  # who watches through a pipe does not want to wait

    complain("Das Postfach wird beobachtet; Ende mit Strg+C.")
    watch(ctx, collect_once=collect_once, stop=Event(), tell=complain)
