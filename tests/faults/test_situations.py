"""What happens when the surroundings fail, as docs/faults.md states it: no network, no space, no lock, and clocks that jump."""

import asyncio
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import psycopg
import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Message
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from tests.faults.scenarios import load
from tests.faults.smtp_server import Fault, Stage
from tests.faults.world import BERLIN, World
from tests.postgres import database_name

DAY = "2020-03-25 07:30"
OFFLINE = {
    "OZG_SMTP_URL": "smtp://mail.nirgends.invalid:2525",
    "OZG_INBOX_URL": "imap+starttls://ozg:geheim@mail.nirgends.invalid/INBOX",
}
HOUR = 60


def states(world: World) -> Counter[str]:
    with world.session() as session:
        return Counter(str(state) for state in session.scalars(select(Message.state)))


def each_once(world: World, count: int) -> bool:
    return sorted(world.smtp.copies().values()) == [1] * count


# --- the surroundings ------------------------------------------------------------------------------------------------


def test_an_offline_machine_does_the_day_and_sends_it_later(sqlite_world: World) -> None:
    load(sqlite_world, "prepared")
    assert sqlite_world.run("run-day", at=DAY, environment=OFFLINE) == 3
    assert "ist nicht erreichbar (Rechnername unbekannt)" in sqlite_world.said()
    waiting = states(sqlite_world)
    assert set(waiting) == {"queued"}, "the day was planned, every mail waits"
    assert sqlite_world.run("run-day", at=DAY, minutes=HOUR) == 0
    assert states(sqlite_world).keys() == {"accepted"}
    assert each_once(sqlite_world, states(sqlite_world)["accepted"])
    assert states(sqlite_world)["accepted"] >= waiting["queued"]


