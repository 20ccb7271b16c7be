"""The simulated coordinator: ticks off, decides open cases, reads the quarantine, releases the board paper – on the next working day."""

from collections.abc import Callable
from datetime import date
from typing import Final

from ozg_workflow.demo.board import Board
from ozg_workflow.demo.characters import WRONG_PROPOSALS
from ozg_workflow.demo.runner import Runner
from ozg_workflow.domain.plan.timeline import Action, Timeline
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.usecases.intake.clear_to_read import clear_to_read
from ozg_workflow.usecases.intake.inbox_admin import dismiss_incoming, list_incoming
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.survey.cases import list_cases

NOTE: Final = "telefonisch beantwortet"


class Coordinator:
    """Knows the city well. `context` opens the workspace on a day."""

    def __init__(self, timeline: Timeline, runner: Runner, context: Callable[[date], Context], board: Board) -> None:
        self._timeline, self._runner, self._context, self._board = timeline, runner, context, board

    def morning(self, day: date) -> None:
        """Do what waits since yesterday."""
        for milestone in self._timeline.of(Action.TICK_OFF):
            if milestone.planned_on == day:
                self._runner.tick_off(milestone.key, day)
        ctx = self._context(day)
        self._board.morning(ctx, day)
        for case in list_cases(ctx, only_open=True):
            known = WRONG_PROPOSALS.get(case.key)
            self._runner.settle(case.id, known.office if known else case.office, day)
        for mail in list_incoming(ctx):
            if mail.state is IncomingState.TO_READ:
                clear_to_read(ctx, mail.id, remark=NOTE)
            else:
                dismiss_incoming(ctx, mail.id, NOTE)
