"""Remind the Dezernate of the lists that are missing, and escalate to their heads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Message, MessageList, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.reminders import OpenList, ReminderIntent, SentStep, due_reminders
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mail import REMINDER_KINDS, MailKind
from ozg_workflow.domain.post.mails.registry import REMINDERS
from ozg_workflow.domain.post.mails.reminders import EscalationMail, OpenListLine
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.service_list import RoundKind, RowState, row_figures
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.hand_over import hand_over_lists
from ozg_workflow.usecases.survey.open_lists import file_name_of, open_lists
from ozg_workflow.usecases.survey.rounds import workbook_of
from ozg_workflow.usecases.timeline.deadline_mail import days_told

_SENT_STEPS: Final = (
    select(MessageList.service_list_id, Message.step, Message.about_on)
    .join(Message, Message.id == MessageList.message_id)
    .where(MessageList.service_list_id.in_(bindparam("lists", expanding=True)), Message.kind.in_(REMINDER_KINDS))
)


def remind(ctx: Context) -> StepResult:
    """Queue the reminders that are due today: only for what is missing, one mail per Dezernat and step."""
    with ctx.work(title(Step.REMIND)) as work:
        hand_over_lists(work)
        lists = {item.id: item for item in open_lists(work)}
        steps = sent_steps_of(work.session, list(lists))
        for intent in _due(work, list(lists.values()), steps):
            words = f"{work.directory.departments[intent.department].title}, {intent.step.title}"
            work.attempt(words, partial(_queue, intent, [lists[i] for i in intent.list_ids], steps))
        _tell_not_in_force(work, lists.values())
    if not (work.result.mails or work.result.broken):
        work.say(f"Heute ist nichts anzumahnen ({german.count(len(lists), 'Liste', 'Listen')} offen).")
    return work.result


def _tell_not_in_force(work: Work, lists: Iterable[ServiceList]) -> None:
    """Name the offices that owe a list and are not in force: nobody is reminded of theirs."""
    for number, title_ in sorted({(item.office.number, item.office.title) for item in lists}):
        if why := work.directory.why_not_in_force(number):
            work.say(f"Hinweis: {title_} {why} (organisation.csv); an seine offene Liste wird nicht erinnert.")


def _queue(intent: ReminderIntent, lists: list[ServiceList], steps: dict[int, Counter[SentStep]], work: Work) -> None:
    queue_mail(work, reminder_mail(work, intent, lists, steps))


def intents_of_today(work: Work) -> tuple[ReminderIntent, ...]:
    """Return the reminders that are due today."""
    lists = open_lists(work)
    if not lists:
        return ()
    steps = sent_steps_of(work.session, [item.id for item in lists])
    return _due(work, lists, steps)


def foreseen_intents(work: Work, lists: list[ServiceList], days: Sequence[date]) -> dict[date, tuple[ReminderIntent, ...]]:
    """Return the reminders of open lists today and on later days, in their order, as if nothing came back, every one is sent, and all offices stay where they are."""
    items = _items(work, lists, sent_steps_of(work.session, [item.id for item in lists]))
    timeline, found = work.config.timeline, {}
    for day in days:
        found[day] = due_reminders(items, timeline.reminders, timeline.calendar, day)
        sent = {number: (intent.step.key, intent.deadline) for intent in found[day] for number in intent.list_ids}
        items = [replace(i, sent_steps=i.sent_steps | {sent[i.list_id]}) if i.list_id in sent else i for i in items]
    return found


def _due(work: Work, lists: list[ServiceList], steps: dict[int, Counter[SentStep]]) -> tuple[ReminderIntent, ...]:
    timeline = work.config.timeline
    return due_reminders(_items(work, lists, steps), timeline.reminders, timeline.calendar, work.today)


def _items(work: Work, lists: list[ServiceList], steps: dict[int, Counter[SentStep]]) -> list[OpenList]:
    told = days_told(work.session, (item.id for item in lists))
    found = [_open_list(work, item, frozenset(steps[item.id]), told.get(item.id)) for item in lists]
    return [item for item in found if item]


def sent_steps_of(session: Session, list_ids: list[int]) -> defaultdict[int, Counter[SentStep]]:
    """Return the reminders each list already got."""
    steps: defaultdict[int, Counter[SentStep]] = defaultdict(Counter)
    for list_id, step, deadline in columns(session, _SENT_STEPS, {"lists": list_ids}) if list_ids else ():
        steps[list_id][step, deadline] += 1
    return steps


def _open_list(work: Work, item: ServiceList, sent_steps: frozenset[SentStep], told_on: date | None) -> OpenList | None:
    """Return a list as the reminders see it; the mail about a changed deadline makes the steps before its day needless.

    None where its office is not in force, or belongs to no Dezernat: nobody can be reminded, which is told.
    """
    if work.directory.why_not_in_force(item.office.number):
        return None
    department = work.department_of(item.office)
    if department is None:
        return None
    returns_by = work.config.timeline.of(Action.RETURN_DEADLINE)[0].key
    responsibility_by = work.config.timeline.of(Action.RESPONSIBILITY_DEADLINE)[0].key
    deadlines = {returns_by: item.due_on}
    if item.is_first and item.round.responsibility_due_on:
        deadlines[responsibility_by] = item.round.responsibility_due_on
    return OpenList(
        list_id=item.id,
        department=department.number,
        sent_on=max(_berlin_day(item), told_on or date.min),
        due_on=item.due_on,
        deadlines=deadlines,
        answered_anything=item.returned_at is not None,
        sent_steps=sent_steps,
    )


def _berlin_day(item: ServiceList) -> date:
    return german.local_day(item.sent_at or item.prepared_at)


def reminder_mail(
    work: Work, intent: ReminderIntent, lists: list[ServiceList], steps: dict[int, Counter[SentStep]]
) -> MailIntent:
    """Return the mail about the lists of a Dezernat; `steps` are the reminders each list already got."""
    department = work.directory.departments[intent.department]
    mail = REMINDERS[MailKind(intent.step.mail)]
    escalation = mail is EscalationMail
    left = (intent.deadline - work.today).days
    return MailIntent(
        mail=mail(
            department_title=department.title,
            head_name=department.head_name,
            step_title=intent.step.title,
            deadline=intent.deadline,
            overdue_days=max(0, -left),
            days_left=max(0, left),
            return_to=work.config.contacts.sender.email,
            lists=tuple(_line(work, item, sum(steps[item.id].values())) for item in lists),
            progress=all(item.round.kind is RoundKind.PROGRESS for item in lists),
        ),
        to=(department.head_email,) if escalation else (department.mailbox,),
        cc=(department.mailbox,) if escalation else (),
        recipient=intent.department,
        object_key="-".join(sorted({item.round.key for item in lists})),
        # one list may reach a step later than the others of its Dezernat: its mail is another occasion
        occasion=f"{intent.occasion}#{min(intent.list_ids)}",
        about_on=intent.deadline,
        step=intent.step.key,
        list_ids=intent.list_ids,
        attachments=tuple(workbook_of(work, item, answered=True) for item in lists if _offered(item)),
        expires_on=work.config.timeline.calendar.shift(work.today, 2),
    )


def _line(work: Work, item: ServiceList, reminders: int) -> OpenListLine:
    figures = row_figures(row.state for row in item.rows)
    return OpenListLine(
        office_title=item.office.title,
        version=item.version,
        rows=figures.rows,
        answered=figures.answered,
        invalid=figures.invalid,
        file_name=file_name_of(work.directory, item),
        sent_on=_berlin_day(item),
        reminders=reminders,
        offered=len(_offered(item)),
    )


def _offered(item: ServiceList) -> list[ServiceListRow]:
    """Return the open rows that hold what other offices have said; they may do so since after the list was sent."""
    return [row for row in item.rows if row.state is RowState.OPEN and row.prefill_row_id]
