"""Typer speaks English; its messages and headings are given German wording here."""

from typing import Any

HEADINGS = {
    "OPTIONS_PANEL_TITLE": "Optionen",
    "COMMANDS_PANEL_TITLE": "Befehle",
    "ARGUMENTS_PANEL_TITLE": "Angaben",
    "ERRORS_PANEL_TITLE": "Fehler",
    "DEFAULT_STRING": "[Vorgabe: {}]",
    "REQUIRED_LONG_STRING": "[Pflicht]",
}


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
