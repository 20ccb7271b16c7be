"""Try other weights: the answers of now ranked by them and by the agreed ones, side by side; nothing is stored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from ozg_workflow.database.models import Service
from ozg_workflow.domain.checks.weights import Surroundings
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results import evaluating
from ozg_workflow.domain.results.board.proposed import proposed
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.prioritisation import Candidate, Prioritisation
from ozg_workflow.domain.results.weights.trial import Trial, Weighed, compare_weights, with_weights
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.results.evaluate import NOTHING_SENT
from ozg_workflow.usecases.results.frame import frame_of
from ozg_workflow.usecases.results.weights.ruled import with_rules
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.workspace.rollouts import rollout_folders, rollout_key
from ozg_workflow.workspace.weights.reading import load_weights_file

TITLE: Final = "Gewichte vergleichen"
OWN_FILES: Final = ("organisation", "catalogue", "rollout", "timeline", "questionnaire", "progress", "maturity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The plan on trial, with hints about the file it comes from."""

    plan: Prioritisation
    hints: tuple[str, ...] = ()


def try_weights_file(ctx: Context, path: Path) -> tuple[Trial, tuple[str, ...]]:
    """Compare the weights of a file (form of `prioritisation.yaml`) with the agreed ones; return also hints about the file.

    Raises ConfigurationError naming file and line, InputError before the survey.
    """
    return _try(ctx, lambda work: _of_file(work, path))


def try_weights_form(ctx: Context, file: str, weights: str) -> tuple[Trial, tuple[str, ...]]:
    """Compare what a form names: a file in the folder of the rollout (empty: the agreed weights), and single weights laid over it.

    Raises InputError where nothing is named, there is no such file, or the words are not understood.
    """
    if not file.strip() and not weights.strip():
        raise InputError("Bitte eine Datei nennen oder einzelne Gewichte angeben.")

    def read(work: Work) -> Wanted:
        found = _of_file(work, _own_file(ctx, file.strip())) if file.strip() else Wanted(plan=work.config.prioritisation)
        return Wanted(plan=with_weights(found.plan, weights), hints=found.hints)

    return _try(ctx, read)


def _try(ctx: Context, read: Callable[[Work], Wanted]) -> tuple[Trial, tuple[str, ...]]:
    with ctx.reading(TITLE) as work:
        round_ = survey_round(work)
        if round_ is None:
            raise InputError(NOTHING_SENT)
        wanted = read(work)
        found = candidates(work, round_, additive_questions(work.config))
        agreed = _weighed(work, work.config.prioritisation, found)
        return compare_weights(agreed, _weighed(work, wanted.plan, found)), wanted.hints


def _of_file(work: Work, path: Path) -> Wanted:
    services = work.session.scalars(select(Service).where(Service.rollout_id == work.rollout.id, Service.active)).all()
    config = work.config
    around = Surroundings(
        questionnaire=config.questionnaire,
        scale=config.scale,
        timeline=config.timeline,
        services=len(services),
        catalogue=services,
    )
    plan, hints = load_weights_file(path, around)
    return Wanted(plan=plan, hints=hints)


def _own_file(ctx: Context, name: str) -> Path:
    """Return a file in the folder of the rollout; a form reaches no other place. Raises InputError naming the files there."""
    folder = next((f for f in rollout_folders(ctx.home) if rollout_key(f) == ctx.rollout_key), None)
    names = sorted(p.name for p in folder.glob("*.yaml") if not p.name.startswith(OWN_FILES)) if folder else []
    if folder is None or name not in names:
        known = ", ".join(names) or "keine"
        raise InputError(f"Die Datei „{name}“ liegt nicht im Ordner des Rollouts. Dort liegen: {known}.")
    return folder / name


def _weighed(work: Work, plan: Prioritisation, found: Sequence[Candidate]) -> Weighed:
    scores = evaluating.evaluate(plan, with_rules(work, found, plan))
    plans, _ = proposed(scores, last_levels(work), frame_of(work, plan))
    titles = {wave.key: wave.title for wave in plan.waves}
    waves = {m.service_id: titles[m.wave] for m in plans if m.state is not MeasureState.REACHED}
    return Weighed(plan=plan, scores=scores, waves=waves)
