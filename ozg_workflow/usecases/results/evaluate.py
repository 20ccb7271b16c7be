"""Evaluate the answers: rank the services, write `priorisierung.xlsx` and `.json`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import (
    Evaluation,
    Rollout,
    Score,
)
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.results import prioritisation
from ozg_workflow.domain.results.prioritisation import Candidate, RankState
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.report.prioritisation import prioritisation_json, prioritisation_xlsx
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.results.compare_rounds import comparison
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.rollout_access import Directory, config_of, find_rollout
from ozg_workflow.usecases.survey.rounds import survey_round
from ozg_workflow.usecases.timeline.milestones import complete


def evaluate(ctx: Context) -> StepResult:
    """Rank all services by the answers so far; the same answers are not evaluated twice. Raises InputError before the survey."""
    result = StepResult(title="Auswertung und Priorisierung")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        config = config_of(ctx, rollout)
        round_ = survey_round(session, rollout)
        if round_ is None:
            raise InputError("Es wurde noch keine Amtsliste verschickt; auszuwerten ist nichts.")
        found = candidates(session, rollout, round_, additive_questions(config))
        digest = _digest(config, found)
        last = last_evaluation(session, rollout)
        if last and last.input_hash == digest:
            result.say("Seit der letzten Auswertung hat sich nichts geändert.")
            scores = scores_of(last)
        else:
            scores = prioritisation.evaluate(config.prioritisation, found)
            last = _store(ctx, session, rollout, scores, digest, result)
        complete(ctx, session, rollout, Action.EVALUATE, result)
        names = Directory(ctx, session, rollout).office_names
        result.figures = {"ranked": last.ranked, "blocked": last.blocked, "incomplete": last.incomplete}
        result.say(f"Gereiht: {last.ranked}, gesperrt: {last.blocked}, unvollständig: {last.incomplete}.")
        moment = last.evaluated_at
        compared = comparison(session, rollout, config, round_, found, scores)
    if not ctx.preview:
        plan = config.prioritisation
        xlsx = prioritisation_xlsx(
            scores,
            plan,
            title=config.title,
            city=config.city,
            evaluated_at=moment,
            office_names=names,
            questionnaire=config.questionnaire,
            comparison=compared,
        )
        content = prioritisation_json(
            scores, plan, rollout=ctx.rollout_key, evaluated_at=moment, office_names=names, comparison=compared
        )
        write_if_changed(ctx.reports / "priorisierung.xlsx", xlsx, result)
        write_if_changed(ctx.reports / "priorisierung.json", content, result)
    return result


def _digest(config: RolloutConfig, found: Sequence[Candidate]) -> str:
    content = [asdict(config.prioritisation), [(c.ref, c.office, sorted(c.answers.items())) for c in found]]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _store(
    ctx: Context, session: Session, rollout: Rollout, scores: Sequence[prioritisation.Score], digest: str, result: StepResult
) -> Evaluation:
    counts = {state: sum(s.state is state for s in scores) for state in RankState}
    evaluation = Evaluation(
        rollout_id=rollout.id,
        evaluated_at=ctx.clock(),
        input_hash=digest,
        ranked=counts[RankState.RANKED],
        blocked=counts[RankState.BLOCKED],
        incomplete=counts[RankState.INCOMPLETE],
        scores=[Score(service_id=s.service_id, position=n, result=asdict(s)) for n, s in enumerate(scores)],
    )
    session.add(evaluation)
    session.flush()
    record(ctx, session, rollout, "evaluated", ("evaluation", evaluation.id), f"{len(scores)} Leistungen")
    result.did(f"{len(scores)} Leistungen ausgewertet.")
    return evaluation


def last_evaluation(session: Session, rollout: Rollout) -> Evaluation | None:
    """Return the newest evaluation."""
    return session.scalar(select(Evaluation).where(Evaluation.rollout_id == rollout.id).order_by(Evaluation.id.desc()).limit(1))


def scores_of(evaluation: Evaluation) -> tuple[prioritisation.Score, ...]:
    """Return the scores of an evaluation in the order of the ranking."""
    from pydantic import TypeAdapter

    adapter = TypeAdapter(tuple[prioritisation.Score, ...])
    return adapter.validate_python([s.result for s in evaluation.scores])
