"""The database: upgrade, back up, restore, check, purge."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, RolloutKey, Today, actor, deciding, present, workspace
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, say, show_progress
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import person_name

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App
    from ozg_workflow.usecases.upkeep.back_up import Maker

group = GermanTyper()


@group.command("upgrade")
def db_upgrade() -> None:
    """Die Datenbank anlegen oder auf den neuesten Stand bringen."""
    if copy := workspace().upgrade():
        say(f"Vorher gesichert: {copy}")
    say("Die Datenbank ist auf dem neuesten Stand.")


@group.command("backup")
def db_backup(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Die Sicherungsdatei; sie darf noch nicht da sein.")],
) -> None:
    """Die Datenbank (SQLite oder PostgreSQL) in eine Datei sichern, auch während sie benutzt wird."""
    from ozg_workflow.usecases.upkeep.back_up import back_up
    from ozg_workflow.workspace.places import key_in_file

    app = workspace()
    app.require_schema()
    back_up(
        app.engine,
        file,
        _maker(app, actor()),
        key=key_in_file(app.home, app.settings.secret_key),
        progress=show_progress("Sichern"),
    )
    say(f"Gesichert: {file}")


def _maker(app: "App", name: str) -> "Maker":
    from ozg_workflow.usecases.upkeep.back_up import Maker
    from ozg_workflow.workspace.places import known_key

    return Maker(name=name, at=present(app), signing=known_key(app.home, app.settings.secret_key))


@group.command("restore")
def db_restore(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Die Sicherungsdatei; sie bleibt, wie sie ist.")],
    send_rest: Annotated[
        bool,
        typer.Option(
            "--send-rest", help="Seit der Sicherung wurde nichts versandt: Der nächste Lauf versendet, was noch fehlte."
        ),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Auch eine Datenbank ersetzen, die nicht leer ist; vorher wird sie gesichert.")
    ] = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Eine Sicherung in eine leere Datenbank (SQLite oder PostgreSQL) zurückspielen; offene Mails werden angehalten."""
    from ozg_workflow.usecases.upkeep.restore import Restoring, restore
    from ozg_workflow.workspace.places import put_key_back

    app = workspace()
    how = Restoring(
        by=_maker(app, person_name(by or "") or actor()),
        safety_copy=app.safety_copy("vor-wiederherstellung"),
        keep_key=partial(put_key_back, app.home, app.settings.secret_key),
        send_rest=send_rest,
        replace=replace,
        progress=show_progress("Wiederherstellen"),
    )
    print_result(restore(app.engine, file, how), as_json=as_json)


@group.command("purge")
def db_purge(
    yes: Annotated[
        bool, typer.Option("--yes", help="Wirklich löschen; ohne diese Angabe wird nur gezeigt, was gelöscht würde.")
    ] = False,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Mails und Absender löschen, wenn die Aufbewahrungsfrist nach dem Ende des Rollouts vorbei ist."""
    from ozg_workflow.usecases.upkeep.purge import purge

    print_result(purge(deciding(rollout, today, by), confirmed=yes), as_json=as_json)


@group.command("check")
def db_check(as_json: AsJson = False) -> None:
    """Die Datenbank prüfen: Unversehrtheit, Zustände, die es nicht geben kann, fehlende Dateien."""
    from ozg_workflow.usecases.upkeep.check_database import check_database
    from ozg_workflow.workspace.places import has_secret_key, template_folders

    app = workspace()
    app.require_schema()
    has_key = has_secret_key(app.home, app.settings.secret_key)
    findings = check_database(app.engine, app.home, templates=template_folders(app.home), has_key=has_key)
    problems = [str(f) for f in findings if not f.hint]
    if as_json:
        details = [{"subject": f.subject, "problem": f.problem, "remedy": f.remedy, "hint": f.hint} for f in findings]
        print_json({"ok": not problems, "problems": problems, "findings": details})
    else:
        for hint in (f for f in findings if f.hint):
            say(f"Hinweis: {hint}")
    if problems:
        raise InputError("\n".join(problems))
    if not as_json:
        say("Die Datenbank ist in Ordnung.")
