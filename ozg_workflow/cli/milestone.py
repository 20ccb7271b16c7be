"""Milestones: look, tick off, move."""

from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, NewDate, NoDeliver, Note, Preview, RolloutKey, Today, context, deciding, read_date
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, print_table
from ozg_workflow.cli.steps import finish

group = GermanTyper()


@group.command("list")
def milestone_list(rollout: RolloutKey = None, today: Today = None, as_json: AsJson = False) -> None:
    """Alle Meilensteine mit ihrem Stand zeigen."""
    from ozg_workflow.domain.plan.milestones import STATE_TITLES
    from ozg_workflow.report.cockpit.status_json import status_json
    from ozg_workflow.usecases.cockpit.status import status

    found = status(context(rollout, today))
    if as_json:
        print_json(status_json(found)["milestones"])
        return
    rows = [(m.key, str(m.planned), m.title, STATE_TITLES[m.state]) for m in found.milestones]
    print_table(("Schlüssel", "Termin", "Meilenstein", "Stand"), rows, empty="Keine Meilensteine.")


@group.command("done")
def milestone_done(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Schlüssel des Meilensteins.")],
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Einen Meilenstein abhaken."""
    from ozg_workflow.usecases.timeline.milestones import tick_off

    print_result(tick_off(deciding(rollout, today, by), key), as_json=as_json)


@group.command("move")
def milestone_move(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Schlüssel des Meilensteins.")],
    to: NewDate,
    note: Note = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Einen Termin oder eine Frist verschieben: Erinnerungen, Fristen der Listen und Einladungen ziehen mit."""
    from ozg_workflow.usecases.timeline.move_milestone import move_milestone

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    finish(ctx, move_milestone(ctx, key, read_date(to, "Der neue Tag"), note), deliver=not no_deliver, as_json=as_json)
