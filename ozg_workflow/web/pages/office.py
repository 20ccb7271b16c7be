"""The offices, and one of them with everything that happened to it."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session
from starlette.responses import Response

from ozg_workflow.domain.cockpit.office import OfficeView, Target, TargetKind
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import INCOMING, MAIL, OFFICE, SERVICE
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.office import office_view
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.web.looks import LIST_LOOKS
from ozg_workflow.web.room import NotThereError, Visit

PAGES: Final[Mapping[TargetKind, str]] = {TargetKind.MAIL: MAIL, TargetKind.INCOMING: INCOMING, TargetKind.SERVICE: SERVICE}
CORRECT: Final = next((form for form in Deployment if form.value == "25 Angabe berichtigen"), None)
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
        if number not in work.directory.offices:
            known = ", ".join(work.directory.office_names) or "keines"
            raise NotThereError(f"Das Amt „{number[:40]}“ gibt es nicht. Vorhanden: {known}.")
        view = office_view(visit.ctx, number, as_of=visit.day())
        links = {
            entry.target: _link(visit, work.session, entry.target, waits=entry.open) for entry in view.entries if entry.target
        }
        acts = _acts(visit, work.session, view)
    return visit.page(
        "office.html.j2",
        f"Amt {view.number} – {view.name}",
        view=view,
        links=links,
        acts=acts,
        titles=LIST_STATE_TITLES,
        looks=LIST_LOOKS,
        words=WORDS,
    )


def _link(visit: Visit, session: Session, target: Target, *, waits: bool) -> str:
    """Return the page an entry leads to; of a case that is open its form, of a settled one nothing."""
    if target.kind in PAGES:
        return visit.path(PAGES[target.kind], target.id)
    if not waits:
        return ""
    option = visit.forms(session).option(Choice.OPEN_CASE, target.id)
    return visit.form(Deployment.SETTLE_RESPONSIBILITY, cases=[option])


def _acts(visit: Visit, session: Session, view: OfficeView) -> list[tuple[str, str]]:
    """Return what can be done about the office: words and the form, filled in."""
    office = visit.forms(session).option(Choice.OFFICE, view.number)
    missing = (Deployment.REMIND_OFFICE, Deployment.EXTEND_DEADLINE) if view.missing and view.active else ()
    wanted = (*missing, *([CORRECT] if view.lists and CORRECT else []))
    return [(form.form_title, address) for form in wanted if (address := visit.form(form, office=office))]


def office_path(visit: Visit, number: str) -> str:
    """Return the address of the page of an office."""
    return visit.path(OFFICE, number)
