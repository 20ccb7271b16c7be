"""Everything the cockpit shows, as plain data: the status and what makes it readable at a glance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from ozg_workflow.database.models import (
    Evaluation,
    Measure,
    Message,
    MessageList,
    Milestone,
    Round,
    ServiceList,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.journal import Picture, evenings
from ozg_workflow.domain.post.mails.registry import KIND_TITLES, REMINDER_KINDS
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.status import Facts, assemble, facts_now, facts_then
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.figures import moment
from ozg_workflow.usecases.step.journal import BERLIN, entries
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.calendar_replies import reply_counts

RETURNED = (ListState.RETURNED, ListState.NIL_RETURN)
MISSING = (ListState.QUEUED, ListState.SENT, ListState.PARTLY_RETURNED)
MAIL_LOG = 100  # mails

Row = dict[str, Any]


def overview(ctx: Context, *, as_of: date | None = None) -> Row:
    """Return the status with everything the cockpit shows beside it, as JSON data; `as_of` is a past day.

    Raises InputError for days the journal does not know.
    """
    with ctx.reading() as now:
        facts = facts_now(now) if as_of is None else facts_then(now, as_of)
        work = now.on(as_of) if as_of else now
        found = assemble(work, facts)
        picture, returns, measures = _history(work)
        return {
            **found,
            "needs": [asdict(need) | {"title": need.title} for need in needs(work, picture if as_of else None)],
            "rounds": (rounds := _rounds(work, found, returns)),
            "round": rounds[-1] if rounds else None,
            "missing": _missing(work, facts),
            "mails": _mails(work, picture if as_of else None),
            "replies": _replies(work),
            "scores": _scores(work, facts.evaluation),
            "progress": _progress(work, picture if as_of else None, measures) if facts.measures else None,
        }


def _history(work: Work) -> tuple[Picture, dict[str, list[Row]], list[Row]]:
    """Return the last picture up to today, the returns of each round and the measures, each evening something changed in them."""
    query = select(ServiceList.id, Round.key).join(Round, Round.id == ServiceList.round_id)
    round_of = {str(list_id): key for list_id, key in work.session.execute(query.where(Round.rollout_id == work.rollout.id))}
    returns: dict[str, list[Row]] = {}
    measures: list[Row] = []
    picture = Picture()
    for day, picture in evenings(entries(work.session, work.rollout, work.today)):
        for key, counts in _by_round(picture, round_of).items():
            _append(returns.setdefault(key, []), day, lists=counts.total(), returned=counts[True])
        states = Counter(picture.measures.values())
        reached = states[MeasureState.REACHED]
        if states:
            _append(measures, day, measures=states.total(), started=states[MeasureState.STARTED] + reached, reached=reached)
    return picture, returns, measures


def _by_round(picture: Picture, round_of: Mapping[str, str]) -> dict[str, Counter[bool]]:
    found: dict[str, Counter[bool]] = {}
    for list_id, figures in picture.lists.items():
        if list_id in round_of and figures["state"] != ListState.SUPERSEDED:
            found.setdefault(round_of[list_id], Counter())[figures["state"] in RETURNED] += 1
    return found


def _append(rows: list[Row], day: date, **figures: int) -> None:
    """Add the figures of an evening, unless they are those of the evening before."""
    if not rows or any(rows[-1][name] != number for name, number in figures.items()):
        rows.append({"day": day.isoformat(), **figures})


def _rounds(work: Work, found: Row, returns: Mapping[str, list[Row]]) -> list[Row]:
    query = select(Round).where(Round.rollout_id == work.rollout.id, Round.opened_on <= work.today).order_by(Round.id)
    departments = work.directory.departments
    return [
        _round(item, lists, {number: d.name for number, d in departments.items()}, returns.get(item.key, []))
        for item in work.session.scalars(query)
        if (lists := [i for i in found["lists"] if i["round"] == item.key and i["state"] != ListState.SUPERSEDED])
    ]


def _round(item: Round, lists: list[Row], departments: Mapping[str, str], over_time: list[Row]) -> Row:
    own = {number: [i for i in lists if i["department"] == number] for number in sorted({i["department"] for i in lists})}
    return {
        "key": item.key,
        "kind": str(item.kind),
        "title": f"{item.title} ab {german.short_date(item.opened_on)}",
        "opened_on": item.opened_on.isoformat(),
        # what most lists have: a deadline that was moved later is not that of a past day
        "due_on": Counter(i["due_on"] for i in lists if i["version"] == min(x["version"] for x in lists)).most_common(1)[0][0],
        "lists": len(lists),
        "returned": _count(lists, *RETURNED),
        "departments": [
            {
                "number": number,
                "name": departments[number],
                "lists": len(some),
                "returned": _count(some, *RETURNED),
                "partly": _count(some, ListState.PARTLY_RETURNED),
                "open": len(some) - _count(some, *RETURNED, ListState.PARTLY_RETURNED),
            }
            for number, some in own.items()
        ],
        "over_time": over_time,
    }


def _count(lists: list[Row], *states: ListState) -> int:
    return sum(i["state"] in states for i in lists)


def _missing(work: Work, facts: Facts) -> list[Row]:
    """Return the lists that are out and not back, the longest overdue first; a closed round waits for nobody."""
    chosen = [list_id for list_id, figures in facts.lists.items() if figures["state"] in MISSING]
    reminded = _last_reminders(work, chosen)
    query = (
        select(ServiceList)
        .join(Round)
        .where(ServiceList.id.in_(chosen), or_(Round.closed_at.is_(None), Round.closed_at >= _evening(work.today)))
        .options(selectinload(ServiceList.office))
    )
    rows = []
    for item in work.session.scalars(query):
        figures, department = facts.lists[item.id], work.directory.department_of(item.office.number)
        rows.append(
            {
                "office": item.office.number,
                "name": item.office.name,
                "department": department.number,
                "mailbox": department.mailbox,
                "round": item.round.key,
                "version": item.version,
                "days_left": (date.fromisoformat(figures["due_on"]) - work.today).days,
                "reminders": facts.reminders.get(item.id, 0),
                "reminded_on": reminded.get(item.id) if facts.reminders.get(item.id) else None,
                **{name: figures[name] for name in ("state", "rows", "answered", "invalid", "due_on", "sent_at")},
            }
        )
    return sorted(rows, key=lambda row: (row["days_left"], row["department"], row["office"], row["version"]))


def _evening(day: date) -> datetime:
    """Return the end of the day that is shown."""
    return datetime.combine(day + timedelta(days=1), time(), BERLIN)


def _last_reminders(work: Work, lists: list[int]) -> dict[int, str]:
    query = (
        select(MessageList.service_list_id, func.max(Message.created_at))
        .join(Message, Message.id == MessageList.message_id)
        .where(
            MessageList.service_list_id.in_(lists), Message.kind.in_(REMINDER_KINDS), Message.created_at < _evening(work.today)
        )
        .group_by(MessageList.service_list_id)
    )
    return {list_id: str(moment(at)) for list_id, at in work.session.execute(query)}


def _mails(work: Work, then: Picture | None) -> list[Row]:
    """Return the newest mails, newest first; of a past evening those that existed, with the state they had."""
    query = select(Message).where(Message.rollout_id == work.rollout.id).options(selectinload(Message.recipients))
    if then is not None:
        query = query.where(Message.id.in_(sorted(map(int, then.messages))[-MAIL_LOG:]))
    return [
        {
            "id": m.id,
            "at": moment(m.created_at),
            "accepted_at": moment(m.accepted_at),
            "kind": KIND_TITLES[m.kind],
            "to": [r.address for r in m.recipients],
            "subject": m.subject,
            "state": (state := MessageState(then.messages[str(m.id)]) if then else m.state),
            "reason": m.state_reason if state is m.state else "",
        }
        for m in work.session.scalars(query.order_by(Message.id.desc()).limit(MAIL_LOG))
    ]


def _replies(work: Work) -> list[Row]:
    """Return for each information event how many mailboxes accepted, declined or reserved."""
    titles = {m.key: m.title for m in work.session.scalars(select(Milestone).where(Milestone.rollout_id == work.rollout.id))}
    return [{"milestone": key, "title": titles[key], **counts} for key, counts in reply_counts(work).items()]


def _scores(work: Work, evaluation: Evaluation | None) -> Row | None:
    if evaluation is None:
        return None
    names = work.directory.office_names
    rows = [s.result for s in evaluation.scores]
    return {
        "threshold": work.config.prioritisation.threshold * 100,
        "top": [s | {"office": f"{s['office']} {names.get(s['office'], '')}".strip()} for s in rows if s["rank"]],
        "points": [
            {name: s[name] for name in ("rank", "benefit", "feasibility", "quadrant")} for s in rows if s["quadrant"] is not None
        ],
    }


def _progress(work: Work, then: Picture | None, over_time: list[Row]) -> Row:
    """Return the measures over time, what the waves want, and how far each wave is."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id).order_by(Measure.starts_on, Measure.target_on)
    measures = list(work.session.scalars(query))
    titles = {wave.key: wave.title for wave in work.config.prioritisation.waves}
    state_of = then.measures if then else {str(m.id): str(m.state) for m in measures}
    waves: dict[str, list[Measure]] = {}
    for m in (m for m in measures if str(m.id) in state_of):
        waves.setdefault(m.wave, []).append(m)
    plan, total = [], 0
    for own in waves.values():
        starts_on, ends_on = own[0].starts_on, max(m.target_on for m in own)
        plan += [{"day": starts_on.isoformat(), "number": total}, {"day": ends_on.isoformat(), "number": total + len(own)}]
        total += len(own)
    return {
        "over_time": over_time,
        "plan": plan,
        "waves": [
            {
                "title": titles.get(key, key),
                "starts_on": own[0].starts_on.isoformat(),
                "ends_on": max(m.target_on for m in own).isoformat(),
                "measures": len(own),
                "started": sum(state_of.get(str(m.id)) in (MeasureState.STARTED, MeasureState.REACHED) for m in own),
                "reached": sum(state_of.get(str(m.id)) == MeasureState.REACHED for m in own),
            }
            for key, own in waves.items()
        ],
    }
