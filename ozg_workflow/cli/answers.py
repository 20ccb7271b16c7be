"""The answers that count: the table of a round."""

from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, RolloutKey, Today, context
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_result

group = GermanTyper("Die Angaben der Ämter: die Tabelle einer Runde.")


@group.command("export")
def answers_export(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Wohin; die Endung sagt, als was: .xlsx, .csv oder .json.")],
    round_key: Annotated[
        str | None, typer.Option("--round", metavar="KEY", help="Die Runde; Vorgabe: die neueste Erhebung.")
    ] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Die Angaben einer Runde als Tabelle schreiben, eine Zeile je Leistung und Amt."""
    from ozg_workflow.usecases.answers.export import export_answers

    print_result(export_answers(context(rollout, today, by=by), file, round_key), as_json=as_json)
