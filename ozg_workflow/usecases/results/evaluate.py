"""Evaluate the answers: rank the services, write `priorisierung.xlsx` and `.json`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Evaluation, Score
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.results import evaluating, prioritisation
from ozg_workflow.domain.results.prioritisation import Candidate, RankState
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.responsibility import elsewhere_words
from ozg_workflow.report.prioritisation import Ranking, prioritisation_json, prioritisation_xlsx
from ozg_workflow.usecases.results.candidates import additive_questions, candidates, left_out
from ozg_workflow.usecases.results.compare_rounds import comparison
from ozg_workflow.usecases.results.weights.ruled import with_rules
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.usecases.survey.rounds import session_of
from ozg_workflow.usecases.timeline.milestones import complete

NOTHING_SENT: Final = "Es wurde noch keine Amtsliste verschickt; auszuwerten ist nichts."
METHOD: Final = 2  # how answers become ranks; another method evaluates the same answers anew
_RESULTS: Final = select(Score.result).where(Score.evaluation_id == bindparam("evaluation")).order_by(Score.position)


def evaluate(ctx: Context) -> StepResult:
    """Rank all services by the answers so far; the same answers are not evaluated twice. Raises InputError before the survey."""
    with ctx.work(title(Step.EVALUATE)) as work:
        round_ = survey_round(work)
        if round_ is None:
            raise InputError(NOTHING_SENT)
        found = with_rules(work, candidates(work, round_, additive_questions(work.config)), work.config.prioritisation)
        digest = _digest(work.config, found)
        last = newest_evaluation(work)
        if last and (last.input_hash, last.round_key) == (digest, round_.key):
            work.say("Seit der letzten Auswertung hat sich nichts geändert.")
            scores = scores_of(last)
        else:
            scores = evaluating.evaluate(work.config.prioritisation, found)
            last = _store(work, scores, digest, round_.key)
        complete(work, Action.EVALUATE)
        work.result.figures = {"ranked": last.ranked, "blocked": last.blocked, "incomplete": last.incomplete}
        work.say(f"Gereiht: {last.ranked}, gesperrt: {last.blocked}, unvollständig: {last.incomplete}.")
        others = left_out(work)
        for item in others:
            work.say(f"Nicht gereiht: „{item.name}“ – {elsewhere_words(item.body)}.")
        ranking = Ranking(
            rollout=work.rollout.key,
            title=work.config.title,
            city=work.config.city,
            evaluated_at=last.evaluated_at,
            scores=scores,
            plan=work.config.prioritisation,
            office_names=work.directory.office_names,
            questionnaire=work.config.questionnaire,
            comparison=comparison(work, round_, found, scores),
            left_out=others,
        )
    if not ctx.preview:
        write_if_changed(work, ctx.reports / "priorisierung.xlsx", prioritisation_xlsx(ranking))
        write_if_changed(work, ctx.reports / "priorisierung.json", prioritisation_json(ranking))
    return work.result


def _digest(config: RolloutConfig, found: Sequence[Candidate]) -> str:
    plan = asdict(config.prioritisation)
    rules, capacities = (
        plan.pop("rules"),
        plan.pop("office_capacities"),
    )  # without them the input is what it was before there were any
    if capacities:
        plan["office_capacities"] = capacities
    content = [METHOD, plan, [(c.ref, c.office, sorted(c.answers.items())) for c in found]]
    if config.prioritisation.active_rules:
        content += [rules, [(c.lifts.now, c.lifts.question) for c in found]]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _store(work: Work, scores: Sequence[prioritisation.Score], digest: str, round_key: str) -> Evaluation:
    counts = {state: sum(s.state is state for s in scores) for state in RankState}
    same = _earlier(work, digest, round_key)
    version = work.config.prioritisation.version
    if same:
        work.say(f"Die Auswertung vom {german.local_time(same.evaluated_at)} mit den Gewichten Version {version} gilt wieder.")
    evaluation = Evaluation(
        rollout_id=work.rollout.id,
        evaluated_at=same.evaluated_at if same else work.now(),
        again_at=work.now() if same else None,
        input_hash=digest,
        version=version,
        round_key=round_key,
        ranked=counts[RankState.RANKED],
        blocked=counts[RankState.BLOCKED],
        incomplete=counts[RankState.INCOMPLETE],
        scores=[Score(service_id=s.service_id, position=n, result=asdict(s)) for n, s in enumerate(scores)],
    )
    work.session.add(evaluation)
    work.session.flush()
    work.record("evaluated", ("evaluation", evaluation.id), f"{len(scores)} Leistungen, Gewichte Version {version}")
    work.did(f"{len(scores)} Leistungen ausgewertet.")
    return evaluation


def _earlier(work: Work, digest: str, round_key: str) -> Evaluation | None:
    """Return an evaluation of the same survey with the same answers and weights, after which there was another one."""
    same = (Evaluation.rollout_id == work.rollout.id, Evaluation.input_hash == digest, Evaluation.round_key == round_key)
    return work.session.scalar(select(Evaluation).where(*same).order_by(Evaluation.id.desc()).limit(1))


def newest_evaluation(work: Work) -> Evaluation | None:
    """Return the newest evaluation: the one that counts."""
    return work.session.scalar(
        select(Evaluation).where(Evaluation.rollout_id == work.rollout.id).order_by(Evaluation.id.desc()).limit(1)
    )


def scores_of(evaluation: Evaluation) -> tuple[prioritisation.Score, ...]:
    """Return the scores of an evaluation in the order of the ranking."""
    stored = column(session_of(evaluation), _RESULTS, {"evaluation": evaluation.id})
    return tuple(map(prioritisation.Score.read, stored))
