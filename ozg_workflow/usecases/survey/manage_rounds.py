"""The rounds: look at them, close one, take it up again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from ozg_workflow.database.models import Milestone, Round, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.survey.service_list import BACK, ListState, RoundKind
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import find_round, missing_lists, survey_round
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
    with ctx.reading() as work:
        rounds = {
            r.id: r for r in work.session.scalars(select(Round).where(Round.rollout_id == work.rollout.id).order_by(Round.id))
        }
        counts = _counts(work)
        return tuple(_view(round_, rounds, counts.get(round_.id, Counter())) for round_ in rounds.values())


def _counts(work: Work) -> dict[int, Counter[ListState]]:
    query = (
        select(Round.id, ServiceList.state, func.count())
        .join(ServiceList, ServiceList.round_id == Round.id)
        .where(Round.rollout_id == work.rollout.id, ServiceList.state != ListState.SUPERSEDED)
        .group_by(Round.id, ServiceList.state)
    )
    counts: dict[int, Counter[ListState]] = {}
    for round_id, state, number in work.session.execute(query):
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
        returned=sum(states[state] for state in BACK),
    )


def close_round(ctx: Context, key: str | None = None, note: str = "") -> StepResult:
    """Close a round (default: the newest survey): nobody is reminded any more, what is missing stays missing.

    Lists that come back later are recorded all the same, and their senders are told that the round is closed.
    """
    with ctx.work("Runde schließen") as work:
        round_ = find_round(work, key)
        if round_.closed_at:
            work.say(f"Die Runde „{round_.key}“ ist bereits seit {german.local_time(round_.closed_at)} geschlossen.")
            return work.result
        close(work, round_, note)
    return work.result


def close(work: Work, round_: Round, note: str) -> None:
    """Close an open round."""
    lists = list(work.session.scalars(select(ServiceList).where(ServiceList.round_id == round_.id).order_by(ServiceList.id)))
    missing = missing_lists(work.session, round_)
    round_.closed_at = work.now()
    text = f"Runde „{round_.key}“ geschlossen, {german.count(len(missing), 'Liste fehlt', 'Listen fehlen')}"
    data = {"closed_at": round_.closed_at.isoformat(), "lists": len(lists), "missing": len(missing), "note": note}
    work.record("round_closed", ("round", round_.key), text + (f" ({note})" if note else ""), data)
    work.did(f"{text}.")
    for item in missing:
        work.say(f"Bleibt unvollständig: {item.office.title}, Fassung {item.version}.")
    ids = [item.id for item in lists]
    withdraw_mails_about(work, ids, why="Die Runde ist geschlossen.")
    if round_ is survey_round(work):
        complete(work, Action.COLLECT)


def reopen_round(ctx: Context, key: str | None = None) -> StepResult:
    """Take a closed round up again: reminders go on, its Nachträge go out."""
    with ctx.work("Runde wieder öffnen") as work:
        round_ = find_round(work, key)
        if round_.closed_at is None:
            work.say(f"Die Runde „{round_.key}“ ist nicht geschlossen.")
            return work.result
        newest = survey_round(work)
        if round_.kind is RoundKind.SURVEY and newest is not None and round_ is not newest:
            work.say(f"Hinweis: Inzwischen gibt es die Runde „{newest.key}“; ausgewertet wird die neueste.")
        round_.closed_at = None
        work.record("round_reopened", ("round", round_.key), f"Runde „{round_.key}“", {"closed_at": None})
        work.did(f"Die Runde „{round_.key}“ läuft wieder.")
        if round_ is newest and missing_lists(work.session, round_):
            _resume_collection(work)
    return work.result


def _resume_collection(work: Work) -> None:
    for milestone in work.session.scalars(
        select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.action == Action.COLLECT)
    ):
        reopen(work, milestone, MilestoneState.RUNNING)
