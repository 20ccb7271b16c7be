"""Days of a city's own: a date, a weekday by its place in a month, or a distance from Easter."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

FORMS: Final = "ein Datum (day), ein Abstand von Ostersonntag in Tagen (easter) oder ein Wochentag (weekday mit nth und month, oder mit before)"
EASTER_SPAN: Final = range(-80, 251)  # inside the year, wherever Easter lies


class Weekday(StrEnum):
    """The days of a week as YAML names them, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """A day of every year, or of one: exactly one of `day`, `easter` and `weekday`.

    `day` is `MM-DD` or `YYYY-MM-DD`; `easter` counts days from Easter Sunday; `weekday` is the `nth` of `month` (negative: from its
    end) or the last one before the day `before` (`MM-DD`). `name` is what people call it.
    """

    day: str = ""
    easter: int | None = None
    weekday: Weekday | None = None
    nth: int = 0
    month: int = 0
    before: str = ""
    name: str = ""

    def in_year(self, year: int) -> date | None:
        """Return the day in a year, None where that year has none (29.02., a fifth Monday, a date of another year)."""
        if self.easter is not None:
            from dateutil.easter import easter

            sunday: date = easter(year)
            return sunday + timedelta(days=self.easter)
        if self.weekday is None:
            return fixed(self.day, year)
        if not self.before:
            return _nth(list(Weekday).index(self.weekday), self.nth, self.month, year)
        end = fixed(self.before, year)
        return end - timedelta(days=(end.weekday() - list(Weekday).index(self.weekday) - 1) % 7 + 1) if end else None


def fixed(text: str, year: int) -> date | None:
    """Return the day that `MM-DD` or `YYYY-MM-DD` means in a year, None where there is none."""
    try:
        day = date.fromisoformat(text if len(text) > 5 else f"{year:04d}-{text}")
    except ValueError:
        return None
    return day if day.year == year else None


def _nth(weekday: int, nth: int, month: int, year: int) -> date | None:
    days = [day for n in range(1, monthrange(year, month)[1] + 1) if (day := date(year, month, n)).weekday() == weekday]
    return days[nth - 1 if nth > 0 else nth] if 0 < abs(nth) <= len(days) else None


def rule_mistake(rule: DayRule) -> str:
    """Return what is wrong with a rule as a German sentence, empty when it names a day."""
    if bool(rule.day) + (rule.easter is not None) + (rule.weekday is not None) != 1:
        return f"Ein Tag ist genau eines: {FORMS}."
    if rule.weekday is None and (rule.nth or rule.month or rule.before):
        return "„nth“, „month“ und „before“ gehören zu einem Wochentag (weekday)."
    if rule.day:
        return _day_mistake(rule.day, r"(\d{4}-)?\d\d-\d\d", "MM-TT oder JJJJ-MM-TT")
    if rule.easter is not None:
        return "" if rule.easter in EASTER_SPAN else f"„easter: {rule.easter}“ liegt außerhalb des Jahres."
    if rule.before:
        both = "Zu „before“ gehören weder „nth“ noch „month“." if rule.nth or rule.month else ""
        return both or _day_mistake(rule.before, r"\d\d-\d\d", "MM-TT")
    if not 1 <= rule.month <= 12:
        return f"„month: {rule.month}“ ist kein Monat (1 bis 12)."
    return "" if 1 <= abs(rule.nth) <= 5 else f"„nth: {rule.nth}“: möglich sind 1 bis 5, vom Ende des Monats gezählt -1 bis -5."


def _day_mistake(text: str, form: str, shown: str) -> str:
    if not re.fullmatch(form, text):
        return f"„{text}“ ist kein Tag im Format {shown}."
    leap_year = 2020  # 29.02. is a day, 30.02. is none
    return "" if fixed(text, int(text[:4]) if len(text) > 5 else leap_year) else f"Den Tag „{text}“ gibt es nicht."
