"""Remind the offices of measures that miss their target day, and tell their Dezernat later."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.measures import LateMeasureLine, LateOffice, MeasureEscalationMail, MeasureReminderMail
from ozg_workflow.domain.results.lateness import Delay, Delayed
from ozg_workflow.domain.results.progress.delay_reminders import DelayIntent
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.delays import REMARK, delayed, newest_reports
from ozg_workflow.usecases.results.progress.due_measures import Waiting, due_today, waiting_measures
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_readings

OBJECT: Final = "massnahmen"
_SERVICES: Final = select(Measure.id, Measure.service_id).where(Measure.rollout_id == bindparam("rollout"))


def remind_of_delays(work: Work) -> None:
    """Queue what is due today: a mail per office about all its measures that miss their day, one per Dezernat that has to hear of it."""
    if not (delays := work.config.timeline.progress.delays).steps:
        if delays.is_forgotten and (late := len(delayed(work))):
            words = german.count(late, "Maßnahme ist oder wird", "Maßnahmen sind oder werden")
            work.say(f"Hinweis: {words} verspätet, und niemand wird erinnert: in timeline.yaml fehlt „progress: delays“.")
        return
    waiting = waiting_measures(work, work.today)
    lines = _Lines(work, waiting)
    for intent in due_today(work, waiting):
        holder = (work.directory.departments if intent.escalates else work.directory.offices)[intent.receiver]
        work.attempt(f"{holder.title}, {intent.step.title}", partial(_queue, intent, lines))
    _tell_not_in_force(work, waiting)


def _tell_not_in_force(work: Work, waiting: Waiting) -> None:
    for number in sorted({item.office for item in waiting.measures.values()}):
        if why := work.directory.why_not_in_force(number):
            words = f"{work.directory.offices[number].title} {why} (organisation.csv)"
            work.say(f"Hinweis: {words}; an seine Maßnahmen wird nicht erinnert.")


class _Lines:
    """What the mails say about each measure; looked up once for all of them."""

    def __init__(self, work: Work, waiting: Waiting) -> None:
        self._work, self._waiting = work, waiting
        self._late = list(waiting.measures.values())
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
            level_title=self._work.config.scale.title_of(level) if level is not None else "",
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
        target_level_title=work.config.scale.title_of(work.config.scale.target_level),
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
        target_level_title=work.config.scale.title_of(work.config.scale.target_level),
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
