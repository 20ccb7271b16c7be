"""The journal: what every change left behind, put together again to the figures of any past day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any, Self, TypeVar

from ozg_workflow.domain.plain import read_moment
from ozg_workflow.domain.plan.milestones import Action, MilestoneState, state_on
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import ListState

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFigures:
    """What the plan says about a milestone and how far it is; `planned` is `2020-07` for a month, else an ISO date.

    The fields are those of an entry of the journal, in its order: `plain` writes them, `read` reads them.
    """

    title: str
    action: Action
    planned: str
    planned_label: str
    acts_on: date
    last_day: date
    state: MilestoneState
    done_at: datetime | None

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """Return what an entry says; the first entries had no label."""
        return cls(
            title=entry["title"],
            action=Action(entry["action"]),
            planned=entry["planned"],
            planned_label=entry.get("planned_label", entry["planned"]),
            acts_on=date.fromisoformat(entry["acts_on"]),
            last_day=date.fromisoformat(entry["last_day"]),
            state=MilestoneState(entry["state"]),
            done_at=read_moment(entry["done_at"]),
        )

    def state_on(self, today: date) -> MilestoneState:
        """Return the state people see on a day."""
        return state_on(self.action, self.state, self.acts_on, self.last_day, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFigures:
    """How far a list is: rows in all, with an answer, with one that could not be accepted, refused by the office; its days.

    The fields are those of an entry of the journal, in its order: `plain` writes them, `read` reads them.
    """

    state: ListState
    rows: int
    answered: int
    invalid: int
    disputed: int
    due_on: date
    sent_at: datetime | None
    returned_at: datetime | None

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """Return what an entry says."""
        return cls(
            state=ListState(entry["state"]),
            rows=entry["rows"],
            answered=entry["answered"],
            invalid=entry["invalid"],
            disputed=entry["disputed"],
            due_on=date.fromisoformat(entry["due_on"]),
            sent_at=read_moment(entry["sent_at"]),
            returned_at=read_moment(entry["returned_at"]),
        )


@dataclass(slots=True, kw_only=True)
class Picture:
    """Where everything with a state stands: by the milestone's key, by the id of everything else."""

    milestones: dict[str, MilestoneFigures] = field(default_factory=dict)
    lists: dict[int, ListFigures] = field(default_factory=dict)
    messages: dict[int, MessageState] = field(default_factory=dict)
    incoming: dict[int, IncomingState] = field(default_factory=dict)
    cases: dict[int, CaseState] = field(default_factory=dict)
    measures: dict[int, MeasureState] = field(default_factory=dict)
    evaluation: int | None = None

    def apply(self, entry: Mapping[str, Any]) -> None:
        """Go on by one entry. Milestones come as a whole, because some may have left the plan; everything else comes as it changes."""
        if "milestones" in entry:
            self.milestones = {key: MilestoneFigures.read(figures) for key, figures in entry["milestones"].items()}
        self.lists |= {int(list_id): ListFigures.read(figures) for list_id, figures in entry.get("lists", {}).items()}
        self.messages |= _states(MessageState, entry.get("messages", {}))
        self.incoming |= _states(IncomingState, entry.get("incoming", {}))
        self.cases |= _states(CaseState, entry.get("cases", {}))
        self.measures |= _states(MeasureState, entry.get("measures", {}))
        self.evaluation = entry.get("evaluation", self.evaluation)


def _states(kind: type[State], figures: Mapping[str, str]) -> dict[int, State]:
    """Return id → state; JSON keeps ids as text."""
    return {int(row_id): kind(state) for row_id, state in figures.items()}


def replay(entries: Iterable[Mapping[str, Any]]) -> Picture:
    """Return the picture after these entries, oldest first."""
    picture = Picture()
    for entry in entries:
        picture.apply(entry)
    return picture


def evenings(entries: Iterable[tuple[date, Mapping[str, Any]]]) -> Iterator[tuple[date, Picture]]:
    """Return the picture at the end of every day with an entry, oldest first; it is one picture that goes on.

    Where a rehearsal went back to an earlier day, what had been written before counts for that day.
    """
    written = list(entries)
    days = list(accumulate((day for day, _ in reversed(written)), min))[::-1]
    picture = Picture()
    for day, group in groupby(zip(days, written, strict=True), key=itemgetter(0)):
        for _, (_, entry) in group:
            picture.apply(entry)
        yield day, picture