def test_a_database_server_that_is_away_is_named(sqlite_world: World) -> None:
    load(sqlite_world, "prepared")
    away = {"OZG_DATABASE_URL": "postgresql+psycopg://ozg@127.0.0.1:9/ozg"}
    assert sqlite_world.run("send-lists", at=DAY, environment=away) == 3
    assert "Die Datenbank ist nicht erreichbar" in sqlite_world.said()


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    """Put a folder on a disk of its own."""
    content = place.with_name(f"{place.name}-before")
    place.mkdir(parents=True, exist_ok=True)
    copytree(place, content)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("only the administrator of the machine can make a small disk")
    try:
        copytree(content, place, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def enlarge(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=100m", str(place)], check=True)


def test_a_full_disk_loses_nothing_and_the_next_run_does_the_rest(sqlite_world: World) -> None:
    load(sqlite_world, "prepared")
    used = sum(p.stat().st_size for p in (sqlite_world.home / "var").rglob("*") if p.is_file())
    with small_disk(sqlite_world.home / "var", f"{used // 1024 + 64}k"):
        assert sqlite_world.run("send-lists", at=DAY) == 3, sqlite_world.said()
        assert "Es ist nichts verloren" in sqlite_world.said()
        assert sqlite_world.smtp.taken == []
        enlarge(sqlite_world.home / "var")
        assert sqlite_world.run("send-lists", at=DAY, minutes=HOUR) == 0, sqlite_world.said()
        assert each_once(sqlite_world, 2)


def test_a_file_system_that_takes_no_more_is_no_damage_to_the_database(sqlite_world: World) -> None:
    """As a quota does: no file may grow beyond 100 kB."""
    load(sqlite_world, "prepared")
    assert sqlite_world.run("send-lists", at=DAY, file_bytes=100_000) == 3
    assert sqlite_world.run("db", "check", at=DAY) == 0, sqlite_world.said()
    assert sqlite_world.run("send-lists", at=DAY, minutes=HOUR) == 0
    assert each_once(sqlite_world, 2)


def test_a_report_on_a_full_disk_is_written_whole_by_the_next_run(sqlite_world: World) -> None:
    load(sqlite_world, "answered")
    folder = sqlite_world.home / "var" / "reports"
    with small_disk(folder, "8k"):
        assert sqlite_world.run("evaluate", at="2020-06-02 07:30") == 3
        assert "Der Datenträger ist voll" in sqlite_world.said()
        assert [p for p in folder.rglob("*") if p.is_file() and p.stat().st_size < 100] == [], "no half file"
        enlarge(folder)
        assert sqlite_world.run("evaluate", at="2020-06-02 07:30", minutes=HOUR) == 0
        assert {p.name for p in folder.rglob("*.*") if p.is_file()} >= {"priorisierung.xlsx", "priorisierung.json"}


def test_a_locked_database_is_waited_for_and_then_told(sqlite_world: World) -> None:
    load(sqlite_world, "prepared")
    lock = sqlite3.connect(sqlite_world.home / "var" / "ozg.db", isolation_level=None, check_same_thread=False)
    lock.execute("BEGIN IMMEDIATE")
    assert sqlite_world.run("send-lists", at=DAY, lock_seconds=0.2) == 3
    assert "Es ist nichts verloren" in sqlite_world.said()
    timer = threading.Timer(1, lock.rollback)
    timer.start()
    assert sqlite_world.run("send-lists", at=DAY, minutes=1, lock_seconds=60) == 0, "a lock that ends in time costs only time"
    timer.join()
    lock.close()
    assert each_once(sqlite_world, 2)


def test_on_postgresql_a_step_waits_for_a_locked_row(world: World) -> None:
    if world.database != "postgres":
        pytest.skip("SQLite locks the whole file: see the test before")
    load(world, "prepared")
    url = world.database_url.replace("+psycopg", "")
    assert database_name(world.database_url)
    with psycopg.connect(url) as lock:
        lock.execute("SELECT * FROM rollout FOR UPDATE")
        world.forks.start(world.order("send-lists", at=DAY))
        time.sleep(1)
        assert world.smtp.taken == []
        lock.rollback()
        assert world.forks.wait() == 0, world.said()
    world.smtp.wait_until_idle()
    assert each_once(world, 2)


# --- clocks that jump ------------------------------------------------------------------------------------------------


def kill_before_data(world: World, at: str) -> None:
    """Leave claimed mails behind: their worker dies after RCPT; it had claimed all four together."""
    world.run("deliver", at=at)
    number = world.passed().index("smtp:RCPT/answer-read") + 1
    load(world, "waiting")
    assert world.run("deliver", at=at, kill_at=number) == -9
    assert states(world) == {"claimed": 4}


def test_a_clock_set_back_by_a_day_frees_the_mail_of_a_dead_worker_at_once(sqlite_world: World) -> None:
    load(sqlite_world, "waiting")
    kill_before_data(sqlite_world, "2020-03-25 09:00")
    assert sqlite_world.run("deliver", at="2020-03-24 05:00") == 0
    assert states(sqlite_world) == {"accepted": 4}
    assert each_once(sqlite_world, 4)


def test_a_clock_set_back_by_hours_lets_that_mail_wait_until_the_clock_has_caught_up(sqlite_world: World) -> None:
    load(sqlite_world, "waiting")
    kill_before_data(sqlite_world, "2020-03-25 09:00")
    assert sqlite_world.run("deliver", at="2020-03-25 06:00") == 0
    assert "claimed" in states(sqlite_world)
    assert sqlite_world.run("deliver", at="2020-03-25 09:30") == 0
    assert states(sqlite_world) == {"accepted": 4}
    assert each_once(sqlite_world, 4)


@pytest.mark.parametrize(
    ("later", "found"), [("2020-03-25 06:00", {"queued": 1, "accepted": 3}), ("2020-03-24 05:00", {"accepted": 4})]
)
def test_a_mail_put_off_waits_no_longer_than_a_clock_was_set_back_and_at_most_a_day(
    sqlite_world: World, later: str, found: dict[str, int]
) -> None:
    load(sqlite_world, "waiting")
    sqlite_world.smtp.fail(Stage.MAIL, Fault.TEMPORARY)
    sqlite_world.run("deliver", at="2020-03-25 09:00")
    assert states(sqlite_world) == {"queued": 1, "accepted": 3}
    sqlite_world.run("deliver", at=later)
    assert states(sqlite_world) == found
    sqlite_world.run("deliver", at="2020-03-25 09:30")
    assert states(sqlite_world) == {"accepted": 4}
    assert each_once(sqlite_world, 4)


def test_a_step_that_runs_again_on_an_earlier_day_sends_nothing_twice(sqlite_world: World) -> None:
    load(sqlite_world, "sent")
    before = states(sqlite_world)
    for day in ("2020-03-24 07:30", "2020-03-25 05:00"):
        assert sqlite_world.run("send-lists", at=day) == 0
    assert states(sqlite_world) == before
    assert sqlite_world.smtp.taken == []


@pytest.mark.parametrize(
    ("killed", "too_early", "late_enough"),
    [
        ("2020-03-29T01:55+01:00", "2020-03-29T03:05+02:00", "2020-03-29T03:30+02:00"),  # 02:00 becomes 03:00
        ("2020-10-25T02:55+02:00", "2020-10-25T02:05+01:00", "2020-10-25T02:30+01:00"),  # 03:00 becomes 02:00
    ],
    ids=["spring", "autumn"],
)
def test_leases_and_waits_last_as_long_as_they_say_in_the_nights_of_the_clock_change(
    sqlite_world: World, killed: str, too_early: str, late_enough: str
) -> None:
    load(sqlite_world, "waiting")
    kill_before_data(sqlite_world, killed)
    assert sqlite_world.run("deliver", at=too_early) == 0
    assert states(sqlite_world) == {"claimed": 4}, "ten minutes later the lease is not over, whatever the clock on the wall says"
    assert sqlite_world.run("deliver", at=late_enough) == 0
    assert states(sqlite_world) == {"accepted": 4}
    assert each_once(sqlite_world, 4)


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2020-03-28T22:59+00:00", "2020-03-28"),
        ("2020-03-28T23:01+00:00", "2020-03-29"),
        ("2020-03-29T21:59+00:00", "2020-03-29"),
        ("2020-03-29T22:01+00:00", "2020-03-30"),
        ("2020-10-24T22:01+00:00", "2020-10-25"),
        ("2020-10-25T22:59+00:00", "2020-10-25"),
        ("2020-10-25T23:01+00:00", "2020-10-26"),
    ],
)
def test_the_day_changes_at_midnight_of_the_town_hall(sqlite_world: World, moment: str, today: str) -> None:
    load(sqlite_world, "prepared")
    assert sqlite_world.run("status", "--json", at=moment) == 0
    assert f'"today": "{today}"' in sqlite_world.said()


