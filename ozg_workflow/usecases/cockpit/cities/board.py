"""Where all rollouts stand: one set of questions for all of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.domain import german
from ozg_workflow.domain.cities.board import CityLine, Stage
from ozg_workflow.domain.cockpit.status import OUT
from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.domain.plan.milestones import Action, MilestoneState, state_on
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.survey.service_list import BACK, ListState, RoundKind
from ozg_workflow.usecases.answers.disputed import contradicted_by_rollout
from ozg_workflow.usecases.cockpit.cities import statements as asked
from ozg_workflow.usecases.outbox.bad_mailboxes import bad_by_rollout
from ozg_workflow.usecases.outbox.questions import resting_relays

_MAILS: Final = {
    MessageState.UNKNOWN: NeedKind.UNKNOWN,
    MessageState.HELD: NeedKind.HELD,
    MessageState.REFUSED: NeedKind.REFUSED,
    MessageState.BOUNCED: NeedKind.BOUNCED,
}
_INBOX: Final = {IncomingState.QUARANTINED: NeedKind.QUARANTINE, IncomingState.TO_READ: NeedKind.TO_READ}
Waiting = dict[int, Counter[NeedKind]]  # rollout id → what waits there


@dataclass(frozen=True, kw_only=True)
class Board:
    """All rollouts as they are `now` (aware), on a pretended day in a rehearsal; `relay_of` is the name of a rollout's mail server."""

    session: Session
    now: datetime
    relay_of: Callable[[str], str]

    @cached_property
    def today(self) -> date:
        """The civil day."""
        return german.local_day(self.now)

    def ask(self, query: Any, rollouts: Iterable[int], **more: Any) -> Any:
        """Put one question about some rollouts; `more` are values that only this one asks for."""
        values = {"rollouts": list(rollouts), "today": self.today, "evening": german.evening(self.today), **more}
        return columns(self.session, query, values)  # what a question does not ask about is left alone


def city_lines(board: Board, sees: Callable[[str], bool]) -> tuple[CityLine, ...]:
    """Return a line for each rollout whose key is seen, by key."""
    found: list[Any] = [(rollout, *told) for rollout, *told in columns(board.session, asked.ROLLOUTS, {}) if sees(told[0])]
    ids = [rollout for rollout, *_ in found]
    if not ids:
        return ()
    plans, rounds = _plans(board, ids), _Rounds(board, ids)
    waiting = _waiting(board, ids, rounds)
    _add_papers(board, plans, rounds, waiting)
    _add_resting(board, {rollout: key for rollout, key, *_ in found}, waiting)
    runs = {rollout: german.local_day(at) for rollout, at in board.ask(asked.RUNS, ids)}
    return tuple(
        CityLine(
            key=key,
            title=title,
            city=city,
            stage=plans[rollout].stage,
            waiting=+waiting[rollout],
            ran_on=runs.get(rollout),
            **rounds.figures(rollout),
        )
        for rollout, key, title, city in found
    )


# --- the plan ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Plan:
    """What is not done of a plan: its first milestone, how many somebody is late with, and whether the implementation should have begun."""

    stage: Stage = field(default_factory=Stage)
    late: int = 0
    begins: bool = False


def _plans(board: Board, ids: list[int]) -> dict[int, _Plan]:
    found = {rollout: _Plan() for rollout in ids}
    for rollout, title, planned, action, stored, acts_on, last_day in board.ask(asked.MILESTONES, ids):
        plan, state = found[rollout], state_on(action, stored, acts_on, last_day, board.today)
        if not plan.stage.title:
            plan.stage = Stage(title=title, planned=planned, state=state)
        plan.late += state is MilestoneState.LATE or (action is Action.TICK_OFF and state is MilestoneState.DUE)
        plan.begins |= action is Action.START_IMPLEMENTATION and acts_on <= board.today
    return found


# --- the lists -----------------------------------------------------------------------------------------------------------


class _Round(NamedTuple):
    """What is asked of a round."""

    id: int
    key: str
    kind: RoundKind
    closed_at: datetime | None
    opened_on: date


