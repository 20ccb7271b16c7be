"""Who may log in to the reading room."""

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, WrongUsageError, actor, present, workspace
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_table, say
from ozg_workflow.domain.cities.users import ROLE_TITLES, Role, User
from ozg_workflow.domain.errors import InputError, NotPreparedError
from ozg_workflow.domain.german import count
from ozg_workflow.domain.people import person_name

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App
    from ozg_workflow.usecases.upkeep.users import Registry

group = GermanTyper()
Name = Annotated[str, typer.Argument(metavar="NAME", help="Der Name zum Anmelden: a–z, 0–9, Punkt, Unterstrich, Bindestrich.")]


@group.command("add")
def user_add(
    name: Name,
    rollouts: Annotated[
        list[str],
        typer.Option("--rollout", metavar="KEY", help="Ein Rollout, den diese Person sieht; mehrfach möglich; * für alle."),
    ],
    role: Annotated[
        Role, typer.Option("--role", help="reader: liest; coordinator: wird auch zu den Formularen des Cockpits geführt.")
    ] = Role.READER,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", metavar="DATEI", help="Das Kennwort steht in dieser Datei; sonst wird danach gefragt."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Gibt es den Namen schon: Kennwort, Rollouts und Rolle ersetzen.")
    ] = False,
    by: By = None,
) -> None:
    """Jemanden in den Lesesaal lassen; ab dem ersten Benutzer kommt dort nur noch herein, wer in config/users.toml steht."""
    from ozg_workflow.usecases.upkeep.users import add_user

    app = workspace()
    registry = _registry(app, by)
    first = not registry.users()
    user = User(name=name, password=_password(password_file), rollouts=tuple(rollouts), role=role)
    add_user(registry, user, app.known_rollouts(), replace=replace)
    say(f"„{name}“ {user.words}.")
    if first:
        say("Der Lesesaal fragt ab jetzt nach diesen Benutzern; die Anmeldung des Cockpits (OZG_UI_AUTH) gilt dort nicht mehr.")
    _say_unlogged(registry)


@group.command("list")
def user_list(as_json: AsJson = False) -> None:
    """Die Benutzer des Lesesaals zeigen, ohne ihre Kennwörter."""
    users = _registry(workspace(), None).users()
    if as_json:
        print_json([{"name": user.name, "role": str(user.role), "rollouts": list(user.rollouts)} for user in users])
        return
    rows = [(user.name, ROLE_TITLES[user.role], "alle" if user.sees_all else ", ".join(user.rollouts)) for user in users]
    print_table(("Name", "Rolle", "Rollouts"), rows, empty="Keine Benutzer: Für den Lesesaal gilt die Anmeldung des Cockpits.")


@group.command("remove")
def user_remove(name: Name, by: By = None) -> None:
    """Jemanden nicht mehr in den Lesesaal lassen; es gilt sofort."""
    from ozg_workflow.usecases.upkeep.users import remove_user

    registry = _registry(workspace(), by)
    left = remove_user(registry, name)
    say(f"„{name}“ kommt nicht mehr herein; {count(left, 'Benutzer bleibt', 'Benutzer bleiben')}.")
    if not left:
        say(
            "Niemand kommt mehr in den Lesesaal. Soll dort wieder die Anmeldung des Cockpits gelten: config/users.toml löschen, neu starten."
        )
    _say_unlogged(registry)


def _registry(app: "App", by: str | None) -> "Registry":
    from ozg_workflow.usecases.upkeep.users import Registry

    name = person_name(by or "") or actor()
    return Registry(home=app.home, by=name, clock=lambda: present(app), sessions=app.sessions if _has_database(app) else None)


def _has_database(app: "App") -> bool:
    try:
        app.require_schema()
    except NotPreparedError:
        return False
    return True


def _say_unlogged(registry: "Registry") -> None:
    if registry.sessions is None:
        say("Ohne Datenbank gibt es noch kein Protokoll, in dem das stünde („ozg prepare“).")


def _password(file: Path | None) -> str:
    """Return the password of a file, or ask for it twice without showing it."""
    if file is not None:
        return _in_file(file)
    if not sys.stdin.isatty():
        raise WrongUsageError("Hier kann nicht nach dem Kennwort gefragt werden; bitte mit --password-file angeben.")
    password = getpass.getpass("Kennwort: ")
    if getpass.getpass("Kennwort wiederholen: ") != password:
        raise WrongUsageError("Die beiden Kennwörter sind verschieden; nichts geändert.")
    return password


def _in_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--password-file: Die Datei {file} ist nicht lesbar.") from error
