"""The outbox: all mails, and one with its text, its readers and what became of it."""

from starlette.responses import Response

from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import attached_files
from ozg_workflow.usecases.cockpit.choices import TROUBLED, Choice
from ozg_workflow.usecases.outbox.mail_pages import mail_page
from ozg_workflow.usecases.outbox.whole_mail import content_of, whole_mail
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
    number = visit.number("number")
    with visit.ctx.reading() as work:
        mail = whole_mail(work, number)
        if mail is None:
            raise _not_there(number)
        option = visit.forms(work).text(Choice.TROUBLED_MAIL, number) if mail.view.state in TROUBLED else ""
    return visit.page("mail.html.j2", f"Mail Nr. {number}", mail=mail, option=option, looks=LOOKS)


def save_attachment(visit: Visit) -> Response:
    """Return an attachment by its number (from 1)."""
    mail, number = visit.number("number"), visit.number("file")
    with visit.ctx.reading() as work:
        content = content_of(work, mail)
    if content is None:
        raise _not_there(mail)
    files = tuple(attached_files(parse_mail(content))) if content else ()
    if not 1 <= number <= len(files):
        raise NotThereError(f"Die Mail Nr. {mail} hat {len(files)} Anhänge.")
    return as_file(files[number - 1].name, files[number - 1].content)


def _not_there(number: int) -> NotThereError:
    return NotThereError(f"Die Mail Nr. {number} gibt es in diesem Rollout nicht.")
