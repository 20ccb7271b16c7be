"""The outbox: all mails, and one with its text, its readers and what became of it."""

from starlette.responses import Response

from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import attached_files
from ozg_workflow.usecases.cockpit.choices import TROUBLED, Choice
from ozg_workflow.usecases.outbox.mail_pages import WholeMail, mail_page, whole_mail
from ozg_workflow.web.downloads import as_file
from ozg_workflow.web.room import NotThereError, Visit

LOOKS = {
    MessageState.ACCEPTED: "done",
    MessageState.QUEUED: "running",
    MessageState.CLAIMED: "running",
    MessageState.DATA_STARTED: "running",
    MessageState.HELD: "due",
    MessageState.UNKNOWN: "late",
    MessageState.REFUSED: "late",
    MessageState.BOUNCED: "late",
}


def show_mails(visit: Visit) -> Response:
    """Show a page of the outbox; `?zustand=…`, `?suche=…`, `?seite=…`."""
    state, words, page = visit.asked("zustand"), visit.asked("suche"), visit.asked("seite")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    found = mail_page(visit.ctx, state=state, words=words, page=number)
    return visit.page("mails.html.j2", "Mails", found=found, state=state, words=words, states=MESSAGE_STATE_TITLES, looks=LOOKS)


def show_mail(visit: Visit) -> Response:
    """Show one mail."""
    mail = _mail(visit)
    parsed = parse_mail(mail.content) if mail.content else None
    files = tuple(attached_files(parsed)) if parsed else ()
    with visit.ctx.reading() as work:
        option = visit.forms(work).text(Choice.TROUBLED_MAIL, mail.view.id) if mail.view.state in TROUBLED else ""
    return visit.page(
        "mail.html.j2",
        f"Mail Nr. {mail.view.id}",
        mail=mail,
        text=parsed.text if parsed else "",
        files=files,
        option=option,
        looks=LOOKS,
    )


def save_attachment(visit: Visit) -> Response:
    """Return an attachment by its number (from 1)."""
    mail = _mail(visit)
    files = tuple(attached_files(parse_mail(mail.content))) if mail.content else ()
    number = visit.number("file")
    if not 1 <= number <= len(files):
        raise NotThereError(f"Die Mail Nr. {mail.view.id} hat {len(files)} Anhänge.")
    return as_file(files[number - 1].name, files[number - 1].content)


def _mail(visit: Visit) -> WholeMail:
    number = visit.number("number")
    found = whole_mail(visit.ctx, number)
    if found is None:
        raise NotThereError(f"Die Mail Nr. {number} gibt es in diesem Rollout nicht.")
    return found
