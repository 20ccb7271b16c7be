"""Record what the board decided, per service: as proposed, or from the sheet that came back; the decision becomes a document."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import delete, func, select

from ozg_workflow.database.models import BoardDecision, BoardPaper, Evaluation, Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.board.sheet import wave_label
from ozg_workflow.domain.results.board.verdicts import VERDICT_TITLES, Decision, Proposal, Verdict, as_proposed, counted
from ozg_workflow.report.decision_sheet import resolution_xlsx
from ozg_workflow.usecases.results.board.decisions import decisions_of
from ozg_workflow.usecases.results.decision_file import read_decisions
from ozg_workflow.usecases.results.papers import paper_to_decide
from ozg_workflow.usecases.results.proposals import decision_sheet, proposals_of
from ozg_workflow.usecases.results.tables.file import TableFile, read_file
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

TITLE = "Beschluss festhalten"
TOLD = 50  # lines about services


def accept_paper(ctx: Context, decided_on: date | None = None) -> StepResult:
    """Record that the board decided as proposed, on `decided_on` (default: today). Raises InputError before there is a paper."""
    with ctx.work(TITLE) as work:
        evaluation, paper = paper_to_decide(work)
        decisions = [as_proposed(proposal) for proposal in proposals_of(evaluation, paper)]
        document = _record(work, evaluation, paper, decisions, decided_on)
    return _written(work, paper_name(work, decided_on), document)


def import_decision(ctx: Context, path: Path, decided_on: date | None = None) -> StepResult:
    """Do the same with a file on this machine. Raises InputError, also where the file cannot be read."""
    return record_decision(ctx, read_file(path), decided_on)


def record_decision(ctx: Context, file: TableFile, decided_on: date | None = None) -> StepResult:
    """Record what a sheet says that `ozg board export` wrote. Raises InputError naming every wrong cell; then nothing is taken over."""
    with ctx.work(TITLE) as work:
        evaluation, paper = paper_to_decide(work)
        proposals = proposals_of(evaluation, paper)
        decisions = read_decisions(file, paper, proposals, work.config.prioritisation.waves)
        document = _record(work, evaluation, paper, decisions, decided_on)
    return _written(work, paper_name(work, decided_on), document)


def paper_name(work: Work, decided_on: date | None) -> str:
    """Return the name of the file that keeps the decision."""
    return f"beschluss-{(decided_on or work.today).isoformat()}.xlsx"


def _record(
    work: Work, evaluation: Evaluation, paper: BoardPaper, decisions: Sequence[Decision], decided_on: date | None
) -> bytes:
    """Store the decisions and return their document; the same decision once more is not stored, its document is the same."""
    day = decided_on or work.today
    if day > work.today:
        raise InputError(f"Der {german.short_date(day)} liegt in der Zukunft; festgehalten wird, was beschlossen ist.")
    proposals = {proposal.service_id: proposal for proposal in proposals_of(evaluation, paper)}
    before = decisions_of(work, paper)
    changed = _tell(work, proposals, before, decisions)
    if paper.decided_at and paper.decided_on == day and before == {d.service_id: d for d in decisions}:
        work.say("Genau das ist bereits festgehalten.")
        return _document(work, evaluation, paper)
    _hints(work, paper, day)
    _store(work, paper, proposals, decisions)
    paper.decided_at, paper.decided_on, paper.decided_by = work.now(), day, work.ctx.actor
    paper.document = paper_name(work, decided_on)
    words = f"Beschluss vom {german.short_date(day)}: {counted(decisions)}"
    work.record("board_decided", ("board_paper", paper.id), words, {"decided_on": day.isoformat(), "changed": changed})
    work.did(f"{words}.")
    return _document(work, evaluation, paper)


def _document(work: Work, evaluation: Evaluation, paper: BoardPaper) -> bytes:
    sheet = decision_sheet(work, evaluation, paper)
    return resolution_xlsx(replace(sheet, decided_on=paper.decided_on, decided_by=paper.decided_by))


def _store(work: Work, paper: BoardPaper, proposals: dict[int, Proposal], decisions: Sequence[Decision]) -> None:
    work.session.execute(delete(BoardDecision).where(BoardDecision.paper_id == paper.id))
    work.session.add_all(
        BoardDecision(
            paper_id=paper.id,
            service_id=decision.service_id,
            rank=proposals[decision.service_id].rank,
            proposed_wave=proposals[decision.service_id].wave,
            verdict=decision.verdict,
            wave=decision.wave,
            reason=decision.reason,
        )
        for decision in decisions
    )
    work.session.flush()


def _tell(
    work: Work, proposals: dict[int, Proposal], before: dict[int, Decision], decisions: Sequence[Decision]
) -> dict[str, str]:
    """Name every service whose decision differs from the one recorded before, else from the proposal; return their ids with it."""
    waves = {wave.key: wave_label(wave) for wave in work.config.prioritisation.waves}
    known = before or {service_id: as_proposed(proposal) for service_id, proposal in proposals.items()}
    changed = [decision for decision in decisions if known.get(decision.service_id) != decision]
    work.result.figures = {"decisions": len(decisions), "differences": len(changed)}
    against = "dem bisherigen Beschluss" if before else "dem Vorschlag"
    work.say(f"{german.count(len(changed), 'Abweichung', 'Abweichungen')} gegenüber {against}.")
    for decision in changed[:TOLD]:
        name = proposals[decision.service_id].name
        where = f" ({waves.get(decision.wave, decision.wave)})" if decision.verdict is Verdict.OTHER_WAVE else ""
        why = f" – {decision.reason}" if decision.reason else ""
        work.say(f"„{name}“: {VERDICT_TITLES[decision.verdict]}{where}{why}")
    if len(changed) > TOLD:
        work.say(f"… und {len(changed) - TOLD} weitere")
    return {proposals[d.service_id].ref: " ".join(filter(None, (d.verdict, d.wave))) for d in changed}


def _hints(work: Work, paper: BoardPaper, day: date) -> None:
    drafted_on = german.local_day(paper.draft_at)
    if day < drafted_on:
        work.say(f"Hinweis: Der {german.short_date(day)} liegt vor dem Entwurf der Vorlage ({german.short_date(drafted_on)}).")
    if paper.released_at is None:
        work.say("Hinweis: Diese Vorlage wurde nicht mit „ozg board release“ freigegeben.")
    measures = work.session.scalar(select(func.count()).where(Measure.rollout_id == work.rollout.id)) or 0
    if measures:
        words = german.count(measures, "Maßnahme gibt es schon; sie bleibt", "Maßnahmen gibt es schon; sie bleiben")
        work.say(f"Hinweis: {words}, wie vereinbart. „ozg start-implementation“ ergänzt, was neu beschlossen ist.")


def _written(work: Work, name: str, document: bytes) -> StepResult:
    if not work.ctx.preview:
        write_if_changed(work, work.ctx.reports / name, document)
    return work.result
