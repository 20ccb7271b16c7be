"""Nachträge: an office gets one a day at most, and has one that is open. What is not answered goes on from the earlier ones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from ozg_workflow.database.models import Message, MessageList, Round, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.post.mails.registry import LIST_KINDS
from ozg_workflow.domain.post.outbox import MessageState, RecipientState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.survey.service_list import (
    FINAL_STATES,
    GONE,
    UNFINISHED_ROWS,
    ListState,
    RowState,
    state_after_return,
)
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rounds import ListPlan
from ozg_workflow.usecases.timeline.deadlines import withdraw

REPLACED: Final = "Ein Nachtrag mit allen Leistungen ersetzt sie."


def bundled(work: Work, round_: Round, new: Sequence[ListPlan]) -> list[ListPlan]:
    """Return the Nachträge that go out now: the new services of each office together with what is still open of earlier ones.

    What has not left yet is replaced by one with everything, in one mail for each Dezernat. An office that got a Nachtrag today gets the next one tomorrow, which
    is told. A Nachtrag whose mail was recalled goes again although nothing is new.
    """
    if not (new or _any_recalled(work)):
        return []
    earlier = _supplements(work.session, round_)
    places = {_department(work, plan.office.number) for plan in new}
    for item in (item for lists in earlier.values() for item in lists):
        if _department(work, item.office.number) in places:
            recall(work, item)
    again = {office: item for office, lists in earlier.items() for item in lists if _is_recalled(work.session, item)}
    plans = {office: _again(item) for office, item in again.items()} | {plan.office.id: plan for plan in new}
    found = [_whole(work, plan, earlier[office], again.get(office)) for office, plan in plans.items()]
    return sorted((plan for plan in found if plan), key=lambda plan: plan.office.number)


def _department(work: Work, office: str) -> str:
    department = work.directory.find_department(office)
    return department.number if department else ""


def has_left(session: Session, item: ServiceList) -> bool:
    """Tell whether a list is with its office, as far as anybody knows."""
    if item.sent_at is not None or item.state not in (ListState.PREPARED, ListState.QUEUED):
        return True
    return not all(_is_still_here(message) for message in _carriers(session, item))


def recall(work: Work, item: ServiceList, why: str = REPLACED) -> None:
    """Withdraw the mail that was to bring a Nachtrag and has not left; what is open of all it carried goes again."""
    if not has_left(work.session, item):
        waiting = [m for m in _carriers(work.session, item) if m.state is not MessageState.CANCELLED]
        withdraw(work, waiting, why, StateReason.REPLACED)


def close_replaced(work: Work, lists: Iterable[ServiceList]) -> None:
    """Let the Nachträge be done with from which everything open has gone on: replaced, or back where answers of them stay."""
    for item in lists:
        if item.state in FINAL_STATES:
            continue
        states = [row.state for row in item.rows]
        stays = item.returned_at or any(state not in GONE for state in states)
        item.state = state_after_return(states, nil_return=False) if states and stays else ListState.SUPERSEDED
        work.record("list_replaced", ("service_list", item.id), f"{item.office.title}, Fassung {item.version}")


def _supplements(session: Session, round_: Round) -> defaultdict[int, list[ServiceList]]:
    """Return office id → its Nachträge in a round, the oldest first."""
    query = select(ServiceList).where(ServiceList.round_id == round_.id, ServiceList.version > 1)
    query = query.options(joinedload(ServiceList.office), selectinload(ServiceList.rows))
    found: defaultdict[int, list[ServiceList]] = defaultdict(list)
    for item in session.scalars(query.order_by(ServiceList.version)):
        if not item.is_first:  # that of an office which was taken over, too
            found[item.office_id].append(item)
    return found


def _carriers(session: Session, item: ServiceList) -> list[Message]:
    """Return the mails that bring a list, the oldest first."""
    query = (
        select(Message)
        .join(MessageList, MessageList.message_id == Message.id)
        .where(MessageList.service_list_id == item.id, Message.kind.in_(LIST_KINDS))
    )
    return list(session.scalars(query.order_by(Message.id)))


def _is_still_here(message: Message) -> bool:
    """Tell whether nobody can have got a mail: it waits for everybody it is for, or was cancelled before it left."""
    waits = message.state in (MessageState.HELD, MessageState.QUEUED)
    return message.state is MessageState.CANCELLED or (
        waits and all(r.state == RecipientState.PENDING for r in message.recipients)
    )


def _any_recalled(work: Work) -> bool:
    query = select(Message.id).where(Message.rollout_id == work.rollout.id, Message.state_reason_code == StateReason.REPLACED)
    return work.session.scalar(query.limit(1)) is not None


def _is_recalled(session: Session, item: ServiceList) -> bool:
    """Tell whether a Nachtrag waits for another mail, because the one that carried it was recalled; what a person stopped stays so."""
    if item.state is not ListState.QUEUED or has_left(session, item) or all(row.state in GONE for row in item.rows):
        return False
    last = _carriers(session, item)[-1:]
    return bool(last) and last[0].state_reason_code is StateReason.REPLACED


def _again(item: ServiceList) -> ListPlan:
    return ListPlan(office=item.office, services=(), due_on=item.due_on, version=item.version)


def _whole(work: Work, plan: ListPlan, earlier: Sequence[ServiceList], onto: ServiceList | None) -> ListPlan | None:
    """Return a Nachtrag with what goes on from the earlier ones; None where the office got one today, which is told."""
    if onto is None and any(_left_today(work, item) for item in earlier):
        waiting = german.count(len(plan.services), "Leistung folgt", "Leistungen folgen")
        work.say(f"{plan.office.title} hat heute schon einen Nachtrag bekommen; {waiting} mit dem nächsten Tageslauf.")
        return None
    out = [item for item in earlier if item is not onto and item.state not in FINAL_STATES and has_left(work.session, item)]
    rows = (*_unanswered(out), *_given_back(plan, earlier))
    here = {row.service_id for row in rows}
    open_ = [*out, *([onto] if onto else [])]
    return replace(
        plan,
        services=tuple(service for service in plan.services if service.id not in here),
        rows=rows,
        onto=onto,
        version=onto.version if onto else plan.version,
        due_on=max(plan.due_on, *(item.due_on for item in open_)) if open_ else plan.due_on,
    )


def _left_today(work: Work, item: ServiceList) -> bool:
    return has_left(work.session, item) and german.local_day(item.sent_at or item.prepared_at) == work.today


def _unanswered(lists: Iterable[ServiceList]) -> tuple[ServiceListRow, ...]:
    return tuple(row for item in lists for row in item.rows if row.state in UNFINISHED_ROWS)


def _given_back(plan: ListPlan, earlier: Iterable[ServiceList]) -> tuple[ServiceListRow, ...]:
    """Return the rows of services that had been taken from the office and come back to it, each once, the newest."""
    new = {service.id for service in plan.services}
    rows = {r.service_id: r for item in earlier for r in item.rows if r.service_id in new and _asks_nothing(item, r)}
    return tuple(rows.values())


def _asks_nothing(item: ServiceList, row: ServiceListRow) -> bool:
    """Tell whether an office is not asked by a row although it has not given the service away."""
    return row.state is RowState.WITHDRAWN or (item.state is ListState.SUPERSEDED and row.state in UNFINISHED_ROWS)
