"""What a repeated survey is due for once it is over; the plan with its milestones knows the first one only."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import value
from ozg_workflow.database.models import BoardPaper, Measure, Round
from ozg_workflow.domain.results.board.verdicts import CARRIED_OUT
from ozg_workflow.domain.steps import Step
from ozg_workflow.usecases.results.board.decisions import decisions_of
from ozg_workflow.usecases.results.papers import decided_paper
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import missing_lists, survey_round

_DRAFTED: Final = select(BoardPaper.id).where(
    BoardPaper.rollout_id == bindparam("rollout"), BoardPaper.round_key == bindparam("round")
)
_RENEWED: Final = select(Measure.id).where(Measure.rollout_id == bindparam("rollout"), Measure.round_key == bindparam("round"))


def due_for_cycle(work: Work) -> tuple[Round, tuple[Step, ...]] | None:
    """Return the repeated survey and what is due for it today: evaluation and draft when it is over, the measures when the board has decided.

    None for the first survey, whose steps are milestones. The draft goes to the coordinator only, as always.
    """
    survey = survey_round(work)
    if survey is None or survey.previous_id is None or not _over(work, survey):
        return None
    own = {"rollout": work.rollout.id, "round": survey.key}
    if value(work.session, _DRAFTED, own) is None:
        return survey, (Step.EVALUATE, Step.PRESENT)
    return survey, (Step.START_IMPLEMENTATION,) if _decided(work) and value(work.session, _RENEWED, own) is None else ()


def _over(work: Work, survey: Round) -> bool:
    timeline = work.config.timeline
    stop = timeline.calendar.shift(survey.due_on, timeline.reminders.hard_stop_working_days)
    return survey.closed_at is not None or work.today > stop or not missing_lists(work.session, survey)


def _decided(work: Work) -> bool:
    paper = decided_paper(work)
    return paper is not None and any(d.verdict in CARRIED_OUT for d in decisions_of(work, paper).values())
