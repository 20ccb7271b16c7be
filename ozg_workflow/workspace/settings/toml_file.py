"""A file of settings in TOML; a value may lie in a file of its own, which `…_file` names."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ozg_workflow.domain.errors import ConfigurationError, InputError, Problem
from ozg_workflow.workspace.characters import has_control_characters
from ozg_workflow.workspace.settings.model import NAMES
from ozg_workflow.workspace.settings.secret_file import secret_in
from ozg_workflow.workspace.settings.values import PREFIX, read_value

BROKEN: Final = "{} enthält einen Zeilenumbruch oder ein Steuerzeichen."
FILE: Final = "_file"
_HINTS: Final = {  # how messages of tomllib begin
    "Invalid value": "Texte stehen in Anführungszeichen",
    "Illegal character": "ein Anführungszeichen fehlt, oder da steht ein Steuerzeichen",
    "Cannot ": "ein Name steht nur einmal da",
    "Expected '='": "zwischen Name und Wert steht ein Gleichheitszeichen",
}
NONE: Final[Mapping[str, str]] = {}


def read_toml(home: Path, name: str, not_here: Mapping[str, str] = NONE) -> dict[str, Any]:
    """Return the settings that a file of the workspace gives, none where it is not there; a relative `…_file` lies in the workspace.

    `not_here` says of settings why they belong elsewhere. Raises ConfigurationError naming every mistake with file and line.
    """
    text, written = parsed(home / name, name)
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in written.items():
        setting = key.removesuffix(FILE)
        try:
            _require_allowed(key, written, not_here)
            found[setting] = read_value(setting, _content(home, key, value))
        except InputError as error:
            message = str(error).removeprefix(f"{PREFIX}{setting.upper()}: ")
            problems.append(Problem(file=name, line=_line_of(key, text), message=message))
    if problems:
        raise ConfigurationError(tuple(problems))
    return found


def _require_allowed(key: str, written: Mapping[str, object], not_here: Mapping[str, str]) -> None:
    setting = key.removesuffix(FILE)
    if setting in not_here:
        raise InputError(not_here[setting])
    if setting not in NAMES:
        raise InputError(f"Die Einstellung „{key}“ ist unbekannt.")
    if key != setting and setting in written:
        raise InputError(f"„{setting}“ und „{key}“ stehen beide da; bitte eine der beiden Zeilen entfernen.")


def _content(home: Path, key: str, value: object) -> object:
    """Return what a key stands for: itself, or what the file holds that it names."""
    content = secret_in(home / str(value), key) if key.endswith(FILE) else value
    if has_control_characters(content):
        raise InputError(BROKEN.format(f"Die Einstellung „{key}“"))
    return content


def _line_of(key: str, text: str) -> int:
    lines = enumerate(text.splitlines(), 1)
    return next((n for n, row in lines if re.match(rf"[\s\[\"']*{re.escape(key)}\b", row)), 1)


def parsed(path: Path, name: str) -> tuple[str, dict[str, object]]:
    """Return the text of a file and what it says, nothing where it is not there. Raises ConfigurationError under `name`, with the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except FileNotFoundError:
        return "", {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # the exception has no line of its own before Python 3.14
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        message = f"Die Datei ist kein gültiges TOML: {_reason(error, place[2] if place else '')}"
        raise ConfigurationError((Problem(file=name, line=int(place[1]) if place else 1, message=message),)) from error


def _reason(error: ValueError, column: str) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "sie ist nicht in UTF-8 gespeichert."
    if not column:
        return "das Ende ist nicht zu lesen; eine Klammer oder ein Anführungszeichen fehlt."
    hint = next((words for start, words in _HINTS.items() if str(error).startswith(start)), "bitte die Zeile prüfen")
    return f"Spalte {column} ist nicht zu lesen; {hint}."
