"""The overview of a rollout: figures, what needs somebody, the plan, the returns, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from ozg_workflow.domain.cockpit.overview import MissingList, Overview
from ozg_workflow.domain.needs import NEEDS, Need, NeedKind, NeedRow
from ozg_workflow.domain.plan.milestones import STATE_TITLES
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES
from ozg_workflow.report.charts.returns import course, summary
from ozg_workflow.report.charts.timeline import summary as plan_summary
from ozg_workflow.report.labels import share
from ozg_workflow.usecases.cockpit.links import Options, remind_office, way
from ozg_workflow.usecases.cockpit.overview import overview_of
from ozg_workflow.web.drawing import course_of
from ozg_workflow.web.looks import LIST_LOOKS, MILESTONE_LOOKS
from ozg_workflow.web.room import Visit

WORDS: Final = {
    "list_titles": LIST_STATE_TITLES,
    "list_looks": LIST_LOOKS,
    "milestone_titles": STATE_TITLES,
    "milestone_looks": MILESTONE_LOOKS,
    "mail_titles": MESSAGE_STATE_TITLES,
    "share": share,
    "Incoming": IncomingState,
    "Case": CaseState,
    "Mail": MessageState,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A need with the address of its form (empty: none) and of the page it is told on."""

    need: Need
    form: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A list that is out and not back, with the form that reminds its office now."""

    missing: MissingList
    form: str


def show_overview(visit: Visit) -> Response:
    """Show it, today or on the evening of a past day (`?stand=2020-05-04`); a past day has no forms."""
    asked = visit.day()
    past = asked is not None and asked != visit.ctx.today
    with visit.ctx.reading() as work:
        view = overview_of(work, as_of=asked if past else None, brief=True)
        options = visit.forms(work)
        groups, missing = _groups(visit, view, options, past=past), _missing(visit, view, options, past=past)
    current, today = view.round, view.status.today
    return visit.page(
        "overview.html.j2",
        "Überblick",
        view=view,
        past=past,
        groups=groups,
        missing=missing,
        overdue=sum(m.days_left < 0 for m in view.missing),
        plan=plan_summary(view.status.milestones, today),
        drawing=course_of(current, today) if current else None,
        course=course(current, today) if current else "",
        summary=summary(current, today) if current else "",
        lists=view.status.lists_of(current.key) if current else (),
        **WORDS,
    )


def _groups(visit: Visit, view: Overview, options: Options, *, past: bool) -> list[tuple[NeedRow, Sequence[Needed]]]:
    """Return what is needed by kind, the most pressing one first; the lists over their deadline stand in a table of their own."""
    found = [(kind, [n for n in view.needs if n.kind is kind]) for kind in NeedKind]
    return [(NEEDS[kind], [_needed(visit, n, options, past=past) for n in own]) for kind, own in found if own]


def _needed(visit: Visit, need: Need, options: Options, *, past: bool) -> Needed:
    if past:
        return Needed(need=need, form="", page="")
    found = way(need, options)
    form = visit.form(found.deployment, **found.parameters) if found.deployment else ""
    return Needed(need=need, form=form, page=visit.path(*found.page) if found.page else "")


def _missing(visit: Visit, view: Overview, options: Options, *, past: bool) -> list[Missing]:
    return [Missing(missing=m, form="" if past else _reminder(visit, m.item.office, options)) for m in view.missing]


def _reminder(visit: Visit, office: str, options: Options) -> str:
    found = remind_office(office, options)
    return visit.form(found.deployment, **found.parameters) if found.deployment else ""
