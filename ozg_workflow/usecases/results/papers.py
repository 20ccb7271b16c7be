"""The papers for the board: which one counts, what was decided, how far the survey is behind it."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam, func, select

from ozg_workflow.database.columns import columns, first
from ozg_workflow.database.models import BoardDecision, BoardPaper, Evaluation, Incoming, ResponsibilityCase, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.german import evening
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.results.board.doubts import Doubt, DoubtCode, Standing, doubts
from ozg_workflow.domain.results.board.verdicts import Decision
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import BACK, ListState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import SURVEY_KEY, newest_survey, survey_round

DECISION_MISSING: Final = "Beschluss fehlt: Ohne die Entscheidung des Verwaltungsvorstands beginnt die Umsetzung nicht."

_PAPERS: Final = select(BoardPaper).where(BoardPaper.rollout_id == bindparam("rollout"))
_NEWEST: Final = _PAPERS.where(BoardPaper.draft_at < bindparam("evening")).order_by(BoardPaper.id.desc()).limit(1)
_DATES: Final = _NEWEST.with_only_columns(BoardPaper.draft_at, BoardPaper.released_at, BoardPaper.decided_at)
_RELEASED: Final = _PAPERS.where(BoardPaper.released_at.is_not(None)).order_by(BoardPaper.released_at.desc()).limit(1)
_NAMED: Final = (
    select(BoardDecision.service_id, BoardDecision.wave)
    .join(BoardPaper, BoardPaper.id == BoardDecision.paper_id)
    .where(BoardPaper.rollout_id == bindparam("rollout"), BoardPaper.decided_at.is_not(None), BoardDecision.wave != "")
    .order_by(BoardPaper.decided_at, BoardDecision.id)
)
_DECIDED: Final = _PAPERS.where(BoardPaper.decided_at.is_not(None)).order_by(BoardPaper.decided_at.desc()).limit(1)
_OF_ROUND: Final = BoardPaper.round_key == bindparam("round")


class PaperDates(NamedTuple):
    """When a paper was drafted, given to the board and decided about; the waves of its services, thousands of them, are not read for that."""

    draft_at: datetime
    released_at: datetime | None
    decided_at: datetime | None


def of_cycle(round_key: str) -> str:
    """Return what tells the mails and files of a repeated survey from those of the first one, which have nothing more."""
    return "" if round_key in ("", SURVEY_KEY) else f"-{round_key}"


def meeting_label(work: Work) -> str:
    """Return when the board meets as the plan says it; for a repeated survey, which the plan does not know, the present month."""
    survey, planned = survey_round(work), work.config.timeline.of(Action.PRESENT)
    repeated = survey is not None and survey.previous_id is not None
    return german.month(work.today) if repeated or not planned else planned[0].planned_label


def newest_paper(work: Work) -> PaperDates | None:
    """Return how far the paper is that was drafted last until the evening of `work.today`, None before the first draft."""
    found = first(work.session, _DATES, {"rollout": work.rollout.id, "evening": evening(work.today)})
    return PaperDates(*found) if found else None


def paper_of(work: Work, evaluation: Evaluation) -> BoardPaper | None:
    """Return the paper that presents an evaluation, None where there is no draft of it."""
    query = _PAPERS.where(BoardPaper.input_hash == evaluation.input_hash, _OF_ROUND).order_by(BoardPaper.id.desc()).limit(1)
    return work.session.scalar(query, {"rollout": work.rollout.id, "round": evaluation.round_key})


def decided_paper(work: Work) -> BoardPaper | None:
    """Return the paper whose decision counts: the one decided last of the newest survey, None where nothing is decided about it."""
    return work.session.scalar(_DECIDED.where(_OF_ROUND), {"rollout": work.rollout.id, "round": newest_survey(work)})


def last_decided_paper(work: Work) -> BoardPaper | None:
    """Return the paper that was decided last, of whichever survey."""
    return work.session.scalar(_DECIDED, {"rollout": work.rollout.id})


def decisions_of(work: Work, paper: BoardPaper) -> dict[int, Decision]:
    """Return service id → what was decided, by the rank that was presented."""
    query = select(BoardDecision).where(BoardDecision.paper_id == paper.id).order_by(BoardDecision.rank, BoardDecision.id)
    return {
        row.service_id: Decision(service_id=row.service_id, verdict=row.verdict, wave=row.wave, reason=row.reason)
        for row in work.session.scalars(query)
    }


def board_waves(work: Work) -> dict[int, str]:
    """Return service id → key of the wave the board named for it, as decided last; a service that is not carried out has none."""
    return {service_id: wave for service_id, wave in columns(work.session, _NAMED, {"rollout": work.rollout.id})}


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


def paper_to_decide(work: Work) -> tuple[Evaluation, BoardPaper]:
    """Return the paper of the newest survey that the board has, else its newest draft, and its evaluation. Raises InputError where there is none."""
    own = {"rollout": work.rollout.id, "round": newest_survey(work), "evening": evening(work.today)}
    paper = work.session.scalar(_RELEASED.where(_OF_ROUND), own) or work.session.scalar(_NEWEST.where(_OF_ROUND), own)
    if paper is None:
        raise InputError("Es gibt noch keine Vorlage, über die zu entscheiden wäre. Bitte zuerst „ozg present“ ausführen.")
    return evaluation_of(work, paper), paper


def evaluation_of(work: Work, paper: BoardPaper) -> Evaluation:
    """Return the evaluation a paper presents."""
    same = (
        Evaluation.rollout_id == work.rollout.id,
        Evaluation.input_hash == paper.input_hash,
        Evaluation.round_key == paper.round_key,
    )
    return work.session.scalars(select(Evaluation).where(*same).order_by(Evaluation.id.desc()).limit(1)).one()
