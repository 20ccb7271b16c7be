"""Rounds: look, close, take up again, ask again."""

from dataclasses import asdict
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, NoDeliver, Note, Preview, RolloutKey, Today, context, deciding, read_date
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, print_table
from ozg_workflow.cli.steps import finish
from ozg_workflow.domain.german import short_date

group = GermanTyper()
RoundKey = Annotated[str | None, typer.Argument(metavar="KEY", help="Die Runde; Vorgabe: die neueste Erhebung.")]


@group.command("list")
def round_list(rollout: RolloutKey = None, today: Today = None, as_json: AsJson = False) -> None:
    """Alle Runden mit ihrem Stand zeigen."""
    from ozg_workflow.usecases.survey.manage_rounds import list_rounds

    found = list_rounds(context(rollout, today))
    if as_json:
        print_json([asdict(r) for r in found])
        return
    rows = [
        (r.key, r.title, short_date(r.opened_on), short_date(r.due_on), f"{r.returned} von {r.lists}", r.previous, r.state)
        for r in found
    ]
    heads = ("Schlüssel", "Runde", "eröffnet", "Frist", "zurück", "wiederholt", "Stand")
    print_table(heads, rows, empty="Es gibt noch keine Runde; die erste beginnt mit „ozg send-lists“.")


@group.command("open")
def round_open(
    due: Annotated[str, typer.Option("--due", metavar="JJJJ-MM-TT", help="Die Frist der Rücksendung.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Der Name der Runde.")] = "",
    previous: Annotated[
        str | None, typer.Option("--previous", metavar="KEY", help="Woher die Angaben kommen; Vorgabe: die neueste Erhebung.")
    ] = None,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Die Erhebung wiederholen: neue Listen, vorbelegt mit den letzten Angaben."""
    from ozg_workflow.usecases.survey.open_round import open_round

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    result = open_round(ctx, read_date(due, "--due"), title=title, previous=previous)
    finish(ctx, result, deliver=not no_deliver, as_json=as_json)


@group.command("close")
def round_close(
    key: RoundKey = None,
    note: Note = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Eine Runde schließen: Es wird nicht mehr erinnert; was noch kommt, wird gespeichert."""
    from ozg_workflow.usecases.survey.manage_rounds import close_round

    ctx = deciding(rollout, today, by, preview=preview)
    print_result(close_round(ctx, key, note), as_json=as_json, preview=preview)


@group.command("reopen")
def round_reopen(
    key: RoundKey = None,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Eine geschlossene Runde wieder öffnen."""
    from ozg_workflow.usecases.survey.manage_rounds import reopen_round

    ctx = deciding(rollout, today, by, preview=preview)
    print_result(reopen_round(ctx, key), as_json=as_json, preview=preview)
