"""Remind the offices of measures that miss their target day, and tell their Dezernat later."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import column, columns
from ozg_workflow.database.models import Measure, Message, MessageMeasure
from ozg_workflow.domain import german
from ozg_workflow.domain.post.mail import MailIntent
from ozg_workflow.domain.post.mails.measures import LateMeasureLine, LateOffice, MeasureEscalationMail, MeasureReminderMail
from ozg_workflow.domain.results.delay_reminders import DelayIntent, SentStep, WaitingMeasure, due_delay_reminders
from ozg_workflow.domain.results.lateness import Delay, Delayed
from ozg_workflow.domain.results.terms import Route
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.delays import REMARK, newest_reports, under_way
from ozg_workflow.usecases.results.present import level_title, title_of_level
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_readings

OBJECT: Final = "massnahmen"
_SENT: Final = (
    select(MessageMeasure.measure_id, Message.step, MessageMeasure.due_on)
    .join(Message, Message.id == MessageMeasure.message_id)
    .where(Message.rollout_id == bindparam("rollout"))
)
_NOT_CARRIED_OUT: Final = select(Measure.id).where(Measure.rollout_id == bindparam("rollout"), Measure.route == Route.NONE)
_SERVICES: Final = select(Measure.id, Measure.service_id).where(Measure.rollout_id == bindparam("rollout"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The measures that have not reached their target and are to be carried out, by id, and the steps that were sent for each."""

    measures: dict[int, Delayed]
    sent: dict[int, Counter[SentStep]]


def remind_of_delays(work: Work) -> None:
    """Queue what is due today: a mail per office about all its measures that miss their day, one per Dezernat that has to hear of it."""
    waiting = _waiting(work)
    lines = _Lines(work, waiting)
    for intent in _due(work, waiting):
        holder = (work.directory.departments if intent.escalates else work.directory.offices)[intent.receiver]
        work.attempt(f"{holder.title}, {intent.step.title}", partial(_queue, intent, lines))
    _tell_not_in_force(work, waiting)


def delay_intents(work: Work) -> tuple[DelayIntent, ...]:
    """Return the mails about late measures that are due today."""
    return _due(work, _waiting(work)) if work.config.timeline.progress.delays.steps else ()


def foreseen_delay_intents(work: Work, days: Sequence[date]) -> dict[date, tuple[DelayIntent, ...]]:
    """Return those of today and of later days, in their order, as if nothing is reported and every one is sent."""
    timeline, found = work.config.timeline, {}
    items = _items(work, _waiting(work)) if timeline.progress.delays.steps else []
    for day in days:
        found[day] = due_delay_reminders(items, timeline.progress.delays, timeline.calendar, day)
        sent = {measure: (intent.step.key, due_on) for intent in found[day] for measure, due_on in intent.due}
        items = [replace(i, sent=i.sent | {sent[i.measure_id]}) if i.measure_id in sent else i for i in items]
    return found


def _waiting(work: Work) -> Waiting:
    given_up = set(column(work.session, _NOT_CARRIED_OUT, {"rollout": work.rollout.id}))
    sent: defaultdict[int, Counter[SentStep]] = defaultdict(Counter)
    for measure, step, due_on in columns(work.session, _SENT, {"rollout": work.rollout.id}):
        sent[measure][step, due_on] += 1
    return Waiting(measures={i.measure_id: i for i in under_way(work) if i.measure_id not in given_up}, sent=sent)


def _due(work: Work, waiting: Waiting) -> tuple[DelayIntent, ...]:
    timeline = work.config.timeline
    return due_delay_reminders(_items(work, waiting), timeline.progress.delays, timeline.calendar, work.today)


def _items(work: Work, waiting: Waiting) -> list[WaitingMeasure]:
    """Return the measures as the rules see them; nobody can be reminded of those of an office that is not in force."""
    offices = {item.office for item in waiting.measures.values()}
    department = {o: work.directory.find_department(o) for o in offices if not work.directory.why_not_in_force(o)}
    return [
        WaitingMeasure(
            measure_id=number,
            office=item.office,
            department=found.number,
            pace=item.pace,
            sent=frozenset(waiting.sent.get(number, ())),
        )
        for number, item in waiting.measures.items()
        if (found := department.get(item.office))
    ]


