"""Typer speaks English; its messages and headings are given German wording here."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

HEADINGS = {
    "OPTIONS_PANEL_TITLE": "Optionen",
    "COMMANDS_PANEL_TITLE": "Befehle",
    "ARGUMENTS_PANEL_TITLE": "Angaben",
    "ERRORS_PANEL_TITLE": "Fehler",
    "DEFAULT_STRING": "[Vorgabe: {}]",
    "REQUIRED_LONG_STRING": "[Pflicht]",
}


class _GermanHelp:
    """What the help page of a command or group says in German."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line that shows how to call it."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage: ", "Aufruf: ").replace("[OPTIONS]", "[OPTIONEN]").replace("COMMAND [ARGS]...", "BEFEHL …")

    def get_help_option(self, ctx: Any) -> Any:
        """Return `--help` with its German help text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Diese Hilfe zeigen."
        return option


class GermanCommand(_GermanHelp, TyperCommand):
    """A command with a German help page."""


class GermanGroup(_GermanHelp, TyperGroup):
    """A group of commands with a German help page."""


class GermanTyper(typer.Typer):
    """A Typer whose groups and commands have German help pages."""

    def __init__(self, help_text: str, **options: Any) -> None:
        super().__init__(cls=GermanGroup, help=help_text, no_args_is_help=True, **options)

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """Add a command."""
        return super().command(name, cls=GermanCommand, **options)


def german_headings() -> None:
    """Give the help pages German headings."""
    from typer import rich_utils

    for name, text in HEADINGS.items():
        setattr(rich_utils, name, text)


def usage_message(error: Any) -> str:
    """Return a usage error as a German sentence."""
    kind, option, message = type(error).__name__, getattr(error, "option_name", ""), str(error.message)
    hint = getattr(error, "param_hint", None) or getattr(getattr(error, "param", None), "human_readable_name", "")
    hint = " / ".join(hint) if isinstance(hint, list | tuple) else hint
    if kind == "NoSuchOption":
        close = getattr(error, "possibilities", None) or ()
        return f"Die Option „{option}“ gibt es nicht." + (f" Meinten Sie {', '.join(close)}?" if close else "")
    if kind == "BadOptionUsage":
        return f"Zur Option „{option}“ fehlt der Wert."
    if kind == "MissingParameter":
        return f"Es fehlt die Angabe {hint}."
    if kind == "BadParameter":
        return f"Die Angabe {hint} ist nicht gültig: {message}"
    if "Missing command" in message:
        return "Der Befehl ist unvollständig. „ozg --help“ zeigt alle Befehle."
    if "No such command" in message:
        return f"Den Befehl {message.partition('No such command ')[2].rstrip('.')} gibt es nicht. „ozg --help“ zeigt alle."
    if "unexpected extra argument" in message:
        return "Zu viele Angaben: " + message.partition("(")[2].rstrip(")")
    return "Der Befehl ist unvollständig. „ozg --help“ zeigt alle Befehle." if "Missing command" in message else message
