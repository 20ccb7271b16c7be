"""Lists: write them into a folder, give an office more time."""

from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import (
    LARGEST_NUMBER,
    AsJson,
    By,
    NewDate,
    NoDeliver,
    Note,
    Preview,
    RolloutKey,
    Today,
    context,
    deciding,
    read_date,
)
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_result
from ozg_workflow.cli.steps import finish

group = GermanTyper()


@group.command("export")
def lists_export(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Wohin.")],
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Alle Amtslisten und die Ausfüllhilfe in einen Ordner schreiben."""
    from ozg_workflow.usecases.survey.export_lists import export_lists

    print_result(export_lists(context(rollout, today), folder), as_json=as_json)


@group.command("extend")
def lists_extend(
    office: Annotated[str, typer.Argument(metavar="AMT", help="Nummer oder Name des Amtes.")],
    due_on: NewDate,
    round_key: Annotated[str | None, typer.Option("--round", metavar="KEY", help="Die Runde; Vorgabe: die neueste.")] = None,
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", max=LARGEST_NUMBER, help="Nur diese Fassung; Vorgabe: alle offenen.")
    ] = None,
    note: Note = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Einem Amt eine eigene Frist geben; sein Dezernat erfährt es, die Erinnerungen richten sich danach."""
    from ozg_workflow.usecases.survey.extend_list import extend_list

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    result = extend_list(ctx, office, read_date(due_on, "Die neue Frist"), round_key=round_key, version=version, note=note)
    finish(ctx, result, deliver=not no_deliver, as_json=as_json)