class _Rounds:
    """The rounds of all rollouts, and how many of their lists are in which state."""

    def __init__(self, board: Board, ids: list[int]) -> None:
        self._rounds: dict[int, list[_Round]] = defaultdict(list)
        self._lists: dict[int, Counter[ListState]] = defaultdict(Counter)
        self._over: Counter[int] = Counter()
        self._today = board.today
        for rollout, *round_ in board.ask(asked.ROUNDS, ids):
            self._rounds[rollout].append(_Round(*round_))
        for round_id, state, over, number in board.ask(asked.LISTS, ids):
            self._lists[round_id][state] += number
            self._over[round_id] += number if over and state in OUT else 0

    def figures(self, rollout: int) -> dict[str, int]:
        """Return lists and returns of the newest round that has any, and what is over its deadline in all that still wait."""
        rounds = self._rounds[rollout]
        opened = (self._counted(r.id) for r in reversed(rounds) if r.opened_on <= self._today)
        current = next(filter(None, opened), {})
        return {
            "lists": sum(current.values()),
            "returned": sum([number for state, number in current.items() if state in BACK]),
            "late": sum([self._over[r.id] for r in rounds if self._waits(r)]),
        }

    @property
    def queries(self) -> list[int]:
        """The ids of the rounds that ask for progress."""
        return [row.id for rounds in self._rounds.values() for row in rounds if row.kind is RoundKind.PROGRESS]

    def survey(self, rollout: int) -> str:
        """Return the key of the newest survey, empty before the first."""
        return next((r.key for r in reversed(self._rounds[rollout]) if r.kind is RoundKind.SURVEY), "")

    def _counted(self, round_id: int) -> dict[ListState, int]:
        """Return how many lists that count are in which state; nothing where there are none."""
        return {state: number for state, number in self._lists[round_id].items() if state is not ListState.SUPERSEDED}

    def _waits(self, row: _Round) -> bool:
        return row.closed_at is None or german.local_day(row.closed_at) > self._today


# --- what waits ----------------------------------------------------------------------------------------------------------


def _waiting(board: Board, ids: list[int], rounds: _Rounds) -> Waiting:
    found: Waiting = defaultdict(Counter)
    for rollout, kind, number in _counts(board, ids, rounds):
        found[rollout][kind] += number
    return found


def _counts(board: Board, ids: list[int], rounds: _Rounds) -> Iterator[tuple[int, NeedKind, int]]:
    for rollout, state, to_release, number in board.ask(asked.MAILS, ids):
        yield rollout, NeedKind.RELEASE if to_release and state is MessageState.HELD else _MAILS[state], number
    for rollout, state, number in board.ask(asked.INBOX, ids):
        yield rollout, _INBOX[state], number
    for rollout, number in board.ask(asked.CASES, ids):
        yield rollout, NeedKind.CASE, number
    for rollout, number in board.ask(asked.DELAYED_OFFICES, ids, queries=rounds.queries):
        yield rollout, NeedKind.MEASURES, number
    for rollout, number in bad_by_rollout(board.session, ids, board.today).items():
        yield rollout, NeedKind.MAILBOX, number
    for rollout, number in contradicted_by_rollout(board.session, ids, board.today).items():
        yield rollout, NeedKind.CONFLICT, number


def _add_papers(board: Board, plans: Mapping[int, _Plan], rounds: _Rounds, waiting: Waiting) -> None:
    """Add what is owed about the plan and the papers: milestones, the release of the newest draft, the decision."""
    papers: dict[int, list[Any]] = defaultdict(list)
    for row in board.ask(asked.PAPERS, plans):
        papers[row.rollout_id].append(row)
    for rollout, plan in plans.items():
        own = papers.get(rollout, ())
        newest = own[-1] if own else None
        draft = newest is not None and not (newest.released_at or newest.decided_at)
        released = newest is not None and newest.released_at and not newest.decided_at
        decided = bool(own) and any(paper.decided_at for paper in own if paper.round_key == rounds.survey(rollout))
        waiting[rollout][NeedKind.MILESTONE] += plan.late
        waiting[rollout][NeedKind.DRAFT] += draft
        waiting[rollout][NeedKind.DECISION] += bool(released or (plan.begins and not decided))


def _add_resting(board: Board, keys: Mapping[int, str], waiting: Waiting) -> None:
    """Add the mail servers that rest; only where one does the settings of the rollouts are read."""
    resting = {relay.name for relay in resting_relays(board.session, board.now)}
    for rollout, key in keys.items() if resting else ():
        waiting[rollout][NeedKind.PAUSED] += board.relay_of(key)[:255] in resting
