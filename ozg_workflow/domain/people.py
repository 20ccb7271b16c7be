"""Who acts: a person by name, or the program by what started it."""

from typing import Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.privacy import without_addresses

CALENDAR: Final = "prefect"  # the calendar, or a form that asks for nobody
COMMAND: Final = "cli"  # a command that decides nothing; `cli:USER` where the user is known
LONGEST_NAME: Final = 100
SEPARATOR: Final = " – "  # between the key and the words of an option


def person_name(text: str) -> str:
    """Return a name as the audit log keeps it: on one line, at most 100 characters, no mail address; empty for an empty text.

    Raises InputError for what stands for the program.
    """
    name = " ".join(without_addresses(text).split())[:LONGEST_NAME].strip()
    if name and not is_person(name):
        raise InputError(f"„{name}“ ist kein Name einer Person; so heißt im Protokoll das Programm.")
    return name


def is_person(actor: str) -> bool:
    """Tell whether a person decided, and not the program by itself."""
    return actor not in (CALENDAR, COMMAND) and not actor.startswith(f"{COMMAND}:")


def who(actor: str) -> str:
    """Return who acted, in words."""
    if is_person(actor):
        return actor
    user = actor.partition(":")[2]
    return "Automatik" if actor == CALENDAR else f"Befehl von {user}" if user else "Befehl"


def name_mistake(name: str) -> str:
    """Return what is wrong with a name of the configuration, empty when nothing is."""
    if not name.strip() or len(name) > LONGEST_NAME:
        return f"Ein Name hat 1 bis {LONGEST_NAME} Zeichen."
    if "@" in name:
        return f"„{name}“: bitte nur der Name, keine Mailadresse."
    if SEPARATOR in name or name != " ".join(name.split()) or any(mark in name for mark in "[]"):
        return f"„{name}“: ein Name enthält weder einen Gedankenstrich zwischen Leerzeichen noch eckige Klammern oder doppelte Leerzeichen."
    return "" if is_person(name) else f"„{name}“ ist kein Name einer Person; so heißt im Protokoll das Programm."
