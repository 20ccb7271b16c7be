"""Lists: write them into a folder."""

from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, context
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_result

group = GermanTyper("Amtslisten ausgeben.")


@group.command("export")
def lists_export(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Wohin.")],
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Alle Amtslisten und die Ausfüllhilfe in einen Ordner schreiben."""
    from ozg_workflow.usecases.export_lists import export_lists

    print_result(export_lists(context(rollout, today), folder), as_json=as_json)
