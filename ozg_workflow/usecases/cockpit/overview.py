"""Everything the cockpit shows: the status and what makes it readable at a glance."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import selectinload

from ozg_workflow.database.columns import columns, one_of
from ozg_workflow.database.models import Evaluation, Message, MessageList
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.outlook import returns_forecast
from ozg_workflow.domain.cockpit.overview import (
    DepartmentReturns,
    EventReplies,
    MailLine,
    MissingList,
    Overview,
    Point,
    RankedService,
    ReturnsOn,
    RoundView,
    Scores,
)
from ozg_workflow.domain.cockpit.status import ListStatus, Status
from ozg_workflow.domain.journal import Picture
from ozg_workflow.domain.post.mail import REMINDER_KINDS
from ozg_workflow.domain.results.prioritisation import Quadrant
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.cockpit.course import course
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.progress import progress
from ozg_workflow.usecases.cockpit.status import Facts, assemble, facts_now, facts_then
from ozg_workflow.usecases.results.outlook import measures_forecast
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.calendar_replies import reply_counts

MAIL_LOG = 100  # mails
_LAST_REMINDERS: Final = (
    select(MessageList.service_list_id, func.max(Message.created_at))
    .join(Message, Message.id == MessageList.message_id)
    .where(MessageList.service_list_id.in_(bindparam("lists", expanding=True)))
    .where(one_of(Message.kind, REMINDER_KINDS), Message.created_at < bindparam("evening"))
    .group_by(MessageList.service_list_id)
)


def overview(ctx: Context, *, as_of: date | None = None, brief: bool = False) -> Overview:
    """Return the status with everything the cockpit shows beside it; `as_of` is a past day, shown as it was in the evening.

    `brief` leaves out what has pages of its own: mails, scores, the progress of the implementation. Raises InputError for days the journal does not know.
    """
    with ctx.reading() as work:
        return overview_of(work, as_of=as_of, brief=brief)


def overview_of(now: Work, *, as_of: date | None = None, brief: bool = False) -> Overview:
    """Return the same of a work that has begun."""
    facts = facts_now(now) if as_of is None else facts_then(now, as_of)
    work = now.on(as_of) if as_of else now
    status, way = assemble(work, facts), course(work, whole=as_of is not None or not brief)
    then = way.picture if as_of else None
    return Overview(
        status=status,
        needs=tuple(needs(work, then, facts)),
        rounds=tuple(_rounds(work, status, way.returns)),
        missing=_missing(work, status),
        mails=() if brief else tuple(_mails(work, then)),
        replies=tuple(_replies(work, facts)),
        scores=_scores(work, facts.evaluation.id) if facts.evaluation and not brief else None,
        progress=progress(work, then, way.measures) if facts.measures and not brief else None,
        forecast=measures_forecast(work) if facts.measures else None,
    )


# --- the returns ---------------------------------------------------------------------------------------------------------


def _rounds(work: Work, status: Status, over_time: Mapping[str, Sequence[ReturnsOn]]) -> Iterator[RoundView]:
    for item in work.rounds:
        if item.opened_on <= work.today and (lists := status.lists_of(item.key)):
            yield _round(work, item, lists, over_time.get(item.key, ()))


def _round(work: Work, item: Any, lists: Sequence[ListStatus], over_time: Sequence[ReturnsOn]) -> RoundView:
    return RoundView(
        key=item.key,
        kind=item.kind,
        title=f"{item.title} ab {german.short_date(item.opened_on)}",
        opened_on=item.opened_on,
        due_on=_due_on(lists),
        lists=len(lists),
        returned=sum(i.is_back for i in lists),
        departments=tuple(
            _department(number, work.directory.departments[number].name, [i for i in lists if i.department == number])
            for number in sorted({i.department for i in lists})
        ),
        over_time=tuple(over_time),
        forecast=returns_forecast(lists, work.prepared.timeline.calendar, work.today),
    )


def _due_on(lists: Sequence[ListStatus]) -> date:
    """Return what most lists have: a deadline that was moved later is not that of a past day."""
    first = min(i.version for i in lists)
    return Counter(i.due_on for i in lists if i.version == first).most_common(1)[0][0]


def _department(number: str, name: str, lists: Sequence[ListStatus]) -> DepartmentReturns:
    returned = sum(i.is_back for i in lists)
    partly = sum(i.state is ListState.PARTLY_RETURNED for i in lists)
    return DepartmentReturns(
        number=number, name=name, lists=len(lists), returned=returned, partly=partly, open=len(lists) - returned - partly
    )


def _missing(work: Work, status: Status) -> tuple[MissingList, ...]:
    """Return the lists that are out and not back, the longest overdue first."""
    chosen = [item for item in status.lists if item.is_missing]
    reminded = _last_reminders(work, [item.list_id for item in chosen if item.reminders])
    rows = [
        MissingList(
            item=item,
            mailbox=work.directory.departments[item.department].mailbox,
            days_left=(item.due_on - work.today).days,
            reminded_at=reminded.get(item.list_id) if item.reminders else None,
        )
        for item in chosen
    ]
    return tuple(sorted(rows, key=lambda row: (row.days_left, row.item.department, row.item.office, row.item.version)))


def _last_reminders(work: Work, lists: list[int]) -> dict[int, datetime]:
    found = columns(work.session, _LAST_REMINDERS, {"lists": lists, "evening": german.evening(work.today)}) if lists else ()
    return {list_id: at for list_id, at in found}


# --- the mails -----------------------------------------------------------------------------------------------------------


def _mails(work: Work, then: Picture | None) -> Iterator[MailLine]:
    """Return the newest mails, newest first; of a past evening those that existed, with the state they had."""
    query = select(Message).where(Message.rollout_id == work.rollout.id).options(selectinload(Message.recipients))
    if then is not None:
        query = query.where(Message.id.in_(sorted(then.messages)[-MAIL_LOG:]))
    for message in work.session.scalars(query.order_by(Message.id.desc()).limit(MAIL_LOG)):
        state = then.messages[message.id] if then else message.state
        yield MailLine(
            id=message.id,
            created_at=message.created_at,
            accepted_at=message.accepted_at,
            kind=message.kind,
            to=tuple(r.address for r in message.recipients),
            subject=message.subject,
            state=state,
            reason=message.state_reason if state is message.state else "",
        )


def _replies(work: Work, facts: Facts) -> Iterator[EventReplies]:
    """Return for each information event how many mailboxes accepted, declined or reserved; none of one that was not planned then."""
    for key, counts in reply_counts(work).items():
        if key in facts.milestones:
            yield EventReplies(milestone=key, title=facts.milestones[key].title, **counts)


# --- the evaluation ------------------------------------------------------------------------------------------------------


def _scores(work: Work, evaluation: int) -> Scores:
    scores = work.session.get_one(Evaluation, evaluation).scores
    names, results = work.directory.office_names, [score.result for score in scores]
    return Scores(
        threshold=work.config.prioritisation.threshold * 100,
        top=tuple(_ranked(result, names) for result in results if result["rank"]),
        points=tuple(_point(result) for result in results if result["quadrant"] is not None),
    )


def _ranked(result: Mapping[str, Any], names: Mapping[str, str]) -> RankedService:
    own = ("rank", "stable_from", "stable_to", "name", "benefit", "feasibility", "score")
    office = f"{result['office']} {names.get(result['office'], '')}".strip()
    return RankedService(office=office, **{name: result[name] for name in own})


def _point(result: Mapping[str, Any]) -> Point:
    own = ("rank", "benefit", "feasibility")
    return Point(quadrant=Quadrant(result["quadrant"]), **{name: result[name] for name in own})
