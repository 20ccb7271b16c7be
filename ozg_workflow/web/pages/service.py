"""One service: its answers with their sources, its history, its ranks, what is done about it."""

from starlette.responses import Response

from ozg_workflow.domain.cockpit.service import ServiceView
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answer_line import ROW_STATE_TITLES, SOURCE_TITLES
from ozg_workflow.domain.survey.outside_view import FINDING_TITLES, portal_words
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import ASSIGNMENT_TITLES, GONE
from ozg_workflow.report.labels import STATE_TITLES, check_words, quadrant_title, short_reasons, span
from ozg_workflow.usecases.cockpit.service import view_of
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.web.answer_words import words_of
from ozg_workflow.web.correcting import correction_forms, measure_form
from ozg_workflow.web.deciding import CaseForms, case_forms, reopen_form
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.looks import MEASURE_LOOKS, MEASURE_TITLES, ROW_LOOKS
from ozg_workflow.web.measure_words import agreed_words
from ozg_workflow.web.room import NotThereError, Visit


def show_service(visit: Visit) -> Response:
    """Show it, found by its `ref` or a LeiKa key that is unique."""
    with visit.ctx.reading() as work:
        view = _view(visit, work)
        words = words_of(work)
        forms = visit.forms(work)
        cases = _cases(visit, forms, view, work.directory)
        reopen = {case.id: reopen_form(visit, forms, case) for case in view.cases if case.may_be_reopened}
        change = measure_form(visit, forms, view.service.ref) if view.measure else ""
        correct = {item.line.row_id: correction_forms(visit, forms, item.line, item.line.answers) for item in view.lines}
        scale = work.prepared.scale
    return visit.page(
        "service.html.j2",
        view.service.name,
        view=view,
        words=words,
        cases=cases,
        reopen=reopen,
        correct=correct,
        change=change,
        terms=agreed_words(view.measure) if view.measure else {},
        row_titles=ROW_STATE_TITLES,
        row_looks=ROW_LOOKS,
        source_titles=SOURCE_TITLES,
        given_away=GONE,
        assignment_titles=ASSIGNMENT_TITLES,
        rank_titles=STATE_TITLES,
        measure_titles=MEASURE_TITLES,
        measure_looks=MEASURE_LOOKS,
        quadrant=quadrant_title,
        span=span,
        reasons=short_reasons,
        finding_titles=FINDING_TITLES,
        portal_words=portal_words,
        scale=scale,
        check_words=check_words,
    )


def _view(visit: Visit, work: Work) -> ServiceView:
    try:
        return view_of(work, visit.part("ref"))
    except InputError as error:
        raise NotThereError(str(error)) from error


def _cases(visit: Visit, forms: Forms, view: ServiceView, directory: Directory) -> dict[int, CaseForms]:
    """Return case → the forms that decide it, of the open ones."""
    waiting = [case for case in view.cases if case.state is CaseState.OPEN]
    return {case.id: case_forms(visit, forms, case, directory.known_offices) for case in waiting}
