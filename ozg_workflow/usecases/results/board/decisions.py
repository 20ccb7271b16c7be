"""What the board decided about the services."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import BoardDecision, BoardPaper
from ozg_workflow.domain.results.board.verdicts import Decision
from ozg_workflow.usecases.step.work import Work

_NAMED: Final = (
    select(BoardDecision.service_id, BoardDecision.wave)
    .join(BoardPaper, BoardPaper.id == BoardDecision.paper_id)
    .where(BoardPaper.rollout_id == bindparam("rollout"), BoardPaper.decided_at.is_not(None), BoardDecision.wave != "")
    .order_by(BoardPaper.decided_at, BoardDecision.id)
)


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
