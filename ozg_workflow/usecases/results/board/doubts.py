"""What speaks against presenting the ranking, and why a draft was provisional."""

from sqlalchemy import func, select

from ozg_workflow.database.models import BoardPaper, Incoming, ResponsibilityCase, ServiceList
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.results.board.doubts import Doubt, DoubtCode, Standing, doubts
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import BACK, ListState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import survey_round


def board_doubts(work: Work) -> tuple[Doubt, ...]:
    """Return what speaks against presenting the ranking today."""
    return doubts(_standing(work), work.config.board_return_rate)


def doubts_of(paper: BoardPaper) -> tuple[Doubt, ...]:
    """Return why a draft says that it is provisional."""
    return tuple(Doubt(code=DoubtCode(item["code"]), sentence=item["sentence"]) for item in paper.doubts)


def _standing(work: Work) -> Standing:
    round_ = survey_round(work)
    states = select(ServiceList.state, func.count()).where(
        ServiceList.round_id == (round_.id if round_ else -1), ServiceList.state != ListState.SUPERSEDED
    )
    lists = {state: number for state, number in work.session.execute(states.group_by(ServiceList.state))}
    cases = select(func.count()).where(
        ResponsibilityCase.rollout_id == work.rollout.id, ResponsibilityCase.state == CaseState.OPEN
    )
    mails = select(func.count()).where(Incoming.rollout_id == work.rollout.id, Incoming.state == IncomingState.QUARANTINED)
    return Standing(
        lists=sum(lists.values()),
        returned=sum(number for state, number in lists.items() if state in BACK),
        open_cases=work.session.scalar(cases) or 0,
        quarantined=work.session.scalar(mails) or 0,
    )
