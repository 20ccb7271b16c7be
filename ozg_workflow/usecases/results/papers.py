"""The papers for the board: which one counts, and which evaluation it presents."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import first
from ozg_workflow.database.models import BoardPaper, Evaluation
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.german import evening
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import SURVEY_KEY, newest_survey, survey_round

DECISION_MISSING: Final = "Beschluss fehlt: Ohne die Entscheidung des Verwaltungsvorstands beginnt die Umsetzung nicht."

_PAPERS: Final = select(BoardPaper).where(BoardPaper.rollout_id == bindparam("rollout"))
_NEWEST: Final = _PAPERS.where(BoardPaper.draft_at < bindparam("evening")).order_by(BoardPaper.id.desc()).limit(1)
_DATES: Final = _NEWEST.with_only_columns(BoardPaper.draft_at, BoardPaper.released_at, BoardPaper.decided_at)
_RELEASED: Final = _PAPERS.where(BoardPaper.released_at.is_not(None)).order_by(BoardPaper.released_at.desc()).limit(1)
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