def _tell_not_in_force(work: Work, waiting: Waiting) -> None:
    late = {item.office for item in waiting.measures.values() if item.pace.delay(work.today) is not Delay.NONE}
    for number in sorted(late):
        if why := work.directory.why_not_in_force(number):
            words = f"{work.directory.offices[number].title} {why} (organisation.csv)"
            work.say(f"Hinweis: {words}; an seine Maßnahmen wird nicht erinnert.")


class _Lines:
    """What the mails say about each measure; looked up once for all of them."""

    def __init__(self, work: Work, waiting: Waiting) -> None:
        self._work, self._waiting = work, waiting
        self._late = [item for item in waiting.measures.values() if item.pace.delay(work.today) is not Delay.NONE]
        self._services: dict[int, int] = (
            dict(columns(work.session, _SERVICES, {"rollout": work.rollout.id})) if self._late else {}
        )
        services = [self._services[item.measure_id] for item in self._late]
        self._reports: dict[int, dict[str, Any]] = newest_reports(work, services)
        self._levels = last_readings(work) if services else {}

    def of_office(self, number: str) -> tuple[LateMeasureLine, ...]:
        """Return all measures of an office that are late or threaten to be."""
        return tuple(self._line(item) for item in self._late if item.office == number)

    def of_measures(self, wanted: frozenset[int]) -> tuple[LateOffice, ...]:
        """Return these measures by office."""
        groups: defaultdict[str, list[Delayed]] = defaultdict(list)
        for item in self._late:
            if item.measure_id in wanted:
                groups[item.office].append(item)
        titles = self._work.directory.offices
        return tuple(
            LateOffice(office_title=titles[number].title, measures=tuple(map(self._line, own)))
            for number, own in sorted(groups.items())
        )

    def _line(self, item: Delayed) -> LateMeasureLine:
        service = self._services[item.measure_id]
        level, at = self._levels.get(service) or (None, None)
        return LateMeasureLine(
            service=item.service,
            late=item.pace.delay(self._work.today) is Delay.LATE,
            target_on=item.pace.target_on,
            expected_on=item.pace.expected_on,
            level_title=title_of_level(self._work.config.scale, level) if level is not None else "",
            reported_on=german.local_day(at) if isinstance(at, datetime) else None,
            words=str(self._reports.get(service, {}).get(REMARK) or ""),
            reminders=self._waiting.sent.get(item.measure_id, Counter()).total(),
        )


def _queue(intent: DelayIntent, lines: _Lines, work: Work) -> None:
    queue_mail(work, _escalation(work, intent, lines) if intent.escalates else _reminder(work, intent, lines))


def _reminder(work: Work, intent: DelayIntent, lines: _Lines) -> MailIntent:
    office = work.directory.offices[intent.receiver]
    mail = MeasureReminderMail(
        office_title=office.title,
        department_title=work.directory.department_of(office.number).title,
        step_title=intent.step.title,
        measures=lines.of_office(office.number),
        target_level_title=level_title(work.config),
        return_to=work.config.contacts.sender.email,
    )
    return _intent(
        work, intent, MailIntent(mail=mail, to=(office.mailbox,), recipient=office.number, object_key=OBJECT, occasion="")
    )


def _escalation(work: Work, intent: DelayIntent, lines: _Lines) -> MailIntent:
    department = work.directory.departments[intent.receiver]
    mail = MeasureEscalationMail(
        department_title=department.title,
        head_name=department.head_name,
        step_title=intent.step.title,
        offices=lines.of_measures(frozenset(measure for measure, _ in intent.due)),
        target_level_title=level_title(work.config),
        return_to=work.config.contacts.sender.email,
    )
    to, cc = (department.head_email,), (department.mailbox,)
    return _intent(work, intent, MailIntent(mail=mail, to=to, cc=cc, recipient=department.number, object_key=OBJECT, occasion=""))


def _intent(work: Work, intent: DelayIntent, mail: MailIntent) -> MailIntent:
    return replace(
        mail,
        occasion=intent.occasion,
        step=intent.step.key,
        about_on=max(day for _, day in intent.due),
        measures=intent.due,
        expires_on=work.config.timeline.calendar.shift(work.today, 2),
    )
