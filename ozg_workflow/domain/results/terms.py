"""What is agreed about a measure – wave, route, office, dates, people, effort – and how a person's words change it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.characters import xml_text
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.routes import ROUTE_TITLES, Route

if TYPE_CHECKING:
    from ozg_workflow.domain.results.prioritisation import Wave

LONGEST_CONTACT: Final = 200
LONGEST_NOTE: Final = 2000
MOST_DAYS: Final = 10_000  # person days of one measure
NOTHING: Final = frozenset({"", "-", "–"})  # what empties a field


class Field(StrEnum):
    """What can be changed about a measure."""

    WAVE = "wave"
    ROUTE = "route"
    OFFICE = "office"
    TARGET_ON = "target_on"
    TARGET_LEVEL = "target_level"
    CONTACT = "contact"
    EFFORT_DAYS = "effort_days"
    DEPENDS_ON = "depends_on"
    NOTE = "note"


FIELD_TITLES: Final[Mapping[Field, str]] = {
    Field.WAVE: "Welle",
    Field.ROUTE: "Weg",
    Field.OFFICE: "Amt",
    Field.TARGET_ON: "Ziel bis",
    Field.TARGET_LEVEL: "Zielstufe",
    Field.CONTACT: "Ansprechperson",
    Field.EFFORT_DAYS: "Aufwand (Personentage)",
    Field.DEPENDS_ON: "hängt ab von (Nr.)",
    Field.NOTE: "Notiz",
}

Value = Any  # of a field: str, Route, int, date, or None where it is empty
Given = Mapping[Field, str]  # a person's words; a field that is missing stays as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed about one measure; `office` is a number, `depends_on` the id of another measure, `effort_days` person days."""

    wave: str
    route: Route | None
    office: str
    target_on: date
    target_level: int
    contact: str = ""
    effort_days: int | None = None
    depends_on: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a change has to fit into; `office` reads the words for an office and raises InputError, `offices` are numbers with names.

    `named` maps measures to the key of the wave the board named for them.
    """

    waves: "tuple[Wave, ...]"
    levels: tuple[int, ...]
    deadline: date
    measures: frozenset[int]
    offices: Mapping[str, str]
    office: Callable[[str], str]
    named: Mapping[int, str] = dataclass_field(default_factory=dict)

    def wave(self, key: str) -> "Wave | None":
        """Return the wave with this key, None where the plan has it no more."""
        return next((wave for wave in self.waves if wave.key == key), None)


def words(field: Field, terms: Terms, frame: Frame) -> str:
    """Return what is agreed in a field as people read and write it; empty where nothing is."""
    value = getattr(terms, field)
    if value is None:
        return ""
    if field is Field.WAVE:
        wave = frame.wave(value)
        return wave.title if wave else value
    if field is Field.ROUTE:
        return ROUTE_TITLES[value]
    if field is Field.OFFICE:
        return f"{value} – {frame.offices[value]}" if value in frame.offices else value
    return german.short_date(value) if isinstance(value, date) else str(value)


def changed(before: Terms, given: Given, frame: Frame) -> Terms:
    """Return what is agreed once the words count: another wave brings its last day along unless one is given.

    Raises InputError naming the field and what is possible.
    """
    values = {field: _read(field, text, frame) for field, text in given.items()}
    if values.get(Field.WAVE, before.wave) != before.wave and Field.TARGET_ON not in values:
        values[Field.TARGET_ON] = last_day(values[Field.WAVE], frame)
    after = replace(before, **{str(field): value for field, value in values.items()})
    if Field.TARGET_ON in given:
        _check_day(after, frame)
    return after


def last_day(wave: str, frame: Frame) -> date:
    """Return the last day for the target in a wave: its end, and never after the end of the plan."""
    found = frame.wave(wave)
    return min(date.fromisoformat(found.ends_on), frame.deadline) if found else frame.deadline


def changes(before: Terms, after: Terms) -> tuple[Field, ...]:
    """Return the fields that differ."""
    return tuple(field for field in Field if getattr(before, field) != getattr(after, field))


def circle(depends_on: Mapping[int, int | None]) -> tuple[int, ...]:
    """Return measures that wait for each other in a circle, the smallest first; nothing where there is none."""
    done: set[int] = set()
    for start in sorted(depends_on):
        path: list[int] = []
        at: int | None = start
        while at is not None and at not in done and at not in path:
            path.append(at)
            at = depends_on.get(at)
        if at in path:
            found = path[path.index(at) :]
            first = found.index(min(found))
            return (*found[first:], *found[:first])
        done.update(path)
    return ()


def _check_day(after: Terms, frame: Frame) -> None:
    wave = frame.wave(after.wave)
    day = german.short_date(after.target_on)
    if after.target_on > frame.deadline:
        raise InputError(f"Ziel bis {day}: Das liegt nach dem Ende der Umsetzung ({german.short_date(frame.deadline)}).")
    if wave and after.target_on < wave.first_day:
        starts_on = german.short_date(wave.first_day)
        raise InputError(f"Ziel bis {day}: Das liegt vor dem Beginn der Welle „{wave.title}“ ({starts_on}).")


def _read(field: Field, text: str, frame: Frame) -> Value:
    return _READERS[field](" ".join(german.composed(xml_text(text)).split()), frame)


def _wave(text: str, frame: Frame) -> str:
    found = [wave.key for wave in frame.waves if text == wave.key] or [
        wave.key for wave in frame.waves if german.normalise(text) == german.normalise(wave.title)
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{wave.key} ({wave.title})" for wave in frame.waves)
    raise InputError(f"Welle „{text}“: Die gibt es nicht oder mehrfach. Vorhanden: {known}.")


def _route(text: str, _: Frame) -> Route | None:
    if text in NOTHING:
        return None
    for route, title in ROUTE_TITLES.items():
        if german.normalise(text) in (route.value, german.normalise(title)):
            return route
    known = ", ".join(f"{route} ({title})" for route, title in ROUTE_TITLES.items())
    raise InputError(f"Weg „{text}“: Den gibt es nicht. Vorhanden: {known}.")


def _office(text: str, frame: Frame) -> str:
    number, dash, name = text.partition(" – ")
    if dash and frame.offices.get(number) == name:
        return number
    return frame.office(text)


def _day(text: str, _: Frame) -> date:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise InputError(f"Ziel bis „{text}“: Das ist kein Datum (TT.MM.JJJJ).")


def _level(text: str, frame: Frame) -> int:
    number = _whole(text)
    if number in frame.levels:
        return number
    raise InputError(f"Zielstufe „{text}“: Die gibt es nicht. Vorhanden: {', '.join(map(str, frame.levels))}.")


def _effort(text: str, _: Frame) -> int | None:
    number = _whole(text)
    if text in NOTHING:
        return None
    if number is None or number > MOST_DAYS:
        raise InputError(f"Aufwand „{text}“: Das ist keine ganze Zahl von Personentagen (0 bis {german.number(MOST_DAYS)}).")
    return number


def _depends_on(text: str, frame: Frame) -> int | None:
    if text in NOTHING:
        return None
    number = _whole(text)
    if number in frame.measures:
        return number
    raise InputError(f"Hängt ab von „{text}“: Eine Maßnahme mit dieser Nummer gibt es nicht.")


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _text(title: str, longest: int) -> Callable[[str, Frame], str]:
    def read(text: str, _: Frame) -> str:
        if len(text) > longest:
            raise InputError(f"{title}: Der Text ist zu lang ({len(text)} Zeichen, höchstens {german.number(longest)}).")
        return "" if text in NOTHING else text

    return read


_READERS: Final[Mapping[Field, Callable[[str, Frame], Value]]] = {
    Field.WAVE: _wave,
    Field.ROUTE: _route,
    Field.OFFICE: _office,
    Field.TARGET_ON: _day,
    Field.TARGET_LEVEL: _level,
    Field.CONTACT: _text("Ansprechperson", LONGEST_CONTACT),
    Field.EFFORT_DAYS: _effort,
    Field.DEPENDS_ON: _depends_on,
    Field.NOTE: _text("Notiz", LONGEST_NOTE),
}


def names(fields: Iterable[Field]) -> str:
    """Return fields as people call them: `Welle, Weg und Notiz`."""
    return german.join([FIELD_TITLES[field] for field in fields])
