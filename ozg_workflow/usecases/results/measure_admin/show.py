"""The measures with all that is agreed about them, as people and scripts read them."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Event, Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import who
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay, Pace
from ozg_workflow.domain.results.routes import ROUTE_TITLES
from ozg_workflow.domain.results.solutions import Solution, Solutions, is_open
from ozg_workflow.domain.results.terms import Field, Terms
from ozg_workflow.usecases.results.measure_admin.agreed import all_measures, frame_of, terms_of
from ozg_workflow.usecases.results.measure_admin.change import numbered
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.named_offices import any_office


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureWish:
    """Which measures are wanted; what is empty leaves all of them. `wave` is a key, `office` a number or name, `state` a MeasureState.

    `reuse`: only those for which a solution could be reused and is not.
    """

    wave: str = ""
    office: str = ""
    route: str = ""
    state: str = ""
    reuse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """One measure; `level` is the level reported last, None where nobody has.

    `board_wave` is the key of the wave the board named, `shift` the sentence that says why it is in another one.
    """

    id: int
    service: str
    leika_key: str
    name: str
    rank: int
    state: MeasureState
    starts_on: date
    wave_title: str
    office_name: str
    route_title: str
    level: int | None
    late: bool
    board_wave: str
    shift: str
    solutions: tuple[Solution, ...]
    terms: Terms

    @property
    def reusable(self) -> bool:
        """Whether a solution could be reused and is not."""
        return is_open(self.terms.route, self.solutions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the audit log about a measure: when (Berlin), who, what."""

    at: str
    by: str
    text: str


def list_measures(ctx: Context, wish: MeasureWish) -> tuple[MeasureView, ...]:
    """Return the measures in the order of the plan. Raises InputError for a wave, office, route or state that does not exist."""
    with ctx.reading() as work:
        measures = all_measures(work)
        if wish.office:
            wish = replace(wish, office=any_office(work.directory, wish.office))
        _check(work, measures, wish)
        views = _views(work, measures)
    return tuple(view for view in views if _wanted(view, wish))


def show_measure(ctx: Context, number: int) -> tuple[MeasureView, tuple[Change, ...]]:
    """Return a measure and what has become of it, the oldest first. Raises InputError."""
    with ctx.reading() as work:
        measure = numbered(all_measures(work), number)
        (view,) = _views(work, {measure.id: measure})
        query = select(Event).where(
            Event.rollout_id == work.rollout.id, Event.object_type == "measure", Event.object_id == str(number)
        )
        events = work.session.scalars(query.order_by(Event.id))
        log = tuple(Change(at=german.local_time(e.at), by=who(e.actor), text=e.text) for e in events)
    return view, log


def _views(work: Work, measures: dict[int, Measure]) -> list[MeasureView]:
    frame, levels, solutions = frame_of(work, measures), last_levels(work), Solutions.of(work.config.solutions)
    return [
        MeasureView(
            id=measure.id,
            service=measure.service.ref,
            leika_key=measure.service.key,
            name=measure.service.name,
            rank=measure.rank,
            state=measure.state,
            starts_on=measure.starts_on,
            wave_title=wave.title if (wave := frame.wave(measure.wave)) else measure.wave,
            office_name=measure.office.name,
            route_title=ROUTE_TITLES[measure.route] if measure.route else "",
            level=levels.get(measure.service_id),
            late=measure.carried_out and Pace(state=measure.state, target_on=measure.target_on).delay(work.today) is Delay.LATE,
            board_wave=frame.named.get(measure.id, ""),
            shift=measure.shift,
            solutions=solutions.fitting(measure.service.key, measure.service.ozg_id),
            terms=terms_of(measure),
        )
        for measure in measures.values()
    ]


def _check(work: Work, measures: dict[int, Measure], wish: MeasureWish) -> None:
    waves = [wave.key for wave in work.config.prioritisation.waves]
    possible: dict[str, tuple[str, list[str]]] = {
        "Die Welle": (wish.wave, [*waves, *(m.wave for m in measures.values())]),
        "Den Weg": (wish.route, [*ROUTE_TITLES]),
        "Den Stand": (wish.state, [*MeasureState]),
    }
    for title, (wanted, known) in possible.items():
        if wanted and wanted not in known:
            raise InputError(f"{title} „{wanted}“ gibt es nicht. Vorhanden: {', '.join(dict.fromkeys(known))}.")


def _wanted(view: MeasureView, wish: MeasureWish) -> bool:
    found = {"wave": view.terms.wave, "office": view.terms.office, "route": view.terms.route, "state": view.state}
    fits = all(not (wanted := getattr(wish, name)) or value == wanted for name, value in found.items())
    return fits and (view.reusable or not wish.reuse)


def as_json(view: MeasureView) -> dict[str, object]:
    """Return a measure for `--json`."""
    return {
        "id": view.id,
        "service": view.service,
        "leika_key": view.leika_key,
        "name": view.name,
        "rank": view.rank,
        "state": view.state,
        "starts_on": view.starts_on,
        "level": view.level,
        "late": view.late,
        "wave_title": view.wave_title,
        "office_name": view.office_name,
        "board_wave": view.board_wave,
        "shift": view.shift,
        "reusable": view.reusable,
        "solutions": [asdict(solution) for solution in view.solutions],
        **{str(field): getattr(view.terms, field) for field in Field},
    }
