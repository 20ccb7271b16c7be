"""The days of the demo."""

from datetime import date
from types import SimpleNamespace

from ozg_workflow.demo.coordinator import NEXT_YEAR
from ozg_workflow.demo.walk import Walk
from ozg_workflow.domain.rollout import RolloutData


def lived(rollout: RolloutData, again: object) -> list[date]:
    """The days of a walk in which nobody has anything to do."""
    idle = SimpleNamespace(
        busy=False,
        answers_waiting=False,
        has_read=False,
        afternoon=lambda _: None,
        morning=lambda _: None,
        run_day=lambda _: None,
    )
    days: list[date] = []
    Walk(rollout.config, idle, idle, idle, again).go(lambda day, _: days.append(day))
    return days


def test_a_second_year_adds_the_days_of_its_survey_and_no_other(rollout: RolloutData) -> None:
    once, twice = lived(rollout, None), lived(rollout, NEXT_YEAR)
    added = sorted(set(twice) - set(once))
    assert twice == sorted(set(twice))
    assert set(once) < set(twice)
    calendar = rollout.config.timeline.calendar
    assert added[0] == NEXT_YEAR.opens_on
    assert added == list(calendar.days_between(NEXT_YEAR.opens_on, added[-1]))
    assert len(calendar.days_between(NEXT_YEAR.due_on, added[-1])) == 13, "the hard stop, the draft, its release, the decision"
