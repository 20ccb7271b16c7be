"""What is agreed about the measures of a rollout, read and written."""

from collections.abc import Iterable, Mapping
from functools import partial

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.results.implementation import STATE_TITLES, MeasureState, state_on
from ozg_workflow.domain.results.planning.waves import shift_by_hand
from ozg_workflow.domain.results.terms import FIELD_TITLES, Field, Frame, Terms, changes, circle, words
from ozg_workflow.usecases.answers.progress import note_progress
from ozg_workflow.usecases.results.board.decisions import board_waves
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.named_offices import office_number

UNNAMED = frozenset(
    {Field.CONTACT, Field.NOTE}
)  # texts about people: the audit log is kept for good and only says that they changed


def all_measures(work: Work) -> dict[int, Measure]:
    """Return id → measure, in the order of the plan. Raises InputError where there is none yet."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id)
    found = work.session.scalars(query.order_by(Measure.starts_on, Measure.rank, Measure.id))
    if measures := {measure.id: measure for measure in found}:
        return measures
    raise InputError("Die Umsetzung hat noch nicht begonnen; Maßnahmen gibt es noch keine („ozg start-implementation“).")


def frame_of(work: Work, measures: Mapping[int, Measure]) -> Frame:
    """Return what a change of these measures has to fit into."""
    named = board_waves(work)
    return Frame(
        waves=work.config.prioritisation.waves,
        levels=work.config.scale.values,
        deadline=work.config.timeline.due_on(Action.COMPLETE),
        measures=frozenset(measures),
        offices={number: office.name for number, office in work.directory.offices.items()},
        office=partial(office_number, work.directory),
        named={number: wave for number, measure in measures.items() if (wave := named.get(measure.service_id))},
    )


def terms_of(measure: Measure) -> Terms:
    """Return what is agreed about a measure."""
    return Terms(office=measure.office.number, **{str(f): getattr(measure, f) for f in Field if f is not Field.OFFICE})


def agree_on(work: Work, measures: Mapping[int, Measure], after: Mapping[int, Terms], frame: Frame) -> None:
    """Let the terms count from now on, with a line in the audit log for each field, and tell them; what is the same stays.

    A target that the newest level meets already is reached, one that it meets no more is not.
    """
    aims = [measures[number] for number, terms in after.items() if terms.target_level != measures[number].target_level]
    for number, terms in after.items():
        _agree(work, measures[number], terms, frame)
    levels = last_levels(work) if aims else {}
    for measure in aims:
        state, level = measure.state, levels.get(measure.service_id)
        if level is not None:
            note_progress(work, measure.service_id, level)
        if measure.state is not state:
            title = f"{measure.service.name} (Nr. {measure.id})"
            work.say(f"{title}: {STATE_TITLES[measure.state]}, gemeldet ist die Stufe {level}.")


def _agree(work: Work, measure: Measure, after: Terms, frame: Frame) -> None:
    before = terms_of(measure)
    for field in changes(before, after):
        _write(work, measure, field, after)
        if field is Field.WAVE:
            measure.shift = shift_by_hand(after.wave, frame.named.get(measure.id, ""), work.today)
        _tell(work, measure, field, (words(field, before, frame), words(field, after, frame)))
    if before.wave != after.wave and measure.state is not MeasureState.REACHED:
        measure.state = state_on(measure.starts_on, work.today)


def _write(work: Work, measure: Measure, field: Field, after: Terms) -> None:
    if field is Field.OFFICE:
        measure.office_id = work.directory.offices[after.office].id
        return
    setattr(measure, field, getattr(after, field))
    if field is Field.WAVE:
        (wave,) = (wave for wave in work.config.prioritisation.waves if wave.key == after.wave)
        measure.starts_on = wave.first_day


def _tell(work: Work, measure: Measure, field: Field, change: tuple[str, str]) -> None:
    old, new = (text or "leer" for text in change)
    title = f"{measure.service.name} (Nr. {measure.id}), {FIELD_TITLES[field]}"
    data = {"field": str(field)} | ({} if field in UNNAMED else {"old": change[0], "new": change[1]})
    work.record("measure_changed", ("measure", measure.id), title if field in UNNAMED else f"{title}: {old} → {new}", data)
    work.did(f"{title}: {old} → {new}.")


def check_dependencies(measures: dict[int, Measure], after: dict[int, Terms]) -> None:
    """Raise InputError where measures would wait for each other. `after` are those that change."""
    if found := waiting_circle(measures, after):
        raise InputError(circle_words(measures, found))


def waiting_circle(measures: dict[int, Measure], after: dict[int, Terms]) -> tuple[int, ...]:
    """Return the measures that would wait for each other once `after` counts; nothing where none do."""
    depends = {number: measure.depends_on for number, measure in measures.items()}
    return circle(depends | {number: terms.depends_on for number, terms in after.items()})


def circle_words(measures: dict[int, Measure], found: tuple[int, ...]) -> str:
    """Return the sentence about measures that would wait for each other."""
    named = " → ".join(f"Nr. {number} ({measures[number].service.name})" for number in (*found, found[0]))
    return f"Diese Maßnahmen würden aufeinander warten: {named}."


def tell_order(work: Work, measures: dict[int, Measure], changed: Iterable[int]) -> None:
    """Tell where a changed measure begins before what it depends on has to be ready."""
    for number in changed:
        measure = measures[number]
        other = measures.get(measure.depends_on or 0)
        if other and other.state is not MeasureState.REACHED and measure.starts_on <= other.target_on:
            begins, ends = german.short_date(measure.starts_on), german.short_date(other.target_on)
            work.say(
                f"Hinweis: {measure.service.name} (Nr. {number}) beginnt am {begins}, {other.service.name} (Nr. {other.id}), "
                f"wovon es abhängt, soll erst am {ends} fertig sein."
            )
