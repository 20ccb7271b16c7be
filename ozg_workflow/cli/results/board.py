"""The executive board: release the paper, export and import the sheet for its decision, accept as proposed."""

from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, NoDeliver, Preview, RolloutKey, Today, context, day, deciding
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_result
from ozg_workflow.cli.steps import finish

group = GermanTyper()
DecidedOn = Annotated[str | None, typer.Option("--decided-on", metavar="JJJJ-MM-TT", help="Der Tag der Sitzung; Vorgabe: heute.")]


@group.command("release")
def board_release(
    yes: Annotated[bool, typer.Option("--yes", help="Auch eine Vorlage freigeben, die vorläufig ist.")] = False,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Die Vorlage, wie sie als Entwurf vorliegt, an den Verwaltungsvorstand schicken."""
    from ozg_workflow.usecases.results.release import release_paper

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    finish(ctx, release_paper(ctx, confirmed=yes), deliver=not no_deliver, as_json=as_json)


@group.command("export")
def board_export(
    file: Annotated[Path, typer.Argument(metavar="DATEI.xlsx", help="Wohin die Entscheidungsliste geschrieben wird.")],
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Die Entscheidungsliste schreiben: eine Zeile je gereihter Leistung, wie vorgeschlagen oder beschlossen."""
    from ozg_workflow.usecases.results.decision_file import export_decision

    print_result(export_decision(context(rollout, today), file), as_json=as_json, preview=False)


@group.command("import")
def board_import(
    file: Annotated[Path, typer.Argument(metavar="DATEI.xlsx", help="Die ausgefüllte Entscheidungsliste.")],
    decided_on: DecidedOn = None,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Den Beschluss aus der Entscheidungsliste festhalten; bei einer falschen Zelle wird nichts übernommen."""
    from ozg_workflow.usecases.results.decide import import_decision

    ctx = deciding(rollout, today, by, preview=preview)
    print_result(import_decision(ctx, file, day(decided_on, "--decided-on")), as_json=as_json, preview=preview)


@group.command("accept")
def board_accept(
    decided_on: DecidedOn = None,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Festhalten, dass der Verwaltungsvorstand wie vorgeschlagen beschlossen hat."""
    from ozg_workflow.usecases.results.decide import accept_paper

    ctx = deciding(rollout, today, by, preview=preview)
    print_result(accept_paper(ctx, day(decided_on, "--decided-on")), as_json=as_json, preview=preview)
