"""What a template may do with a value: German dates, numbers, lists and salutations."""

import re
from datetime import date, datetime, time

from ozg_workflow.domain import german


def single_line(text: object, longest: int = 0) -> str:
    """Return text on one line without control characters, cut with an ellipsis when longer than `longest` (0: never)."""
    line = re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", str(text)).strip()
    return line if not longest or len(line) <= longest else line[: longest - 1].rstrip() + "…"


def salutation(name: str) -> str:
    """Return `Sehr geehrte Frau Özdal,`; without `Frau` or `Herr` in front the general salutation."""
    for title, greeting in (("Frau ", "Sehr geehrte"), ("Herr ", "Sehr geehrter")):
        if name.startswith(title):
            return f"{greeting} {single_line(name)},"
    return "Sehr geehrte Damen und Herren,"


def clock_time(moment: time | datetime | str) -> str:
    """Return `10:00`; text stays as it is."""
    return moment if isinstance(moment, str) else f"{moment:%H:%M}"


def counted(number: int, singular: str, plural: str) -> str:
    """Return `1 Liste` or `1.203 Listen`."""
    return f"{german.number(number)} {singular if number == 1 else plural}"


def _short_date(day: date | None) -> str:
    return german.short_date(day)


FILTERS = {
    "datum": _short_date,
    "datum_lang": german.long_date,
    "uhrzeit": clock_time,
    "zahl": german.number,
    "anzahl": counted,
    "aufzaehlung": german.join,
    "anrede": salutation,
    "ohne_anrede": lambda name: re.sub(r"^(Frau|Herr) ", "", name),
    "zeile": single_line,
}
