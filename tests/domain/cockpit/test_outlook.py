"""How many lists will be back by the deadline."""

from datetime import UTC, date, datetime

from ozg_workflow.domain.cockpit.outlook import returns_forecast
from ozg_workflow.domain.cockpit.status import ListStatus
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.survey.service_list import ListState

CALENDAR = WorkingCalendar(state="NW")
DUE = date(2020, 5, 15)


def sent(office: int, *, back: date | None = None, closed: bool = False) -> ListStatus:
    return ListStatus(
        list_id=office,
        office=str(office),
        name="Amt",
        department="1",
        round="erhebung-1",
        version=1,
        closed=closed,
        state=ListState.RETURNED if back else ListState.SENT,
        rows=1,
        answered=1 if back else 0,
        invalid=0,
        disputed=0,
        due_on=DUE,
        sent_at=datetime(2020, 3, 25, 8, tzinfo=UTC),
        returned_at=datetime(back.year, back.month, back.day, 8, tzinfo=UTC) if back else None,
        reminders=0,
    )


def half_back(number: int = 20) -> list[ListStatus]:
    return [sent(n, back=date(2020, 4, 1 + n) if n % 2 else None) for n in range(number)]


def test_in_the_middle_of_the_survey_more_is_expected_than_is_back_and_not_surely_all() -> None:
    found = returns_forecast(half_back(), CALENDAR, date(2020, 4, 24))
    assert found is not None
    assert 10 < found.low <= found.middle <= found.high <= found.total == 20


def test_the_nearer_the_deadline_the_less_is_expected_still_to_come() -> None:
    early, late = (returns_forecast(half_back(), CALENDAR, day) for day in (date(2020, 4, 24), date(2020, 5, 14)))
    assert early is not None
    assert late is not None
    assert late.middle < early.middle


def test_after_the_deadline_or_in_a_closed_round_nothing_is_foretold() -> None:
    assert returns_forecast(half_back(), CALENDAR, date(2020, 5, 16)) is None
    assert returns_forecast([sent(1, closed=True)], CALENDAR, date(2020, 4, 24)) is None
    assert returns_forecast([], CALENDAR, date(2020, 4, 24)) is None


def test_on_the_evening_of_the_first_day_nobody_knows() -> None:
    assert returns_forecast([sent(1), sent(2)], CALENDAR, date(2020, 3, 25)) is None
