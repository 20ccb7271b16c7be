"""How many lists of a round will be back by the deadline."""

from collections.abc import Sequence
from datetime import date

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import ListStatus
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.results.forecast import WITHIN_WEEKS, Forecast, Underway, forecast, rushed


def returns_forecast(lists: Sequence[ListStatus], calendar: WorkingCalendar, today: date) -> Forecast | None:
    """Return the forecast for the evening of the deadline of each list; None where no deadline lies ahead or the round is closed."""
    if not any(item.is_missing and item.due_on >= today for item in lists):
        return None
    return forecast((_underway(item, calendar, today) for item in lists), WITHIN_WEEKS)


def _underway(item: ListStatus, calendar: WorkingCalendar, today: date) -> Underway:
    back = german.local_day(item.returned_at) if item.is_back and item.returned_at else None
    sent = german.local_day(item.sent_at) if item.sent_at else today
    until = min(back or today, item.due_on)
    return Underway(
        office=item.office,
        so_far=rushed(calendar.working_days_since(sent, until), calendar.working_days_since(until, item.due_on)),
        arrived=item.is_back,
        ahead=rushed(calendar.working_days_since(today, item.due_on), 0),
    )
