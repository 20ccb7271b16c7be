"""The commands of `ozg` and how a run of one of them ends."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from ozg_workflow import __version__
from ozg_workflow.cli import german
from ozg_workflow.cli.common import WrongUsageError, state, workspace
from ozg_workflow.cli.lazy import LazyGroup
from ozg_workflow.cli.output import complain, say
from ozg_workflow.domain.errors import InputError, OzgError, UnavailableError

INTERRUPTED = 130
ABOUT = "OZG-Workflow: den OZG-Rollout einer Stadt per E-Mail und Excel führen, mit Prefect als Motor und Cockpit."


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"ozg-workflow {__version__}")
        raise typer.Exit


def _options(
    home: Annotated[
        str | None,
        typer.Option("--home", metavar="ORDNER", help="Das Arbeitsverzeichnis (sonst OZG_HOME oder der aktuelle Ordner)."),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has ended the program already
        bool, typer.Option("--version", help="Die Version zeigen.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Keep what stands before the command."""
    state.home = home


def build() -> TyperGroup:
    """Return the command line; no command is loaded before it is called."""
    app = german.GermanTyper(LazyGroup, add_completion=True, pretty_exceptions_enable=False)
    app.callback(help=ABOUT)(_options)
    root: Any = typer.main.get_command(app)  # it has a callback, so it is a group
    german.german_completion(root)
    return root  # type: ignore[no-any-return]


def _keep_traceback() -> str:
    """Store the traceback of the current exception, without secrets, and tell where it is."""
    from ozg_workflow.workspace.log import append, without_secrets

    try:
        app = workspace()
        path = app.home / "var" / "fehler.log"
        append(path, without_secrets(traceback.format_exc(), app.secrets) + "\n")
    except (OzgError, OSError):
        return ""
    return f"Näheres steht in {path}."


def _unexpected(error: Exception, arguments: Sequence[str]) -> int:
    """Tell what nobody foresaw; a full disk and a terminal that does not write UTF-8 are what everybody can put right."""
    from ozg_workflow.domain.errors import is_about_a_place, why
    from ozg_workflow.usecases.step.unforeseen import disk_full, is_disk_full
    from ozg_workflow.workspace.log import without_secrets

    if is_disk_full(error):
        complain(disk_full(error))
        return UnavailableError.exit_status
    if _is_of_the_database(error):
        complain(
            f"Die Datenbank ist zurzeit nicht benutzbar ({type(error).__name__}). Es ist nichts verloren; bitte erneut versuchen. {_keep_traceback()}"
        )
        return UnavailableError.exit_status
    if isinstance(error, OSError) and is_about_a_place(error):
        complain(f"„{error.filename}“ lässt sich nicht benutzen: {why(error)}. {_keep_traceback()}")
        return InputError.exit_status
    if isinstance(error, UnicodeEncodeError) and any(map(_is_no_text, arguments)):
        complain("Die Eingabe enthält Zeichen, die kein UTF-8 sind; bitte das Terminal auf UTF-8 stellen.")
        return WrongUsageError.exit_status
    complain(f"Unerwarteter Fehler: {type(error).__name__}: {without_secrets(str(error), ())}. {_keep_traceback()}")
    return 1


def _is_of_the_database(error: Exception) -> bool:
    """Tell whether SQLAlchemy raised it; where that is not loaded it was not."""
    known = sys.modules.get("sqlalchemy.exc")
    return known is not None and isinstance(error, known.SQLAlchemyError)


def _is_no_text(argument: str) -> bool:
    """Tell whether bytes of an argument are no UTF-8; Python keeps them as lone surrogates, which a path may have and a text not."""
    return any("\ud800" <= sign <= "\udfff" for sign in argument)


def run(arguments: list[str]) -> int:
    """Run one command and return the exit status; every expected failure is a German message on stderr."""
    try:
        code = build()(arguments, standalone_mode=False, prog_name="ozg")
        sys.stdout.flush()
    except OzgError as error:
        complain(str(error))
        code = error.exit_status
    except TyperException as error:
        complain(german.usage_message(error))
        code = getattr(error, "exit_code", 2)
    except BrokenPipeError:
        # the reader (`| head`) has seen enough; Python would complain once more when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001 - nobody gets a traceback; it is kept for the administrator
        code = _unexpected(error, arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:  # Typer makes Ctrl-C an exit status
        complain("Abgebrochen. Es ist nichts verloren; der Schritt kann erneut ausgeführt werden.")
    return code if isinstance(code, int) else 0
