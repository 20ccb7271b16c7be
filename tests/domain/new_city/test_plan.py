"""The plan of the sample in another year: the same weekdays, never on a day off."""

from datetime import date

from ozg_workflow.domain.new_city.plan import in_years_of, moved_day
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Precision

BAVARIA = WorkingCalendar(state="BY")


def test_the_three_years_of_the_sample_move_together_and_other_numbers_stay() -> None:
    assert in_years_of(2027, "2020.1, 01.10.2021, 2022-12-31, 12020, 2019") == "2027.1, 01.10.2028, 2029-12-31, 12020, 2019"


def test_a_day_keeps_its_weekday_at_most_three_days_away() -> None:
    for year in range(2026, 2035):  # in 2035 Easter is that early
        moved = moved_day(date(year, 3, 17), Action.INFORM_HEADS, Precision.DAY, BAVARIA)
        assert (moved.weekday(), abs((moved - date(year, 3, 17)).days) <= 3) == (date(2020, 3, 17).weekday(), True)


def test_a_day_off_moves_a_day_on_and_a_deadline_back() -> None:
    assert moved_day(date(2046, 3, 20), Action.INFORM_STAFF, Precision.DAY, BAVARIA) == date(2046, 3, 27)  # over Easter
    assert date(2031, 5, 1).weekday() == date(2020, 4, 30).weekday(), "the same weekday is the first of May"
    assert moved_day(date(2031, 4, 30), Action.RESPONSIBILITY_DEADLINE, Precision.DEADLINE, BAVARIA) == date(2031, 4, 30)


def test_what_begins_with_a_month_keeps_its_date() -> None:
    assert moved_day(date(2027, 8, 1), Action.START_IMPLEMENTATION, Precision.OPEN_START, BAVARIA) == date(2027, 8, 1)
