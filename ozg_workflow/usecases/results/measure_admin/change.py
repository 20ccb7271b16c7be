"""Change what is agreed about one measure."""

from collections.abc import Callable
from typing import Final

from ozg_workflow.database.models import Measure
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.terms import Given, changed
from ozg_workflow.usecases.answers.find import find_service
from ozg_workflow.usecases.results.measure_admin.agreed import (
    agree_on,
    all_measures,
    check_dependencies,
    frame_of,
    tell_order,
    terms_of,
)
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

TITLE: Final = "Maßnahme ändern"
Find = Callable[[Work, dict[int, Measure]], Measure]


def change_measure(ctx: Context, number: int, given: Given) -> StepResult:
    """Let a person's words count for the measure with this number. Raises InputError naming the field and what is possible."""
    return _change(ctx, lambda _, measures: numbered(measures, number), given)


def change_measure_of(ctx: Context, service: str, given: Given) -> StepResult:
    """Do the same for the measure of a service, named by its ref or LeiKa key."""
    return _change(ctx, lambda work, measures: _of_service(work, measures, service), given)


def numbered(measures: dict[int, Measure], number: int) -> Measure:
    """Return the measure with this number. Raises InputError."""
    if number in measures:
        return measures[number]
    raise InputError(f"Eine Maßnahme mit der Nummer {number} gibt es nicht. Die Nummern zeigt „ozg measures list“.")


def _change(ctx: Context, find: Find, given: Given) -> StepResult:
    if not given:
        raise InputError("Bitte angeben, was sich ändern soll, z. B. Welle, Weg oder Amt.")
    with ctx.work(TITLE) as work:
        measures = all_measures(work)
        measure, frame = find(work, measures), frame_of(work, measures)
        before = terms_of(measure)
        after = changed(before, given, frame)
        check_dependencies(measures, {measure.id: after})
        agree_on(work, measures, {measure.id: after}, frame)
        if before == after:
            work.say(f"{measure.service.name} (Nr. {measure.id}): So ist es bereits vereinbart.")
        else:
            work.count("changed")
            tell_order(work, measures, [measure.id])
    return work.result


def _of_service(work: Work, measures: dict[int, Measure], wanted: str) -> Measure:
    service = find_service(work, wanted)
    for measure in measures.values():
        if measure.service_id == service.id:
            return measure
    raise InputError(f"Zu „{service.name}“ ({service.ref}) gibt es keine Maßnahme.")
