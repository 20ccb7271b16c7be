"""The five answers as they were typed, and what is wrong with each."""

import re
from dataclasses import dataclass, fields
from typing import Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.new_city.city import NewCity, NewDepartment, slug
from ozg_workflow.domain.plan.calendar import states

LONGEST_NAME: Final = 100
LAST_YEAR: Final = 2099
NUMBER: Final = re.compile(r"[A-Za-z0-9]{1,10}")
DOMAIN: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered; `departments` as `1=Finanzen; 2=Bürger`, empty for those of the sample."""

    city: str
    land: str
    year: str
    domain: str
    departments: str = ""


def new_city(answers: Answers, this_year: int) -> NewCity:
    """Return the city of the answers. Raises InputError naming all mistakes, each on its line."""
    mistakes = [
        mistake for field in fields(Answers) if (mistake := answer_mistake(field.name, getattr(answers, field.name), this_year))
    ]
    if mistakes:
        raise InputError("\n".join(mistakes))
    return NewCity(
        name=_line(answers.city),
        land=_land(answers.land),
        year=int(answers.year),
        domain=_domain(answers.domain),
        departments=_departments(answers.departments),
    )


def answer_mistake(field: str, text: str, this_year: int) -> str:
    """Return what is wrong with the answer to one question of `Answers` as a German sentence, empty when nothing is."""
    match field:
        case "city":
            return _city_mistake(text)
        case "land":
            return "" if _land(text) else f"„{text}“ ist kein Kürzel eines Landes. Möglich sind: {', '.join(sorted(states()))}."
        case "year":
            return _year_mistake(text, this_year)
        case "domain":
            return "" if DOMAIN.fullmatch(_domain(text)) else f"„{text}“ ist keine Mail-Domäne (wie stadt.example)."
        case _:
            return _departments_mistake(text)


def _city_mistake(text: str) -> str:
    name = _line(text)
    if not slug(name):
        return f"„{name}“ ist kein Name einer Stadt; er braucht Buchstaben."
    return (
        ""
        if len(name) <= LONGEST_NAME and name.isprintable()
        else f"Der Name der Stadt hat höchstens {LONGEST_NAME} Zeichen und keine Steuerzeichen."
    )


def _year_mistake(text: str, this_year: int) -> str:
    if not re.fullmatch(r"[0-9]{4}", text.strip()):
        return f"„{text}“ ist kein Jahr (wie {this_year + 1})."
    if int(text) < this_year:
        return f"Das Jahr {text.strip()} ist vorbei; der Plan braucht {this_year} oder ein späteres."
    return "" if int(text) <= LAST_YEAR else f"Das Jahr {text.strip()} liegt zu weit voraus; möglich ist höchstens {LAST_YEAR}."


def _departments_mistake(text: str) -> str:
    numbers: set[str] = set()
    for entry in _entries(text):
        number, equals, name = (part.strip() for part in entry.partition("="))
        if not equals or not NUMBER.fullmatch(number) or not name or len(name) > LONGEST_NAME or not name.isprintable():
            return f"„{entry}“ ist kein Dezernat; gemeint ist NUMMER=NAME, mehrere mit „;“ getrennt (wie 1=Finanzen; OB=Oberbürgermeisterin)."
        if number.casefold() in numbers:
            return f"Das Dezernat {number} steht zweimal da."
        numbers.add(number.casefold())
    return ""


def _departments(text: str) -> tuple[NewDepartment, ...]:
    pairs = (entry.partition("=") for entry in _entries(text))
    return tuple(NewDepartment(number=number.strip(), name=_line(name)) for number, _, name in pairs)


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(";") if entry.strip()]


def _land(text: str) -> str:
    """Return the code as the calendar knows it, empty where it knows none."""
    return next((code for code in states() if code.casefold() == text.strip().casefold()), "")


def _domain(text: str) -> str:
    return text.strip().removeprefix("@").lower()


def _line(text: str) -> str:
    return " ".join(text.split())
