"""The walk through the timeline: which days, and what happens on each."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from ozg_workflow.demo.coordinator import Coordinator, NextYear
from ozg_workflow.demo.runner import Runner
from ozg_workflow.demo.town import Town
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.rollout import RolloutConfig

DAYS_TO_DECIDE: Final = 3  # drafted after the survey, released on the next day, decided on the one after it


class Walk:
    """Goes from day to day. In the morning the coordinator acts and the flows run, in the afternoon the offices answer."""

    def __init__(
        self, config: RolloutConfig, town: Town, runner: Runner, coordinator: Coordinator, again: NextYear | None
    ) -> None:
        self._timeline, self._waves, self._again = config.timeline, config.prioritisation.waves, again
        self._town, self._runner, self._coordinator = town, runner, coordinator

    def expected_days(self) -> int:
        """Return about how many days there are, for the progress bar."""
        rounds = self._timeline.progress
        return (
            len(self._survey_days())
            + len(self._repeated_days())
            + len(rounds.asked_on) * (rounds.due_working_days - 2)
            + len(self._waves)
        )

    def go(self, after_each: Callable[[date, bool], None]) -> date:
        """Live through all days; `after_each` is told every one, and whether mail moved on it. Returns the last day."""
        last = self._timeline.milestones[0].planned_on
        for last in self._days():
            answers_waited = self._town.answers_waiting
            self._coordinator.morning(last)
            self._runner.run_day(last)
            self._town.afternoon(last)
            after_each(last, answers_waited or self._town.has_read)
        return last

    def _days(self) -> Iterator[date]:
        """Yield every working day of the surveys, otherwise only those on which something is due or on its way."""
        calendar = self._timeline.calendar
        yield from self._survey_days()
        end = self._timeline.of(Action.COMPLETE)[0].runs_on(calendar)
        waves = {calendar.on_or_after(date.fromisoformat(wave.starts_on)) for wave in self._waves}
        last = self._survey_days()[-1]
        planned = {*waves, *map(calendar.on_or_after, self._timeline.progress.asked_on), end}
        for due in sorted(day for day in {*planned, *self._repeated_days()} if day > last):
            if due <= last and due not in planned:  # lived through while answers were on their way
                continue
            day = max(due, calendar.shift(last, 1))
            yield day
            while self._town.busy and day < end:
                day = calendar.shift(day, 1)
                yield day
            last = day

    def _repeated_days(self) -> tuple[date, ...]:
        """Return the days of the repeated survey, and of its draft, release and decision."""
        if self._again is None:
            return ()
        after = self._timeline.reminders.hard_stop_working_days + DAYS_TO_DECIDE
        return self._timeline.calendar.days_between(
            self._again.opens_on, self._timeline.calendar.shift(self._again.due_on, after)
        )

    def _survey_days(self) -> tuple[date, ...]:
        calendar, first = self._timeline.calendar, self._timeline.milestones[0].planned_on
        return calendar.days_between(first, self._timeline.of(Action.START_IMPLEMENTATION)[0].runs_on(calendar))
