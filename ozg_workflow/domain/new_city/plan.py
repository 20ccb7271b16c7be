"""The days of the sample's plan in another year: the same weekdays, and no day off."""

import re
from datetime import date, timedelta
from typing import Final

from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Precision

SAMPLE_YEAR: Final = 2020
SAMPLE_YEARS: Final = re.compile(r"\b202[0-2]\b")  # its plan and the two years of its implementation
KEPT: Final = (Action.EVALUATE, Action.PRESENT, Action.START_IMPLEMENTATION, Action.COMPLETE)


def in_years_of(year: int, text: str) -> str:
    """Return a text of the sample with its three years moved to `year` and the two after it."""
    return SAMPLE_YEARS.sub(lambda found: str(int(found[0]) - SAMPLE_YEAR + year), text)


def moved_day(day: date, action: Action, precision: Precision, calendar: WorkingCalendar) -> date:
    """Return where a milestone lies whose date of the sample is `day` in the new year.

    What begins or ends with a month (`KEPT`) keeps its date. Every other day moves to the weekday of the sample, at most three days away, and from a
    day off to the next working day; a deadline to the one before.
    """
    if action in KEPT:
        return day
    same_weekday = _on_weekday(day, day.replace(year=SAMPLE_YEAR).weekday())
    if precision is Precision.DEADLINE and not calendar.is_working_day(same_weekday):
        return calendar.shift(same_weekday, -1)
    return calendar.on_or_after(same_weekday)


def _on_weekday(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
