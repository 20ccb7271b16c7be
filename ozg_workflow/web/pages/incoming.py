"""The incoming mails, one of them with what is to be read and what was recorded, and its attachments to save."""

from collections.abc import Iterator
from typing import Final

from starlette.responses import Response

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import INCOMING
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import INCOMING_STATE_TITLES, IncomingState
from ozg_workflow.domain.post.marks import Mark, words
from ozg_workflow.domain.post.to_read import ToReadKind
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.inbox import (
    IncomingDetail,
    IncomingFilter,
    attachment,
    detail_of,
    incoming_page,
)
from ozg_workflow.usecases.intake.inbox_admin import WAITING, NoteView
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.web.downloads import as_file
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.looks import INCOMING_LOOKS
from ozg_workflow.web.paging import SIZE, asked_page, turning
from ozg_workflow.web.room import NotThereError, Visit

ALL: Final = "alle"
# what the form "13 Klärungskorb bearbeiten" can do → as it is offered here
CLEARINGS: Final = {
    "erledigt": "Erledigt: von Hand beantwortet",
    "zuordnen": "Zuordnen: die Liste zählt",
    "erneut verarbeiten": "Erneut verarbeiten",
}


def show_inbox(visit: Visit) -> Response:
    """Show what waits, or with `?zustand=…` the mails in one state or all of them."""
    wanted = visit.asked("zustand")
    found = incoming_page(
        visit.ctx, IncomingFilter(states=_states(wanted), text=visit.asked("text")), page=asked_page(visit), size=SIZE
    )
    return visit.page(
        "inbox.html.j2",
        "Eingang",
        found=found,
        wanted=wanted,
        text=visit.asked("text"),
        titles=INCOMING_STATE_TITLES,
        looks=INCOMING_LOOKS,
        turn=turning(visit, INCOMING),
    )


def _states(wanted: str) -> tuple[IncomingState, ...]:
    if wanted == ALL:
        return ()
    if wanted and wanted not in set(IncomingState):
        raise InputError(f"Den Stand „{wanted[:40]}“ gibt es nicht. Vorhanden: {', '.join(IncomingState)}, {ALL}.")
    return (IncomingState(wanted),) if wanted else WAITING


def show_incoming(visit: Visit) -> Response:
    """Show one mail as text."""
    number = visit.number("id")
    with visit.ctx.reading() as work:
        found = _found(visit, work, number)
        forms = visit.forms(work)
        acts = list(_acts(visit, forms, found))
        notes = [(note, _adopt(visit, forms, note)) for note in found.mail.notes]
    view = found.mail.view
    return visit.page(
        "incoming.html.j2",
        f"Eingang Nr. {number}",
        found=found,
        view=view,
        notes=notes,
        acts=acts,
        marks=words([Mark(mark) for mark in view.marks]),
        titles=INCOMING_STATE_TITLES,
        looks=INCOMING_LOOKS,
        pages=max((item.rows.pages for item in found.recorded), default=1),
        page=asked_page(visit),
        turn=turning(visit, INCOMING, number),
    )


def _found(visit: Visit, work: Work, number: int) -> IncomingDetail:
    page = asked_page(visit)
    try:
        return detail_of(work, number, page=page, size=SIZE)
    except InputError as error:
        raise NotThereError(str(error)) from error


def _acts(visit: Visit, forms: Forms, found: IncomingDetail) -> Iterator[tuple[str, str]]:
    """Yield what can be done about the mail: words and the form, filled in."""
    view = found.mail.view
    if view.state is IncomingState.QUARANTINED or (view.state is IncomingState.AUTOMATIC and view.unusual):
        mail = forms.option(Choice.QUARANTINED, view.id)
        for action, told in CLEARINGS.items():
            if address := visit.form(Deployment.CLEAR_QUARANTINE, mail=mail, action=action):
                yield told, address
    if view.state is IncomingState.TO_READ:
        form = Deployment.CLEAR_TO_READ
        if address := visit.form(form, mail=forms.option(Choice.TO_READ, view.id)):
            yield form.form_title, address


def _adopt(visit: Visit, forms: Forms, note: NoteView) -> str:
    """Return the form that takes an added line into the catalogue; empty for everything else."""
    if note.line is None or note.kind is not ToReadKind.ADDED_LINE or note.cleared_at:
        return ""
    return visit.form(Deployment.ADOPT_LINE, line=forms.option(Choice.ADDED_LINE, note.id))


def save_attachment(visit: Visit) -> Response:
    """Give an attachment to save: as a file of no kind, under a safe name, never to be shown by the browser."""
    try:
        file = attachment(visit.ctx, visit.number("id"), visit.number("position"))
    except InputError as error:
        raise NotThereError(str(error)) from error
    return as_file(file.name, file.content)
