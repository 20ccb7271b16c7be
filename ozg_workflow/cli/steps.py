"""The steps of a rollout as commands."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ozg_workflow.cli.common import (
    AsJson,
    By,
    NoDeliver,
    Preview,
    RolloutKey,
    Today,
    actor,
    context,
    deciding,
    mailing,
)
from ozg_workflow.cli.output import complain, print_result
from ozg_workflow.domain.errors import OzgError, PartlyFailedError
from ozg_workflow.domain.steps import Step

if TYPE_CHECKING:
    from ozg_workflow.usecases.step.context import Context
    from ozg_workflow.usecases.step.result import StepResult

MilestoneKey = Annotated[
    str | None, typer.Option("--milestone", metavar="KEY", help="Nur dieser Meilenstein, auch vor seinem Tag.")
]

OfficeNumber = Annotated[
    str | None, typer.Option("--office", metavar="NR", help="Nur dieses Amt, jetzt, was auch immer der Zeitplan sagt.")
]
Weights = Annotated[
    Path | None,
    typer.Option(
        "--weights",
        metavar="DATEI",
        help="Andere Gewichte (Form wie prioritisation.yaml) mit den vereinbarten vergleichen; nichts wird gespeichert.",
    ),
]
Command = Callable[..., None]


def perform(ctx: "Context", step: Step, milestone: str | None = None) -> "StepResult":
    """Carry out one step; the use cases are loaded only now, so that quick commands stay quick.

    What failed of it stands in `broken` of the result; `finish` tells it last.
    """
    from ozg_workflow.usecases.day.perform import perform as carry_out

    try:
        return carry_out(ctx, step, milestone)
    except PartlyFailedError as error:
        done: StepResult = error.done
        done.broken += error.broken
        return done


def finish(ctx: "Context", result: "StepResult", *, deliver: bool, as_json: bool, quiet: bool = False) -> None:
    """Deliver what the step queued, then print everything; what failed, or a failing delivery, loses nothing and is told last.

    `quiet` prints only what changed something.
    """
    failure = deliver_with(ctx, result) if deliver else None
    if result.changed or not quiet:
        print_result(result, as_json=as_json, preview=ctx.preview)
    require_good(result, failure)


def deliver_with(ctx: "Context", result: "StepResult") -> OzgError | None:
    """Deliver what the step queued and put it into its result; return what went wrong. A preview delivers nothing."""
    if ctx.preview:
        return None
    try:
        result.absorb(perform(replace(ctx, actor=actor()), Step.DELIVER))  # the program delivers, whoever decided
    except OzgError as error:
        return error
    return None


def require_good(result: "StepResult", failure: OzgError | None) -> None:
    """Raise what failed of a step, or of the delivery after it; where both did, the first is told and the other raised."""
    if result.broken:
        broken = PartlyFailedError(result.broken, result)
        if failure is None:
            raise broken
        complain(str(broken))
    if failure:
        raise failure


def announce(
    today: Today = None,
    rollout: RolloutKey = None,
    milestone: MilestoneKey = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Carry out the announcements."""
    ctx = mailing(rollout, today, preview=preview)
    finish(ctx, perform(ctx, Step.ANNOUNCE, milestone), deliver=not no_deliver, as_json=as_json)


def remind(
    today: Today = None,
    rollout: RolloutKey = None,
    office: OfficeNumber = None,
    by: By = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Send the reminders that are due, or remind one office now."""
    named = office is not None or by is not None
    ctx = deciding(rollout, today, by, preview=preview, mails=True) if named else mailing(rollout, today, preview=preview)
    if office is None:
        result = perform(ctx, Step.REMIND)
    else:
        from ozg_workflow.usecases.survey.remind_office import remind_office

        result = remind_office(ctx, office)
    finish(ctx, result, deliver=not no_deliver, as_json=as_json)


def evaluate(
    today: Today = None,
    rollout: RolloutKey = None,
    weights: Weights = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Rank the services, or compare other weights with the agreed ones."""
    if weights is None:
        _step(Step.EVALUATE, today, rollout, preview=preview, deliver=False, as_json=as_json)
        return
    from ozg_workflow.cli.results.trial import print_trial
    from ozg_workflow.usecases.results.weights.try_weights import try_weights_file

    ctx = context(rollout, today)
    print_trial(ctx.rollout_key, *try_weights_file(ctx, weights), as_json=as_json)


def sending(step: Step) -> Command:
    """Return the command of a step that queues mail and delivers it."""

    def command(
        today: Today = None,
        rollout: RolloutKey = None,
        preview: Preview = False,
        no_deliver: NoDeliver = False,
        as_json: AsJson = False,
    ) -> None:
        _step(step, today, rollout, preview=preview, deliver=not no_deliver, as_json=as_json)

    return command


def _step(name: Step, today: str | None, rollout: str | None, *, preview: bool, deliver: bool, as_json: bool) -> None:
    ctx = context(rollout, today, preview=preview)
    finish(ctx, perform(ctx, name), deliver=deliver, as_json=as_json)


present = sending(Step.PRESENT)
send_lists = sending(Step.SEND_LISTS)
start_implementation = sending(Step.START_IMPLEMENTATION)
track = sending(Step.TRACK)
report_completion = sending(Step.REPORT_COMPLETION)
