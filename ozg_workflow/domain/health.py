"""Whether the workflow does what it should: a pure judgement of what was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.steps import RUN_DAY, Step

DAY_IS_DONE_BY: Final = time(9)  # the Tageslauf begins at seven
COLLECTING_HOURS: Final = 2
WAITING_HOURS: Final = 2
QUARANTINE_DAYS: Final = 3
LEAST_FREE_BYTES: Final = 500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was read: moments of the last successful steps (aware), and how many of what waits or is stuck."""

    now: datetime
    last_runs: dict[str, datetime]
    reads_mailbox: bool
    finished: bool  # the rollout is over: nothing is expected any more
    unknown: int = 0
    overrun_leases: int = 0
    waiting_since: datetime | None = None  # the oldest mail that is due and not sent
    paused: tuple[str, ...] = ()  # relays that rest, with the reason
    oauth: tuple[bool, str] | None = None  # whether there is a token, and what the provider says; None where none is needed
    oldest_quarantined: datetime | None = None
    quarantined: int = 0
    oldest_to_read: datetime | None = None
    to_read: int = 0
    not_understood: int = 0
    free_bytes: int = LEAST_FREE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One thing that was looked at; `name` is for scripts, `message` for people."""

    name: str
    ok: bool
    message: str


def judge(facts: Facts, calendar: WorkingCalendar) -> tuple[Verdict, ...]:
    """Return one verdict on everything that is looked at, the good ones too."""
    return (*_steps(facts, calendar), *_mails(facts), *_inbox(facts), _disk(facts))


def day_expected(now: datetime, calendar: WorkingCalendar) -> date:
    """Return the newest working day whose Tageslauf must be done: today from nine o'clock on, else the one before."""
    local = now.astimezone(german.BERLIN)
    day = local.date() if local.time() >= DAY_IS_DONE_BY else local.date() - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _steps(facts: Facts, calendar: WorkingCalendar) -> Iterator[Verdict]:
    last, expected = facts.last_runs.get(RUN_DAY), day_expected(facts.now, calendar)
    done = facts.finished or (last is not None and german.local_day(last) >= expected)
    yield Verdict(
        name="run-day", ok=done, message=f"Tageslauf: {_ago(last)}" + ("" if done else f", erwartet am {_day(expected)}")
    )
    if facts.reads_mailbox and not facts.finished and calendar.is_working_day(german.local_day(facts.now)):
        read = facts.last_runs.get(Step.COLLECT)
        fresh = read is not None and facts.now - read <= timedelta(hours=COLLECTING_HOURS)
        yield Verdict(name="collect", ok=fresh, message=f"Posteingang: {_ago(read)}")


def _mails(facts: Facts) -> Iterator[Verdict]:
    late = facts.waiting_since is not None and facts.now - facts.waiting_since > timedelta(hours=WAITING_HOURS)
    waiting = (
        f"Postausgang: fällige Mails warten seit {_moment(facts.waiting_since)}" if late else "Postausgang: nichts überfällig"
    )
    yield Verdict(name="deliver", ok=not late, message=waiting)
    unknown = german.count(facts.unknown, "ungeklärte Mail", "ungeklärte Mails") + (
        " („ozg mail settle“)" if facts.unknown else ""
    )
    yield Verdict(name="unknown", ok=not facts.unknown, message=unknown)
    leases = german.count(facts.overrun_leases, "abgelaufene Belegung", "abgelaufene Belegungen")
    yield Verdict(
        name="leases", ok=not facts.overrun_leases, message=leases + (" („ozg deliver“)" if facts.overrun_leases else "")
    )
    if facts.oauth:
        yield Verdict(name="oauth", ok=facts.oauth[0], message=f"Anmeldung: {facts.oauth[1]}")
    yield Verdict(name="relay", ok=not facts.paused, message="; ".join(facts.paused) or "Mailserver: keine Pause")


def _inbox(facts: Facts) -> Iterator[Verdict]:
    yield _waiting("quarantine", "Klärungskorb", facts.now, facts.quarantined, facts.oldest_quarantined)
    yield _waiting("to_read", "Zu lesen", facts.now, facts.to_read, facts.oldest_to_read)
    stuck = german.count(facts.not_understood, "Mail", "Mails")
    yield Verdict(name="inbox", ok=not facts.not_understood, message=f"Eingang: {stuck} gespeichert, aber nicht verarbeitet")


def _waiting(name: str, title: str, now: datetime, number: int, oldest: datetime | None) -> Verdict:
    late = oldest is not None and now - oldest > timedelta(days=QUARANTINE_DAYS)
    since = f", älteste vom {_moment(oldest)}" if oldest else ""
    return Verdict(name=name, ok=not late, message=f"{title}: {german.count(number, 'Mail', 'Mails')}{since}")


def _disk(facts: Facts) -> Verdict:
    return Verdict(
        name="disk",
        ok=facts.free_bytes >= LEAST_FREE_BYTES,
        message=f"Speicherplatz: {german.number(facts.free_bytes / 1e9, 1)} GB frei",
    )


def _ago(moment: datetime | None) -> str:
    return f"zuletzt am {_moment(moment)}" if moment else "noch nie gelaufen"


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(german.BERLIN):%d.%m.%Y %H:%M}" if moment else ""


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
