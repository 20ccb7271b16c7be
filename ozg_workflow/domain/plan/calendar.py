"""Working days: public holidays of a German state plus the days on which town halls are closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from ozg_workflow.domain import german
from ozg_workflow.domain.plan.days import DayRule

ONE_DAY = timedelta(days=1)


@cache
def _germany() -> Any:
    """Return the class of the library by itself: asked for a country, the library loads all of them, a twentieth of a large mailbox."""
    import holidays

    spec = spec_from_file_location("holidays_of_germany", Path(holidays.__file__).with_name("countries") / "germany.py")
    assert spec is not None  # noqa: S101 - the library is pinned
    assert spec.loader is not None  # noqa: S101
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Germany


def states() -> frozenset[str]:
    """Return the ISO 3166-2 codes of the Länder, without `DE-`."""
    return frozenset(_germany().subdivisions)


@lru_cache(maxsize=256)
def _public_holidays(state: str, year: int, *, catholic: bool) -> dict[date, str]:
    categories = ("public", "catholic") if catholic else ("public",)
    return dict(_germany()(subdiv=state, years=year, categories=categories, language="de"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The working days of one town hall.

    `state` is the ISO 3166-2 code of the Land without `DE-`, or `Augsburg`. `catholic` says whether the holidays of mostly catholic
    municipalities are holidays here (None: in Bavaria only). `closed_days` are days on which nobody works, `open_days` holidays
    on which people do.
    """

    state: str = "NW"
    closed_days: tuple[DayRule, ...] = (DayRule(day="12-24"), DayRule(day="12-31"))
    open_days: tuple[DayRule, ...] = ()
    catholic: bool | None = None

    def is_working_day(self, day: date) -> bool:
        """Tell whether people work on `day`: no weekend, no public holiday, not closed."""
        return day.weekday() < 5 and day not in _days_off(self, day.year)

    def why_off(self, day: date) -> str:
        """Return why nobody works on `day` in German: `Christi Himmelfahrt`, `Samstag`; empty on a working day."""
        return _days_off(self, day.year).get(day) or ("" if day.weekday() < 5 else german.WEEKDAYS[day.weekday()])

    def on_or_after(self, day: date) -> date:
        """Return `day` itself or the next working day."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def shift(self, day: date, working_days: int) -> date:
        """Move `day` by a number of working days; negative goes back; 0 returns `day` unchanged."""
        return _shifted(self, day, working_days)

    def working_days_since(self, first: date, today: date) -> int:
        """Return how many working days have passed since `first`, which itself does not count; 0 on the day itself."""
        return len(self.days_between(first + ONE_DAY, today))

    def days_between(self, first: date, last: date) -> tuple[date, ...]:
        """Return all working days from `first` to `last`, both included."""
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in span if self.is_working_day(day))


@lru_cache(maxsize=256)
def _days_off(calendar: WorkingCalendar, year: int) -> dict[date, str]:
    """Return the holidays and closed days of a year with their names; weekends are not among them."""
    catholic = calendar.state == "BY" if calendar.catholic is None else calendar.catholic
    works = {rule.in_year(year) for rule in calendar.open_days}
    holidays = _public_holidays(calendar.state, year, catholic=catholic)
    closed = {day: rule.name or "Rathaus geschlossen" for rule in calendar.closed_days if (day := rule.in_year(year))}
    return {day: name for day, name in holidays.items() if day not in works} | closed


@lru_cache(maxsize=4096)  # every list of a round asks for the same few days
def _shifted(calendar: WorkingCalendar, day: date, working_days: int) -> date:
    step = ONE_DAY if working_days > 0 else -ONE_DAY
    for _ in range(abs(working_days)):
        day += step
        while not calendar.is_working_day(day):
            day += step
    return day
