"""The calendar keeps the hour of the town hall, in summer and in winter."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from prefect.client.schemas.schedules import CronSchedule
from prefect.server.schemas.schedules import CronSchedule as ServerSchedule

from flows.deployments import deployments

BERLIN = ZoneInfo("Europe/Berlin")


def schedule(name: str) -> ServerSchedule:
    """The schedule of a deployment as the server reads it."""
    (found,) = [s.schedule for d in deployments() if d.name == name for s in d.schedules or []]
    assert isinstance(found, CronSchedule)
    return ServerSchedule.model_validate(found.model_dump())


def upcoming(name: str, start: datetime, number: int) -> list[datetime]:
    return [moment.astimezone(UTC) for moment in asyncio.run(schedule(name).get_dates(number, start=start))]


@pytest.mark.parametrize(
    ("before", "days", "utc_hours"),
    [
        (datetime(2020, 3, 26, 12, tzinfo=UTC), ["27.03.", "30.03.", "31.03."], [6, 5, 5]),  # 29.03.2020: summer time begins
        (datetime(2020, 10, 22, 12, tzinfo=UTC), ["23.10.", "26.10.", "27.10."], [5, 6, 6]),  # 25.10.2020: it ends
        (datetime(2026, 3, 26, 12, tzinfo=UTC), ["27.03.", "30.03.", "31.03."], [6, 5, 5]),  # 29.03.2026
        (datetime(2026, 10, 22, 12, tzinfo=UTC), ["23.10.", "26.10.", "27.10."], [5, 6, 6]),  # 25.10.2026
    ],
)
def test_the_day_begins_at_seven_in_berlin_over_the_change_of_the_clocks(
    before: datetime, days: list[str], utc_hours: list[int]
) -> None:
    found = upcoming("00 Tageslauf", before, 3)
    assert [f"{moment.astimezone(BERLIN):%d.%m. %H:%M}" for moment in found] == [f"{day} 07:00" for day in days]
    assert [moment.hour for moment in found] == utc_hours


@pytest.mark.parametrize("start", [datetime(2020, 3, 29, 0, 30, tzinfo=UTC), datetime(2020, 10, 24, 23, 30, tzinfo=UTC)])
def test_the_mailbox_is_read_every_ten_minutes_in_the_night_of_the_change_too(start: datetime) -> None:
    found = upcoming("05 Rückläufe einsammeln", start, 18)
    gaps = {later - earlier for earlier, later in pairwise(found)}
    assert len(set(found)) == 18
    assert max(gaps) <= timedelta(minutes=70), "the hour that comes twice or not at all"
    assert found[-1] - start <= timedelta(hours=5)


def test_on_weekends_no_day_is_scheduled() -> None:
    found = upcoming("00 Tageslauf", datetime(2020, 5, 29, 12, tzinfo=UTC), 5)
    assert {moment.astimezone(BERLIN).weekday() for moment in found} == {0, 1, 2, 3, 4}
