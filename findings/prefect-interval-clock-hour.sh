#!/usr/bin/env bash
# Prefect 3.8.8 moves a daily interval schedule by an hour with summer time, and gives two times for one and the same day.
#
# The documentation of IntervalSchedule says that a schedule of a day keeps its clock hour where the time zone has summer time.
# Here one is anchored at 8 o'clock of Berlin in January. Asked on 27 March for the next days, it says 8 o'clock for 31 March, which
# lies behind the change; asked on 30 March it says 9 o'clock for the same day, and in July for every day.
# It also says that an anchor without a time zone is one in the zone of the schedule: it is taken for UTC, 8 o'clock is 9 in January.
# It hurts because the server asks anew all the time: what is planned before the change and what is planned after it differ, and a
# job that has to run before the offices open comes an hour late all summer. A cron schedule "0 8 * * *" does not: 8 o'clock always.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check prefect==3.8.8 fastapi==0.150.0
cd "$folder"
export PREFECT_HOME="$folder/prefect" PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1

venv/bin/python - <<'PYTHON'
import asyncio
from datetime import date, datetime, timedelta, timezone
from importlib.metadata import version
from zoneinfo import ZoneInfo

from prefect.server.schemas.schedules import CronSchedule, IntervalSchedule

NAME = "Europe/Berlin"
BERLIN = ZoneInfo(NAME)


def hours(schedule, day, asked_on):
    """Return the clock times in Berlin which the schedule gives for a day, asked at noon UTC of another."""
    start = datetime(asked_on.year, asked_on.month, asked_on.day, 12, tzinfo=timezone.utc)
    dates = asyncio.run(schedule.get_dates(10, start=start))
    return [moment.astimezone(BERLIN).strftime("%H:%M") for moment in dates if moment.astimezone(BERLIN).date() == day]


def daily(anchor):
    return IntervalSchedule(interval=timedelta(days=1), anchor_date=anchor, timezone=NAME)


anchored, naive = daily(datetime(2026, 1, 1, 8, tzinfo=BERLIN)), daily(datetime(2026, 1, 1, 8))
cron = CronSchedule(cron="0 8 * * *", timezone=NAME)
march, july = date(2026, 3, 31), date(2026, 7, 15)
seen = {
    "interval, 31 March, asked on 27 March": hours(anchored, march, date(2026, 3, 27)),
    "interval, 31 March, asked on 30 March": hours(anchored, march, date(2026, 3, 30)),
    "interval, 15 July, asked on 10 July": hours(anchored, july, date(2026, 7, 10)),
    "interval with a naive anchor, 15 January, asked on 10 January": hours(naive, date(2026, 1, 15), date(2026, 1, 10)),
    "cron, 31 March, asked on 27 March": hours(cron, march, date(2026, 3, 27)),
    "cron, 31 March, asked on 30 March": hours(cron, march, date(2026, 3, 30)),
}
print("prefect", version("prefect"))
for question, answer in seen.items():
    print(f"{question}: {', '.join(answer)}")
eight, nine = ["08:00"], ["09:00"]
assert list(seen.values()) == [eight, nine, nine, nine, eight, eight], "the schedule keeps another hour now"
PYTHON
