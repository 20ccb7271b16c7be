"""Remind one office now, because a person wants it; the reminders of the plan follow as if nothing had been said."""

from dataclasses import replace
from typing import Final

from sqlalchemy import select

from ozg_workflow.database.models import Department, Message, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.reminders import ReminderIntent
from ozg_workflow.domain.plan.timeline import ReminderStep
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import office_number
from ozg_workflow.usecases.survey.open_lists import open_lists
from ozg_workflow.usecases.survey.remind import reminder_mail, sent_steps_of

NOW: Final = "@jetzt"  # no step of a plan is called that: what was sent as it counts as a reminder and as no step


def remind_office(ctx: Context, office: str) -> StepResult:
    """Queue one mail to the Dezernat about the lists one office still owes, once per office and day.

    Raises InputError for an unknown office, one that owes nothing, and one that belongs to no Dezernat.
    """
    with ctx.work("Amt erinnern") as work:
        number = office_number(work.directory, office)
        lists = [item for item in open_lists(work) if item.office.number == number]
        title = work.directory.offices[number].title
        if not lists:
            raise InputError(f"Von {title} ist keine Amtsliste offen; es gibt nichts anzumahnen.")
        intent = _intent(work, number, lists)
        if earlier := _sent_today(work, intent):
            state = MESSAGE_STATE_TITLES[earlier.state]
            work.say(f"{title} ist heute schon erinnert worden (Mail Nr. {earlier.id}, {state}); eine zweite Mail gibt es nicht.")
        else:
            queue_mail(work, intent)
            told = german.count(len(lists), "offene Amtsliste", "offene Amtslisten")
            work.record("office_reminded", ("office", number), f"{title}: {told}", {"lists": list(intent.list_ids)})
    return work.result


def _intent(work: Work, number: str, lists: list[ServiceList]) -> MailIntent:
    department = _department(work, lists[0])
    intent = ReminderIntent(
        department=department.number,
        step=ReminderStep(
            key=NOW,
            title="Erinnerung",
            milestone=work.config.timeline.of(Action.RETURN_DEADLINE)[0].key,
            working_days=0,
            mail=MailKind.REMINDER,
        ),
        deadline=min(item.due_on for item in lists),
        list_ids=tuple(item.id for item in lists),
    )
    mail = reminder_mail(work, intent, lists, sent_steps_of(work.session, [item.id for item in lists]))
    return replace(mail, object_key=number, occasion=f"{NOW}@{work.today.isoformat()}")


def _department(work: Work, item: ServiceList) -> Department:
    found = work.department_of(item.office)
    if found is None:
        raise InputError(f"{item.office.title} gehört zu keinem Dezernat; bitte organisation.csv berichtigen.")
    return found


def _sent_today(work: Work, intent: MailIntent) -> Message | None:
    return work.session.scalar(
        select(Message).where(
            Message.rollout_id == work.rollout.id,
            Message.kind == intent.kind,
            Message.recipient == intent.recipient,
            Message.object_key == intent.object_key,
            Message.occasion == intent.occasion,
        )
    )
