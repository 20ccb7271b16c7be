"""When the workflow is healthy and when somebody has to look."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ozg_workflow.domain.health import Facts, day_expected, judge
from ozg_workflow.domain.plan.calendar import WorkingCalendar

CALENDAR = WorkingCalendar()
NOON = datetime(2020, 4, 6, 10, tzinfo=UTC)  # a Monday, 12:00 in Berlin
FINE: dict[str, Any] = {
    "now": NOON,
    "last_runs": {"run-day": NOON.replace(hour=5), "collect": NOON - timedelta(minutes=10)},
    "reads_mailbox": True,
    "finished": False,
}


def wrong(**changes: Any) -> list[str]:
    return [verdict.name for verdict in judge(Facts(**(FINE | changes)), CALENDAR) if not verdict.ok]


def test_a_day_that_went_well_has_nothing_to_look_at() -> None:
    assert wrong() == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-04-06T06:59", "2020-04-03"),  # Monday, 08:59 in Berlin: Friday's counts
        ("2020-04-06T07:00", "2020-04-06"),
        ("2020-04-12T12:00", "2020-04-09"),  # Easter Sunday: Maundy Thursday's
        ("2020-04-14T06:00", "2020-04-09"),  # Tuesday after Easter, early
        ("2020-12-24T12:00", "2020-12-23"),  # the town hall is closed
    ],
)
def test_the_day_that_must_be_done_is_a_working_day_at_nine(now: str, expected: str) -> None:
    assert day_expected(datetime.fromisoformat(now).replace(tzinfo=UTC), CALENDAR).isoformat() == expected


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"last_runs": {"collect": NOON}}, ["run-day"]),
        ({"last_runs": {"run-day": NOON - timedelta(days=3), "collect": NOON}}, ["run-day"]),
        ({"last_runs": {"run-day": NOON}}, ["collect"]),
        ({"last_runs": {"run-day": NOON, "collect": NOON - timedelta(hours=2, seconds=1)}}, ["collect"]),
        ({"last_runs": {"run-day": NOON}, "reads_mailbox": False}, []),
        ({"last_runs": {}, "finished": True}, []),
        ({"unknown": 1}, ["unknown"]),
        ({"overrun_leases": 2}, ["leases"]),
        ({"waiting_since": NOON - timedelta(hours=3)}, ["deliver"]),
        ({"waiting_since": NOON - timedelta(hours=1)}, []),
        ({"paused": ("Mailserver pausiert: 421",)}, ["relay"]),
        ({"quarantined": 1, "oldest_quarantined": NOON - timedelta(days=1)}, []),
        ({"quarantined": 1, "oldest_quarantined": NOON - timedelta(days=4)}, ["quarantine"]),
        ({"not_understood": 1}, ["inbox"]),
        ({"free_bytes": 1_000}, ["disk"]),
    ],
)
def test_each_trouble_is_named_alone(changes: dict[str, Any], names: list[str]) -> None:
    assert wrong(**changes) == names


def test_on_a_day_off_nobody_has_to_have_read_the_mailbox() -> None:
    sunday = datetime(2020, 4, 5, 12, tzinfo=UTC)
    runs = {"run-day": datetime(2020, 4, 3, 5, tzinfo=UTC), "collect": datetime(2020, 4, 3, 16, tzinfo=UTC)}
    assert wrong(now=sunday, last_runs=runs) == []
