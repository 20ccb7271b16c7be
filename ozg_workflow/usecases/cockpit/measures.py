"""The measures with their waves, page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import MaturityReading, Measure, Office, Service
from ozg_workflow.database.words import mentions
from ozg_workflow.domain.cockpit.results import MeasureLine, Measures, WaveFigures
from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay, Pace
from ozg_workflow.domain.results.routes import Route, is_carried_out
from ozg_workflow.domain.results.solutions import Solutions
from ozg_workflow.usecases.results.delays import expected_days
from ozg_workflow.usecases.results.progress.kept_forecasts import kept_forecasts
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import checks_of

COLUMNS: Any = (
    Measure.service_id,
    Service.ref,
    Service.name,
    Office.number.label("office"),
    Office.name.label("office_name"),
    Measure.rank,
    Measure.wave,
    Measure.starts_on,
    Measure.target_on,
    Measure.target_level,
    Measure.state,
    Measure.id,
    Measure.route,
    Measure.contact,
    Measure.effort_days,
    Measure.depends_on,
    Measure.note,
    Measure.shift,
    Service.key.label("leika_key"),
    Service.ozg_id,
)


_WAVES: Final = (
    select(Measure.wave, Measure.state, func.count(), func.min(Measure.starts_on), func.max(Measure.target_on))
    .where(Measure.rollout_id == bindparam("rollout"), Measure.carried_out)
    .group_by(Measure.wave, Measure.state)
)
_LEVELS: Final = (
    select(MaturityReading.service_id, MaturityReading.scale, MaturityReading.level)
    .where(MaturityReading.service_id.in_(bindparam("services", expanding=True)))
    .order_by(MaturityReading.read_on, MaturityReading.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFilter:
    """Which measures are wanted; what is empty leaves all of them. `text` stands in the name of the service.

    `reuse`: only those for which a solution could be reused and is not.
    """

    wave: str = ""
    office: str = ""
    state: str = ""
    text: str = ""
    reuse: bool = False


def measures(ctx: Context, wanted: MeasureFilter, *, page: int, size: int) -> Measures:
    """Return the waves and one page of the measures, by wave and rank."""
    with ctx.reading() as work:
        return measures_of(work, wanted, page=page, size=size)


def measures_of(work: Work, wanted: MeasureFilter, *, page: int, size: int) -> Measures:
    """Return the same of a work that has begun."""
    waves = tuple(_waves(work))
    over = work.today >= work.rollout.target_on
    return Measures(
        waves=waves,
        lines=_lines(work, wanted, page, size),
        foretold=kept_forecasts(work),
        target_on=work.rollout.target_on,
        arrived=sum(wave.reached for wave in waves) if over else None,
    )


def _waves(work: Work) -> Iterator[WaveFigures]:
    found: dict[str, list[Any]] = {}
    for row in columns(work.session, _WAVES, {"rollout": work.rollout.id}):
        found.setdefault(row[0], []).append(row)
    titles = {wave.key: wave.title for wave in work.prepared.prioritisation.waves}
    for key, rows in sorted(found.items(), key=lambda item: min(row[3] for row in item[1])):
        numbers = {state: number for _, state, number, _, _ in rows}
        yield WaveFigures(
            key=key,
            title=titles.get(key, key),
            starts_on=min(row[3] for row in rows),
            ends_on=max(row[4] for row in rows),
            **{str(state): numbers.get(state, 0) for state in MeasureState},
        )


def _lines(work: Work, wanted: MeasureFilter, page: int, size: int) -> Paged[MeasureLine]:
    query = (
        select(*COLUMNS)
        .join(Service, Service.id == Measure.service_id)
        .join(Office, Office.id == Measure.office_id)
        .where(Measure.rollout_id == work.rollout.id)
    )
    for column, value in ((Measure.wave, wanted.wave), (Office.number, wanted.office), (Measure.state, wanted.state)):
        if value:
            query = query.where(column == value)
    if wanted.text:
        query = query.where(mentions(wanted.text, Service.name))
    if wanted.reuse:
        keys = [solution.key for solution in work.prepared.solutions]
        query = query.where(or_(Service.key.in_(keys), Service.ozg_id.in_(keys)))
        query = query.where(or_(Measure.route.is_(None), Measure.route == Route.OWN))
    total = work.session.scalar(query.with_only_columns(func.count())) or 0
    order = (Measure.starts_on, Measure.target_on, Measure.rank, Measure.id)
    rows = work.session.execute(query.order_by(*order).limit(size).offset((page - 1) * size)).all()
    services = [row.service_id for row in rows]
    known = Known(levels=levels_of(work, services), expected=expected_days(work, services), solutions=solutions_of(work))
    checks = checks_of(work, services)
    lines = (replace(measure_line(work, row, known), checked=checks.get(row.service_id)) for row in rows)
    return Paged(rows=tuple(lines), total=total, page=page, size=size)


def levels_of(work: Work, services: list[int]) -> dict[int, int]:
    """Return service → the level reported last, on the scale of the rollout; nothing where that is not known."""
    rows = columns(work.session, _LEVELS, {"services": services}) if services else ()
    found = {service: work.prepared.scale.translated(scale, level) for service, scale, level in rows}
    return {service: level for service, level in found.items() if level is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of services: the level reported last, the day their office expects the target on, the solutions that exist."""

    levels: Mapping[int, int]
    expected: Mapping[int, date]
    solutions: Solutions


def solutions_of(work: Work) -> Solutions:
    """Return the solutions the city could reuse."""
    return Solutions.of(work.prepared.solutions)


def measure_line(work: Work, row: Any, known: Known) -> MeasureLine:
    """Return a measure as people read it, with how it stands to its target."""
    pace = Pace(state=row.state, target_on=row.target_on, expected_on=known.expected.get(row.service_id))
    may_be_late = is_carried_out(row.route, row.state)
    titles = {wave.key: wave.title for wave in work.prepared.prioritisation.waves}
    return MeasureLine(
        ref=row.ref,
        name=row.name,
        office=row.office,
        office_name=row.office_name,
        rank=row.rank,
        wave=titles.get(row.wave, row.wave),
        starts_on=row.starts_on,
        target_on=row.target_on,
        target_level=row.target_level,
        state=row.state,
        level=known.levels.get(row.service_id),
        delay=pace.delay(work.today) if may_be_late else Delay.NONE,
        delay_words=pace.words(work.today) if may_be_late else "",
        id=row.id,
        route=row.route,
        contact=row.contact,
        effort_days=row.effort_days,
        depends_on=row.depends_on,
        note=row.note,
        shift=row.shift,
        solutions=known.solutions.fitting(row.leika_key, row.ozg_id),
    )
