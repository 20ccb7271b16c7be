"""The simulated coordinator: ticks off, decides open cases, reads the quarantine, releases the board paper – on the next working day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ozg_workflow.demo.board import Board
from ozg_workflow.demo.characters import WRONG_PROPOSALS
from ozg_workflow.demo.runner import Runner
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.usecases.intake.clear_to_read import clear_to_read
from ozg_workflow.usecases.intake.inbox_admin import dismiss_incoming, list_incoming
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.manage_rounds import close_round

NOTE: Final = "telefonisch beantwortet"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextYear:
    """When the survey is repeated, until when the lists are to be back, and what the round is called."""

    opens_on: date
    due_on: date
    title: str


NEXT_YEAR: Final = NextYear(opens_on=date(2021, 4, 12), due_on=date(2021, 5, 14), title="Erhebung 2021")


class Coordinator:
    """Knows the city well. `context` opens the workspace on a day; `again` is given where the survey is repeated."""

    def __init__(
        self, timeline: Timeline, runner: Runner, context: Callable[[date], Context], board: Board, again: NextYear | None
    ) -> None:
        self._timeline, self._runner, self._context, self._board, self._again = timeline, runner, context, board, again

    def morning(self, day: date) -> None:
        """Do what waits since yesterday."""
        for milestone in self._timeline.of(Action.TICK_OFF):
            if milestone.planned_on == day:
                self._runner.tick_off(milestone.key, day)
        ctx = self._context(day)
        self._board.morning(ctx, day)
        if self._again and day == self._again.opens_on:
            close_round(ctx)  # one office never answers
            self._runner.open_round(self._again.due_on, self._again.title, day)
        for case in list_cases(ctx, only_open=True):
            known = WRONG_PROPOSALS.get(case.key)
            self._runner.settle(case.id, known.office if known else case.office, day)
        for mail in list_incoming(ctx):
            if mail.state is IncomingState.TO_READ:
                clear_to_read(ctx, mail.id, remark=NOTE)
            else:
                dismiss_incoming(ctx, mail.id, NOTE)
