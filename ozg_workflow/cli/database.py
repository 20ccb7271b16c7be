"""The database: upgrade, back up, check, purge."""

from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, context, workspace
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, say
from ozg_workflow.domain.errors import InputError

group = GermanTyper("Datenbank: aktualisieren, sichern, prüfen.")


@group.command("upgrade")
def db_upgrade() -> None:
    """Die Datenbank anlegen oder auf den neuesten Stand bringen."""
    app = workspace()
    app.upgrade()
    say("Die Datenbank ist auf dem neuesten Stand.")


@group.command("backup")
def db_backup(file: Annotated[Path, typer.Argument(metavar="DATEI", help="Die Sicherungsdatei.")]) -> None:
    """Die Datenbank sichern, auch während sie benutzt wird."""
    from ozg_workflow.database.maintenance import backup

    app = workspace()
    app.require_schema()
    backup(app.engine, file)
    say(f"Gesichert: {file}")


@group.command("purge")
def db_purge(
    yes: Annotated[
        bool, typer.Option("--yes", help="Wirklich löschen; ohne diese Angabe wird nur gezeigt, was gelöscht würde.")
    ] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Mails und Absender löschen, wenn die Aufbewahrungsfrist nach dem Ende des Rollouts vorbei ist."""
    from ozg_workflow.usecases.purge import purge

    print_result(purge(context(rollout, today), confirmed=yes), as_json=as_json)


@group.command("check")
def db_check(as_json: AsJson = False) -> None:
    """Die Datenbank auf Unversehrtheit prüfen."""
    from ozg_workflow.database.maintenance import find_damage

    app = workspace()
    app.require_schema()
    damage = find_damage(app.engine)
    if as_json:
        print_json({"ok": not damage, "problems": damage})
    if damage:
        raise InputError("\n".join(damage))
    if not as_json:
        say("Die Datenbank ist in Ordnung.")
