"""What is proposed to the board for each ranked service, and the sheet it decides on."""

from ozg_workflow.database.models import BoardPaper, Evaluation
from ozg_workflow.domain.results.board.verdicts import Proposal
from ozg_workflow.domain.results.prioritisation import Score
from ozg_workflow.report.decision_sheet import DecisionSheet
from ozg_workflow.report.labels import quadrant_title
from ozg_workflow.usecases.results.board.decisions import decisions_of
from ozg_workflow.usecases.results.evaluate import scores_of
from ozg_workflow.usecases.step.work import Work

Scores = tuple[Score, ...] | None


def proposals_of(evaluation: Evaluation, paper: BoardPaper, scores: Scores = None) -> tuple[Proposal, ...]:
    """Return the proposals of a paper by rank, as they were when it was drafted; `scores` as in `decision_sheet`."""
    found = (
        Proposal(
            service_id=score.service_id,
            ref=score.ref,
            name=score.name,
            office=score.office,
            rank=score.rank,
            wave=wave,
            field=quadrant_title(score.quadrant),
        )
        for score in scores or scores_of(evaluation)
        if score.rank is not None and (wave := paper.proposed.get(str(score.service_id))) is not None
    )
    return tuple(sorted(found, key=lambda proposal: proposal.rank))


def decision_sheet(work: Work, evaluation: Evaluation, paper: BoardPaper, scores: Scores = None) -> DecisionSheet:
    """Return what the sheet for the decision shows: as proposed, or as decided already; `scores` are those of the evaluation, where they are known."""
    return DecisionSheet(
        city=work.config.city,
        title=work.config.title,
        evaluated_at=evaluation.evaluated_at,
        input_hash=evaluation.input_hash,
        version=evaluation.version,
        proposals=proposals_of(evaluation, paper, scores),
        waves=work.config.prioritisation.waves,
        office_names=work.directory.office_names,
        decisions=decisions_of(work, paper),
        decided_on=paper.decided_on,
        decided_by=paper.decided_by,
    )
