"""How far the implementation is: the measures over time, what the waves want, how far each wave is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.domain.cockpit.overview import MeasuresOn, PlanPoint, Progress, WaveProgress
from ozg_workflow.domain.journal import Picture
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.step.work import Work


def progress(work: Work, then: Picture | None, over_time: Sequence[MeasuresOn]) -> Progress:
    """Return how far the measures are; `then` is where a past evening stood."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id, Measure.carried_out)
    measures = list(work.session.scalars(query.order_by(Measure.starts_on, Measure.target_on)))
    states = then.measures if then else {m.id: m.state for m in measures}
    waves: dict[str, list[Measure]] = {}
    for m in (m for m in measures if m.id in states):
        waves.setdefault(m.wave, []).append(m)
    titles = {wave.key: wave.title for wave in work.config.prioritisation.waves}
    return Progress(
        over_time=tuple(over_time),
        plan=tuple(_plan(waves.values())),
        waves=tuple(_wave(titles.get(key, key), own, states) for key, own in waves.items()),
    )


def _plan(waves: Iterable[list[Measure]]) -> Iterator[PlanPoint]:
    total = 0
    for own in waves:
        yield PlanPoint(day=own[0].starts_on, number=total)
        total += len(own)
        yield PlanPoint(day=_end(own), number=total)


def _wave(title: str, own: Sequence[Measure], states: Mapping[int, MeasureState]) -> WaveProgress:
    now = [states[m.id] for m in own]
    return WaveProgress(
        title=title,
        starts_on=own[0].starts_on,
        ends_on=_end(own),
        measures=len(own),
        started=sum(state in (MeasureState.STARTED, MeasureState.REACHED) for state in now),
        reached=now.count(MeasureState.REACHED),
    )


def _end(own: Iterable[Measure]) -> date:
    return max(m.target_on for m in own)
