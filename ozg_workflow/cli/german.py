"""Typer speaks English; its messages and headings are given German wording here."""

import re
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

OVERVIEW = "„ozg --help“ zeigt alle Befehle."
HEADINGS = {
    "OPTIONS_PANEL_TITLE": "Optionen",
    "COMMANDS_PANEL_TITLE": "Befehle",
    "ARGUMENTS_PANEL_TITLE": "Angaben",
    "ERRORS_PANEL_TITLE": "Fehler",
    "DEFAULT_STRING": "[Vorgabe: {}]",
    "REQUIRED_LONG_STRING": "[Pflicht]",
}


INSTALLED = "Die Vervollständigung mit der Tabulatortaste ist eingerichtet; sie wirkt in jedem neuen Terminal."
UNKNOWN_SHELL = (
    "Für diese Shell gibt es keine Vervollständigung. Möglich sind bash, zsh, fish und PowerShell; bitte dort aufrufen."
)
COMPLETION = {
    "install_completion": "Die Vervollständigung mit der Tabulatortaste für diese Shell einrichten.",
    "show_completion": "Zeigen, was dafür in die Einstellungen der Shell gehört.",
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

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page, with German headings."""
        german_headings()
        super().format_help(ctx, formatter)  # type: ignore[misc]


class GermanCommand(_GermanHelp, TyperCommand):
    """A command with a German help page."""


class GermanGroup(_GermanHelp, TyperGroup):
    """A group of commands with a German help page."""


class GermanTyper(typer.Typer):
    """A Typer whose groups and commands have German help pages."""

    def __init__(self, cls: type[TyperGroup] = GermanGroup, **options: Any) -> None:
        super().__init__(cls=cls, **{"no_args_is_help": True, **options})

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """Add a command."""
        return super().command(name, cls=GermanCommand, **options)


def german_completion(root: TyperGroup) -> None:
    """Let the options that set up the completion of the shell speak German."""
    for option in root.params[-2:]:
        found: Any = option
        found.help = COMPLETION[option.name or ""]
        found.callback = _in_german(found.callback, INSTALLED if option.name == "install_completion" else "")


def _in_german(action: Callable[..., Any], sentence: str) -> Callable[..., Any]:
    """Return the callback that ends with our sentence (empty: with what it prints), and tells of a shell it does not know."""

    def told(ctx: Any, param: Any, value: Any) -> Any:
        if not value or ctx.resilient_parsing:
            return value
        printed = StringIO()
        try:
            with redirect_stdout(printed), redirect_stderr(StringIO()), suppress(SystemExit):
                action(ctx, param, value)
        except typer.Exit:
            print(UNKNOWN_SHELL, file=sys.stderr)
            raise
        print(sentence or printed.getvalue().rstrip("\n"))
        raise typer.Exit

    return told


def german_headings() -> None:
    """Give the help pages German headings."""
    from typer import rich_utils

    for name, text in HEADINGS.items():
        setattr(rich_utils, name, text)


def usage_message(error: Any) -> str:
    """Return a usage error as a German sentence."""
    kind, option, message = type(error).__name__, getattr(error, "option_name", ""), str(error.message)
    if kind == "NoSuchOption":
        return f"Die Option „{option}“ gibt es nicht." + _meant(getattr(error, "possibilities", None) or ())
    if kind == "BadOptionUsage":
        return (
            f"Die Option „{option}“ erwartet keinen Wert."
            if "does not take" in message
            else f"Zur Option „{option}“ fehlt der Wert."
        )
    if kind == "MissingParameter":
        return f"Es fehlt die Angabe {_name_of(error)}."
    if kind == "BadParameter":
        return f"Die Angabe {_name_of(error)} ist nicht gültig: {_wrong_number(message)}"
    if unknown := re.match(r"No such command '(.*?)'\.", message):
        return f"Den Befehl „{unknown[1]}“ gibt es nicht." + (_meant(re.findall(r"'(.*?)'", message)[1:]) or f" {OVERVIEW}")
    if "unexpected extra argument" in message:
        return f"Zu viele Angaben: {message.rpartition('(')[2].rstrip(')')}"
    return f"Der Befehl ist unvollständig. {OVERVIEW}" if "Missing command" in message else message


def _wrong_number(message: str) -> str:
    """Return what is wrong with a value, in German where it is one of the numbers all commands take."""
    if text := re.fullmatch(r"'(.*)' is not a valid int(?: range)?\.", message):
        return f"„{text[1]}“ ist keine ganze Zahl."
    if outside := re.fullmatch(r"(-?\d+) is not in the range (?:(-?\d+)<=)?x<=(\d+)\.", message):
        number, least, most = outside.groups()
        return (
            f"{number} ist zu groß, höchstens {most} ist möglich."
            if int(number) > int(most)
            else f"{number} ist kleiner als {least}."
        )
    return message


def _name_of(error: Any) -> str:
    """Return what people write for a parameter: `--office` or `NR`."""
    param: Any = getattr(error, "param", None)
    return (
        " / ".join(param.opts)
        if getattr(param, "param_type_name", "") == "option"
        else str(getattr(param, "human_readable_name", ""))
    )


def _meant(close: Sequence[str]) -> str:
    return f" Meinten Sie {' oder '.join(f'„{name}“' for name in close)}?" if close else ""
