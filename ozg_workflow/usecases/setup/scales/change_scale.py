"""Load another scale of maturity: levels stay on the scale they were given on, and the new one must say what they mean."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from ozg_workflow.database.models import MaturityReading, Measure, Round, Service
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.usecases.step.stored_values import stored
from ozg_workflow.usecases.step.work import Work


def load_scale(work: Work, before: MaturityScale | None, now: MaturityScale) -> None:
    """Let the rounds keep the scale they were sent with, and the measures their target on the new one.

    The configuration of `work` is already the new one. Raises InputError where levels were given on a scale about which the new one says nothing, or
    where the same key means other levels.
    """
    if before is None or (before.key == now.key and before.values == now.values):
        return
    rounds = list(work.session.scalars(select(Round).where(Round.rollout_id == work.rollout.id)))
    if before.key == now.key and rounds:
        raise InputError(
            f"Die Skala „{now.key}“ ist mit den Stufen {_span(before)} bekannt und hätte jetzt die Stufen {_span(now)}. "
            "Bitte der neuen Skala einen eigenen „key“ geben."
        )
    _keep(rounds, before)
    _refuse(work, rounds, now)
    _measures(work, before, now)


def _span(scale: MaturityScale) -> str:
    return f"{scale.values[0]}–{scale.values[-1]}"


def _keep(rounds: Iterable[Round], before: MaturityScale) -> None:
    """Give rounds from before rounds had a scale the one they were sent with."""
    from dataclasses import asdict

    for round_ in rounds:
        if round_.questionnaire.get("scale") is None:
            round_.questionnaire["scale"] = asdict(before)
            flag_modified(round_, "questionnaire")


def _refuse(work: Work, rounds: Iterable[Round], now: MaturityScale) -> None:
    query = (
        select(MaturityReading.scale, func.count())
        .join(Service, Service.id == MaturityReading.service_id)
        .where(Service.rollout_id == work.rollout.id)
        .group_by(MaturityReading.scale)
    )
    reported = Counter({scale: number for scale, number in work.session.execute(query)})
    sent = [stored(MaturityScale, round_.questionnaire["scale"]).key for round_ in rounds]
    if missing := now.unmapped((*reported, *sent)):
        found = ", ".join(f"„{key}“ ({german.count(reported[key], 'Meldung', 'Meldungen')})" for key in missing)
        raise InputError(
            f"Es gibt Stufen auf einer anderen Skala: {found}. Die Skala „{now.key}“ sagt nicht, was sie auf ihr bedeuten. "
            "Bitte in ihrer Datei unter „mapping“ angeben (je Stufe dort die Stufe hier, null: nicht vergleichbar) oder die frühere Skala behalten."
        )


def _measures(work: Work, before: MaturityScale, now: MaturityScale) -> None:
    """Bring the target levels of the measures to the new scale: what has reached its target keeps it, as comparable; the aim of the rollout is its new aim."""
    measures = list(work.session.scalars(select(Measure).where(Measure.rollout_id == work.rollout.id)))
    for measure in measures:
        level = now.translated(before.key, measure.target_level)
        aims = measure.target_level == before.target_level and measure.state is not MeasureState.REACHED
        measure.target_level = now.target_level if level is None or aims else level
    if measures:
        words = f"Zielstufen von {german.count(len(measures), 'Maßnahme', 'Maßnahmen')} von der Skala „{before.key}“ auf „{now.key}“ übertragen."
        work.did(words)
        work.record("scale_changed", ("rollout", work.rollout.key), words, {"before": before.key, "now": now.key})
