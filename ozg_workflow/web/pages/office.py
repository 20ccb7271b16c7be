"""The offices, and one of them with everything that happened to it."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from starlette.responses import Response

from ozg_workflow.domain.cockpit.office import OfficeView, Target, TargetKind
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import INCOMING, MAIL, SERVICE
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES
from ozg_workflow.report.labels import check_words
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.office import view_of
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.survey.levels import office_checks
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.looks import LIST_LOOKS
from ozg_workflow.web.room import NotThereError, Visit

PAGES: Final[Mapping[TargetKind, str]] = {TargetKind.MAIL: MAIL, TargetKind.INCOMING: INCOMING, TargetKind.SERVICE: SERVICE}
WORDS: Final = {
    TargetKind.MAIL: "Mail",
    TargetKind.INCOMING: "Eingang",
    TargetKind.SERVICE: "Leistung",
    TargetKind.CASE: Deployment.SETTLE_RESPONSIBILITY.form_title,
}


def show_offices(visit: Visit) -> Response:
    """Show all offices with their lists of the running rounds, today or on the evening of a past day."""
    view = status(visit.ctx, as_of=visit.day())
    return visit.page("offices.html.j2", "Ämter", view=view, titles=LIST_STATE_TITLES, looks=LIST_LOOKS)


def show_office(visit: Visit) -> Response:
    """Show one office, today or on the evening of a past day (`?stand=2020-05-04`)."""
    with visit.ctx.reading() as work:
        number = visit.part("office")
        office = work.directory.find_office(work.directory.current(number))
        if office is None:
            known = ", ".join(work.directory.office_names) or "keines"
            raise NotThereError(f"Das Amt „{number[:40]}“ gibt es nicht. Vorhanden: {known}.")
        view = view_of(work, office, visit.day())
        forms = visit.forms(work)
        links = {entry.target: _link(visit, forms, entry.target, waits=entry.open) for entry in view.entries if entry.target}
        acts = _acts(visit, forms, view)
        checks, scale = office_checks(work, view.number), work.prepared.scale
    return visit.page(
        "office.html.j2",
        f"Amt {view.number} – {view.name}",
        view=view,
        links=links,
        acts=acts,
        titles=LIST_STATE_TITLES,
        looks=LIST_LOOKS,
        words=WORDS,
        checks=checks,
        check_words=partial(check_words, scale),
    )


def _link(visit: Visit, forms: Forms, target: Target, *, waits: bool) -> str:
    """Return the page an entry leads to; of a case that is open its form, of a settled one nothing."""
    if target.kind in PAGES:
        return visit.path(PAGES[target.kind], target.id)
    if not waits or not visit.desk.knows(Deployment.SETTLE_RESPONSIBILITY):
        return ""
    option = forms.option(Choice.OPEN_CASE, target.id)
    return visit.form(Deployment.SETTLE_RESPONSIBILITY, cases=[option])


def _acts(visit: Visit, forms: Forms, view: OfficeView) -> list[tuple[str, str]]:
    """Return what can be done about the office: words and the form, filled in."""
    office = forms.option(Choice.OFFICE, view.number)
    missing = (Deployment.REMIND_OFFICE, Deployment.EXTEND_DEADLINE) if view.missing and view.active else ()
    wanted = (*missing, *([Deployment.CORRECT_ANSWER] if view.lists else []))
    return [(form.form_title, address) for form in wanted if (address := visit.form(form, office=office))]
