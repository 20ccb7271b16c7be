"""The last days of lists: they follow the plan, except where a person gave a list its own."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Message, Round, ServiceList
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.moves import MovedList, RunningList, moved_lists
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.post.mail import REMINDER_KINDS, MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.survey.service_list import FINAL_STATES, RoundKind
from ozg_workflow.usecases.step.work import Work

WAITING = (MessageState.HELD, MessageState.QUEUED)
ABOUT_DEADLINES = REMINDER_KINDS | {MailKind.DEADLINE_CHANGED}


def planned_round(work: Work) -> Round | None:
    """Return the survey whose deadlines are those of the plan: the first one, while it is open. Repeated rounds bring their own."""
    query = select(Round).where(Round.rollout_id == work.rollout.id, Round.kind == RoundKind.SURVEY, Round.previous_id.is_(None))
    return work.session.scalar(query.where(Round.closed_at.is_(None)).order_by(Round.id).limit(1))


def running_lists(session: Session, round_: Round | None) -> tuple[RunningList, ...]:
    """Return the lists of a round as far as a moved deadline concerns them."""
    if round_ is None:
        return ()
    query = select(ServiceList).where(ServiceList.round_id == round_.id).order_by(ServiceList.id)
    return tuple(
        RunningList(
            list_id=item.id,
            office=item.office.number,
            version=item.version,
            due_on=item.due_on,
            extended=item.extended,
            back=item.state in FINAL_STATES,
        )
        for item in session.scalars(query)
    )


def follow_the_plan(work: Work, timeline: Timeline) -> tuple[bool, tuple[MovedList, ...]]:
    """Bring the survey to the deadlines of the plan in force; tell whether its own changed, and which lists moved."""
    round_ = planned_round(work)
    if round_ is None:
        return False, ()
    deadlines = timeline.due_on(Action.RETURN_DEADLINE), timeline.due_on(Action.RESPONSIBILITY_DEADLINE)
    changed = (round_.due_on, round_.responsibility_due_on) != deadlines
    round_.due_on, round_.responsibility_due_on = deadlines
    moved = moved_lists(running_lists(work.session, round_), round_.due_on)
    for item in moved:
        work.session.get_one(ServiceList, item.list_id).due_on = item.new
    return changed, moved


def withdraw_mails_about(work: Work, list_ids: Iterable[int], why: str = "Die Frist hat sich geändert.") -> None:
    """Cancel mails about an old deadline that have not left: those that are about these lists and no others."""
    ids = set(list_ids)
    query = select(Message).where(
        Message.rollout_id == work.rollout.id, Message.kind.in_(ABOUT_DEADLINES), Message.state.in_(WAITING)
    )
    outdated = [m for m in work.session.scalars(query) if m.lists and {link.service_list_id for link in m.lists} <= ids]
    withdraw(work, outdated, why)


def withdraw(work: Work, messages: Sequence[Message], why: str, code: StateReason = StateReason.OTHER) -> None:
    """Cancel mails that have not left; one that a worker claims in the same moment goes its way."""
    for message in messages:
        cancelled = work.session.execute(
            update(Message)
            .where(Message.id == message.id, Message.state.in_(WAITING))
            .values(state=MessageState.CANCELLED, state_reason=why, state_reason_code=code)
        )
        if cancelled.rowcount == 1:  # type: ignore[attr-defined]
            work.session.refresh(message)
            work.record("cancelled", ("message", message.id), why)
            work.did(f"Mail Nr. {message.id} „{message.subject}“ geht nicht mehr hinaus: {why}")
