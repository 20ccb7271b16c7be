"""Foresee the next days without changing anything: what the daily run is going to do, and what falls due, as if nothing came back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from ozg_workflow.database.models import Department, ServiceList
from ozg_workflow.domain.cockpit.upcoming import Upcoming, UpcomingDay, UpcomingKind
from ozg_workflow.domain.plan.reminders import ReminderIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.usecases.cockpit.upcoming_plan import plan_entries
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.open_lists import open_lists
from ozg_workflow.usecases.survey.remind import foreseen_intents

FORTNIGHT: Final = 14  # days after today
ORDER: Final = {kind: position for position, kind in enumerate(UpcomingKind)}
Entries = Iterator[tuple[date, Upcoming]]


def upcoming(ctx: Context, days: int = FORTNIGHT) -> tuple[UpcomingDay, ...]:
    """Return today and the `days` after it: every working day, and every other one on which something comes.

    Lists that have not gone out yet are in no reminder.
    """
    with ctx.reading() as work:
        return upcoming_of(work, days)


def upcoming_of(work: Work, days: int = FORTNIGHT) -> tuple[UpcomingDay, ...]:
    """Return the same of a work that has begun."""
    span = [work.today + timedelta(days=number) for number in range(days + 1)]
    found: defaultdict[date, list[Upcoming]] = defaultdict(list)
    for day, entry in _entries(work, span):
        found[day].append(entry)
    calendar = work.config.timeline.calendar
    return tuple(
        UpcomingDay(day=day, works=works, entries=tuple(sorted(found[day], key=lambda e: (ORDER[e.kind], e.words))))
        for day in span
        if (works := calendar.is_working_day(day)) or found[day]
    )


def _entries(work: Work, span: Sequence[date]) -> Entries:
    lists = open_lists(work)
    calendar = work.config.timeline.calendar
    by_id = {item.id: item for item in lists}
    working = [day for day in span if calendar.is_working_day(day)]
    for day, intents in foreseen_intents(work, lists, working).items():
        yield from ((day, _reminder(work, intent, by_id)) for intent in intents)
    yield from ((day, entry) for day, entry in (*_deadlines(work, lists), *plan_entries(work, working)) if day in span)


def _reminder(work: Work, intent: ReminderIntent, lists: dict[int, ServiceList]) -> Upcoming:
    department = work.directory.departments[intent.department]
    escalation = intent.step.mail == MailKind.ESCALATION
    head = (f"{department.head_name} ({department.head_email})",) if escalation else ()
    return Upcoming(
        kind=UpcomingKind.ESCALATION if escalation else UpcomingKind.REMINDER,
        words=f"{intent.step.title} (Frist {intent.deadline:%d.%m.%Y})",
        reaches=(*head, mailbox_of(department)),
        offices=_offices(lists[number] for number in intent.list_ids),
    )


def mailbox_of(department: Department) -> str:
    """Return a Dezernat with the address its mail goes to."""
    return f"{department.title} ({department.mailbox})"


def _offices(lists: Iterator[ServiceList]) -> tuple[str, ...]:
    return tuple(sorted({item.office.number for item in lists}))


def _deadlines(work: Work, lists: Sequence[ServiceList]) -> Entries:
    """Yield the deadlines of the lists that are out, and the last days on which anybody is reminded of them."""
    timeline = work.config.timeline
    for due_on, own in _by_day((item.due_on, item) for item in lists).items():
        words = f"Rücksendung der Amtslisten: {_count(own)} noch nicht vollständig zurück"
        yield due_on, Upcoming(kind=UpcomingKind.DEADLINE, words=words, offices=_offices(iter(own)))
        stop = timeline.calendar.shift(due_on, timeline.reminders.hard_stop_working_days)
        words = f"Letzter Tag, an dem an die Frist vom {due_on:%d.%m.%Y} erinnert wird"
        yield stop, Upcoming(kind=UpcomingKind.HARD_STOP, words=words, offices=_offices(iter(own)))
    for due_on, own in _by_day(
        (item.round.responsibility_due_on, item) for item in lists if item.is_first and item.returned_at is None
    ).items():
        words = f"Rücklauf bei fehlerhafter Zuständigkeit: {_count(own)} ohne jede Antwort"
        yield due_on, Upcoming(kind=UpcomingKind.DEADLINE, words=words, offices=_offices(iter(own)))


def _by_day(dated: Iterator[tuple[date | None, ServiceList]]) -> dict[date, list[ServiceList]]:
    found: defaultdict[date, list[ServiceList]] = defaultdict(list)
    for day, item in dated:
        if day is not None:
            found[day].append(item)
    return found


def _count(lists: Sequence[ServiceList]) -> str:
    return f"{len(lists)} {'Liste' if len(lists) == 1 else 'Listen'}"