def test_the_tageslauf_begins_at_seven_before_and_after_the_clock_change() -> None:
    """As Prefect's own server plans it."""
    from prefect.server.schemas.schedules import CronSchedule

    from flows.deployments import DAILY

    plan = CronSchedule(cron=DAILY.cron, timezone=DAILY.timezone)
    for friday, hours in (("2020-03-27", [6, 5]), ("2020-10-23", [5, 6])):
        days = asyncio.run(plan.get_dates(n=2, start=datetime.fromisoformat(f"{friday} 00:00").replace(tzinfo=BERLIN)))
        assert [day.astimezone(UTC).hour for day in days] == hours


def test_the_leap_day_is_a_day_like_any_other(sqlite_world: World) -> None:
    load(sqlite_world, "prepared")
    for day in ("2020-02-29", "2024-02-29"):
        assert sqlite_world.run("run-day", "--no-deliver", "--today", day, at=DAY) in (0, 3), sqlite_world.said()
        assert "Unerwarteter" not in sqlite_world.said()
    assert sqlite_world.run("status", "--today", "2023-02-29", at=DAY) == 2
    calendar = WorkingCalendar()
    assert calendar.shift(date(2024, 2, 28), 1) == date(2024, 2, 29)
    assert calendar.shift(date(2024, 3, 1), -1) == date(2024, 2, 29)
    assert calendar.shift(date(2020, 2, 28), 1) == date(2020, 3, 2), "29.02.2020 is a Saturday"
