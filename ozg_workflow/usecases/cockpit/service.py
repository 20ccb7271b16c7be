"""One service with everything that is known of it: whose it is, what was said, how it is ranked, what is done about it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import (
    Assignment,
    Evaluation,
    MaturityReading,
    Measure,
    Office,
    ResponsibilityCase,
    Score,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain.cockpit.results import MeasureLine, RankLine
from ozg_workflow.domain.cockpit.service import AnsweredLine, CatalogueEntry, LevelOn, Owner, ServiceCase, ServiceView
from ozg_workflow.domain.survey.outside_view import OutsideView
from ozg_workflow.domain.survey.responsibility import elsewhere_words
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.answers.find import find_service
from ozg_workflow.usecases.answers.history import history_of
from ozg_workflow.usecases.answers.read import lines_with_said, questions_of
from ozg_workflow.usecases.cockpit.measures import COLUMNS, Known, measure_line, solutions_of
from ozg_workflow.usecases.cockpit.ranking import rank_line
from ozg_workflow.usecases.results.delays import expected_days
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import steps_of
from ozg_workflow.usecases.survey.deciding.elsewhere import elsewhere
from ozg_workflow.usecases.survey.levels import checks_of
from ozg_workflow.usecases.survey.portal import portal_of

CATALOGUE = ("ref", "key", "name", "service_type", "ozg_id", "ozg_name", "topic", "legal_basis", "proposed_office", "active")


_OWNERS = (
    select(Office.number, Office.name, Assignment.state, Assignment.changed_at)
    .join(Office, Office.id == Assignment.office_id)
    .where(Assignment.service_id == bindparam("service"))
    .order_by(Assignment.changed_at, Assignment.id)
)
_CASES = (
    select(
        Office.number.label("office"),
        ResponsibilityCase.id,
        ResponsibilityCase.state,
        ResponsibilityCase.named,
        ResponsibilityCase.reason,
        ResponsibilityCase.opened_at,
        ResponsibilityCase.settled_at,
        ResponsibilityCase.settled_office,
        ResponsibilityCase.reason_code,
        ResponsibilityCase.settled_body.label("body"),
        ResponsibilityCase.settled_by,
        ResponsibilityCase.note,
    )
    .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(ServiceListRow.service_id == bindparam("service"))
    .order_by(ResponsibilityCase.id)
)
_RANKS = (
    select(Evaluation.evaluated_at, Score.result)
    .join(Score, Score.evaluation_id == Evaluation.id)
    .where(Evaluation.rollout_id == bindparam("rollout"), Score.service_id == bindparam("service"))
    .order_by(Evaluation.id.desc())
)
_MEASURE = (
    select(*COLUMNS)
    .join(Service, Service.id == Measure.service_id)
    .join(Office, Office.id == Measure.office_id)
    .where(Measure.rollout_id == bindparam("rollout"), Measure.service_id == bindparam("service"))
)
_LEVELS = (
    select(MaturityReading.read_on, MaturityReading.scale, MaturityReading.level)
    .where(MaturityReading.service_id == bindparam("service"))
    .order_by(MaturityReading.read_on, MaturityReading.id)
)


def service_view(ctx: Context, wanted: str) -> ServiceView:
    """Return a service by its `ref`, or by a LeiKa key that only one has. Raises InputError."""
    with ctx.reading() as work:
        return view_of(work, wanted)


def view_of(work: Work, wanted: str) -> ServiceView:
    """Return the same of a work that has begun."""
    found = find_service(work, wanted)
    headings = {key: question.heading for key, question in questions_of(work).items()}
    lines, cases = tuple(_lines(work, found, headings)), tuple(_cases(work, found))
    nobodys = elsewhere(work) if cases else {}  # only a case tells that
    levels = tuple(_levels(work, found))
    return ServiceView(
        service=CatalogueEntry(**{name: getattr(found, name) for name in CATALOGUE}),
        owners=tuple(_owners(work, found)),
        lines=lines,
        cases=cases,
        ranks=tuple(_ranks(work, found)),
        measure=_measure(work, found, levels),
        levels=levels,
        headings=headings,
        outside=_outside(work, found, lines),
        checked=checks_of(work, [found.id]).get(found.id),
        elsewhere=elsewhere_words(nobodys[found.id]) if found.id in nobodys else "",
    )


def _owners(work: Work, service: Row[Any]) -> Iterator[Owner]:
    for number, name, state, at in columns(work.session, _OWNERS, {"service": service.id}):
        yield Owner(office=number, office_name=name, state=state, changed_at=at)


def _lines(work: Work, service: Row[Any], headings: Mapping[str, str]) -> Iterator[AnsweredLine]:
    """Return its lines, the newest first."""
    for line, given, corrected in reversed(lines_with_said(work, service.id)):
        history = history_of(line, given, corrected, headings)
        yield AnsweredLine(line=line, round_title=line.round_title, history=history)


def _outside(work: Work, service: Row[Any], lines: Sequence[AnsweredLine]) -> OutsideView | None:
    """Return what the portals show beside the newest answer; a service nobody was asked about is seen from outside, too."""
    if lines:
        return lines[0].line.outside
    return portal_of(work, [service.key]).view(service.key, sdg=service.sdg, level=None)


def _cases(work: Work, service: Row[Any]) -> Iterator[ServiceCase]:
    cases = columns(work.session, _CASES, {"service": service.id})
    histories = steps_of(work, [case.id for case in cases])
    for case in cases:
        yield ServiceCase(**case._asdict(), history=histories.get(case.id, ()))


def _ranks(work: Work, service: Row[Any]) -> Iterator[tuple[datetime, RankLine]]:
    names = work.directory.office_names
    for at, result in columns(work.session, _RANKS, {"rollout": work.rollout.id, "service": service.id}):
        yield at, rank_line(result, names)


def _measure(work: Work, service: Row[Any], levels: Sequence[LevelOn]) -> MeasureLine | None:
    rows = columns(work.session, _MEASURE, {"rollout": work.rollout.id, "service": service.id})
    if not rows:
        return None
    level = work.prepared.scale.translated(levels[-1].scale, levels[-1].level) if levels else None
    last = {} if level is None else {service.id: level}
    asked = any(round_.kind is RoundKind.PROGRESS for round_ in work.rounds)
    known = Known(levels=last, expected=expected_days(work, [service.id]) if asked else {}, solutions=solutions_of(work))
    return measure_line(work, rows[0], known)


def _levels(work: Work, service: Row[Any]) -> Iterator[LevelOn]:
    for day, scale, level in columns(work.session, _LEVELS, {"service": service.id}):
        yield LevelOn(day=day, scale=scale, level=level)
