"""The rounds: look at them, close one, take it up again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Milestone, Rollout, Round, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.timeline import Action, MilestoneState
from ozg_workflow.domain.survey.service_list import FINAL_STATES, ListState, RoundKind
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import find_rollout
from ozg_workflow.usecases.survey.rounds import find_round, survey_round
from ozg_workflow.usecases.timeline.deadlines import withdraw_mails_about
from ozg_workflow.usecases.timeline.milestones import complete, reopen


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round as people see it; `previous` is the key of the round it repeats."""

    key: str
    kind: RoundKind
    title: str
    opened_on: date
    due_on: date
    closed_at: datetime | None
    previous: str
    lists: int
    returned: int

    @property
    def state(self) -> str:
        """`läuft` or `geschlossen am …`."""
        return f"geschlossen am {german.local_time(self.closed_at)[:10]}" if self.closed_at else "läuft"


def list_rounds(ctx: Context) -> tuple[RoundView, ...]:
    """Return all rounds, the oldest first."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        rounds = {r.id: r for r in session.scalars(select(Round).where(Round.rollout_id == rollout.id).order_by(Round.id))}
        counts = _counts(session, rollout)
        return tuple(_view(round_, rounds, counts.get(round_.id, Counter())) for round_ in rounds.values())


def _counts(session: Session, rollout: Rollout) -> dict[int, Counter[ListState]]:
    query = (
        select(Round.id, ServiceList.state, func.count())
        .join(ServiceList, ServiceList.round_id == Round.id)
        .where(Round.rollout_id == rollout.id, ServiceList.state != ListState.SUPERSEDED)
        .group_by(Round.id, ServiceList.state)
    )
    counts: dict[int, Counter[ListState]] = {}
    for round_id, state, number in session.execute(query):
        counts.setdefault(round_id, Counter())[state] = number
    return counts


def _view(round_: Round, rounds: dict[int, Round], states: Counter[ListState]) -> RoundView:
    return RoundView(
        key=round_.key,
        kind=round_.kind,
        title=round_.title,
        opened_on=round_.opened_on,
        due_on=round_.due_on,
        closed_at=round_.closed_at,
        previous=rounds[round_.previous_id].key if round_.previous_id else "",
        lists=states.total(),
        returned=states[ListState.RETURNED] + states[ListState.NIL_RETURN],
    )


def close_round(ctx: Context, key: str | None = None, note: str = "") -> StepResult:
    """Close a round (default: the newest survey): nobody is reminded any more, what is missing stays missing.

    Lists that come back later are recorded all the same, and their senders are told that the round is closed.
    """
    result = StepResult(title="Runde schließen")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        round_ = find_round(session, rollout, key)
        if round_.closed_at:
            result.say(f"Die Runde „{round_.key}“ ist bereits seit {german.local_time(round_.closed_at)} geschlossen.")
            return result
        close(ctx, session, rollout, round_, note, result)
    return result


def close(ctx: Context, session: Session, rollout: Rollout, round_: Round, note: str, result: StepResult) -> None:
    """Close an open round."""
    lists = list(session.scalars(select(ServiceList).where(ServiceList.round_id == round_.id).order_by(ServiceList.id)))
    missing = [item for item in lists if item.state not in FINAL_STATES]
    round_.closed_at = ctx.clock()
    text = f"Runde „{round_.key}“ geschlossen, {german.count(len(missing), 'Liste fehlt', 'Listen fehlen')}"
    data = {"closed_at": round_.closed_at.isoformat(), "lists": len(lists), "missing": len(missing), "note": note}
    record(ctx, session, rollout, "round_closed", ("round", round_.key), text + (f" ({note})" if note else ""), data)
    result.did(f"{text}.")
    for item in missing:
        result.say(f"Bleibt unvollständig: {item.office.title}, Fassung {item.version}.")
    ids = [item.id for item in lists]
    withdraw_mails_about(ctx, session, rollout, ids, result, why="Die Runde ist geschlossen.")
    if round_ is survey_round(session, rollout):
        complete(ctx, session, rollout, Action.COLLECT, result)


def reopen_round(ctx: Context, key: str | None = None) -> StepResult:
    """Take a closed round up again: reminders go on, its Nachträge go out."""
    result = StepResult(title="Runde wieder öffnen")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        round_ = find_round(session, rollout, key)
        if round_.closed_at is None:
            result.say(f"Die Runde „{round_.key}“ ist nicht geschlossen.")
            return result
        newest = survey_round(session, rollout)
        if round_.kind is RoundKind.SURVEY and newest is not None and round_ is not newest:
            result.say(f"Hinweis: Inzwischen gibt es die Runde „{newest.key}“; ausgewertet wird die neueste.")
        round_.closed_at = None
        record(ctx, session, rollout, "round_reopened", ("round", round_.key), f"Runde „{round_.key}“", {"closed_at": None})
        result.did(f"Die Runde „{round_.key}“ läuft wieder.")
        if round_ is newest and _missing(session, round_):
            _resume_collection(ctx, session, rollout)
    return result


def _missing(session: Session, round_: Round) -> bool:
    query = select(ServiceList.id).where(ServiceList.round_id == round_.id, ServiceList.state.not_in(FINAL_STATES))
    return session.scalar(query.limit(1)) is not None


def _resume_collection(ctx: Context, session: Session, rollout: Rollout) -> None:
    for milestone in session.scalars(
        select(Milestone).where(Milestone.rollout_id == rollout.id, Milestone.action == Action.COLLECT)
    ):
        reopen(ctx, session, rollout, milestone, MilestoneState.RUNNING)
