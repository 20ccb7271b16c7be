"""A list that somebody filled in outweighs every mark; what we sent ourselves is never a return, though it may be filled in."""

import binascii
import email
import email.policy
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from ozg_workflow.database.models import Incoming
from ozg_workflow.demo.bounce import bounce_for
from tests.mail.read.test_unpack import tnef
from tests.usecases.intake.mailbox import incoming, returns
from tests.usecases.town import Town, fill

REPLIED = {"Auto-Submitted": "auto-replied"}
GENERATED = {"Auto-Submitted": "auto-generated", "Return-Path": "<>"}
RULE = {"X-MS-Exchange-Inbox-Rules-Loop": "dez2@bielefeld.example", "Return-Path": "<>"}
LIST = {"Precedence": "list", "List-Id": "<amtsleitungen.bielefeld.example>"}
OWN = "ozg@bielefeld.example"
REPLY = (
    "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:x@bielefeld.example\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:amt34@bielefeld.example\nEND:VEVENT\nEND:VCALENDAR\n"
)
AWAY = "Ich bin bis 04.05. nicht im Haus. Ihre Mail wird nicht weitergeleitet."


def filled(town: Town) -> tuple[str, bytes]:
    name, content, _ = town.book("34")
    return name, fill(content)


def returned(town: Town) -> EmailMessage:
    name, content = filled(town)
    return town.letter({name: content}, sender="amt34@bielefeld.example", answers=town.book("34")[2])


def around(town: Town, inner: EmailMessage | bytes | None, *, sender: str, subject: str, heads: dict[str, str]) -> EmailMessage:
    """A mail of a machine or a rule, with the return attached as a mail, or as an .eml."""
    outer = town.letter({}, sender=sender, subject=subject, headers=heads)
    if isinstance(inner, EmailMessage):
        outer.add_attachment(inner)
    elif inner is not None:
        outer.add_attachment(inner, maintype="application", subtype="octet-stream", filename="artikel.eml")
    return outer


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"Rücklauf/{name}", content)
    return packed.getvalue()


def uuencoded(town: Town) -> EmailMessage:
    content = filled(town)[1]
    lines = b"".join(binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)).decode()
    mail = town.letter({}, sender="amt34@bielefeld.example", subject="Abwesend: Liste", headers=REPLIED)
    mail.set_content(f"{AWAY}\n\nbegin 644 Liste.xlsx\n{lines}`\nend\n", cte="8bit")
    return mail


def accepted(town: Town) -> EmailMessage:
    """An answer to an invitation, sent with the list in the same mail."""
    name, content = filled(town)
    mail = town.letter({name: content}, sender="amt34@bielefeld.example", subject="Zugesagt: Infoveranstaltung")
    mail.add_attachment(REPLY, subtype="calendar", params={"method": "REPLY"})
    return mail


def from_the_mailbox_itself(town: Town) -> EmailMessage:
    name, content = filled(town)
    return town.letter({name: content}, sender=OWN, subject="Liste vom USB-Stick")


WRAPPED: dict[str, Callable[[Town], EmailMessage]] = {
    "a gateway that calls itself auto-replied": lambda t: around(
        t, returned(t), sender="gateway@bielefeld.example", subject="De-Mail eingegangen", heads=REPLIED
    ),
    "an Exchange rule that forwards as attachment": lambda t: around(
        t, returned(t), sender="dez2@bielefeld.example", subject="Abwesend: Liste", heads=RULE
    ),
    "an .eml of a ticket system": lambda t: around(
        t,
        returned(t).as_bytes(),
        sender="noreply@bielefeld.example",
        subject="[Ticket#4711] Eingangsbestätigung",
        heads=GENERATED,
    ),
    "an internal list": lambda t: around(
        t, returned(t), sender="amt34@bielefeld.example", subject="[Amtsleitungen] Liste", heads=LIST
    ),
    "a mail server's own name": lambda t: around(
        t, returned(t), sender="MAILER-DAEMON@bielefeld.example", subject="Journal", heads=GENERATED
    ),
    "a zip under a vacation header": lambda t: t.letter(
        {"Listen.zip": zipped(*filled(t))}, sender="amt34@bielefeld.example", headers={"X-Autoreply": "yes"}
    ),
    "a winmail.dat of an absence note": lambda t: t.letter(
        {"winmail.dat": tnef(b"Liste.xlsx", filled(t)[1])}, sender="amt34@bielefeld.example", subject="Abwesend", headers=REPLIED
    ),
    "uuencode below an absence note": uuencoded,
    "an answer to an invitation": accepted,
    "the mailbox itself": from_the_mailbox_itself,
}


@pytest.mark.parametrize("how", WRAPPED)
def test_a_filled_list_counts_wherever_it_lies(asked: Town, how: str) -> None:
    asked.drop(WRAPPED[how](asked))
    asked.do("collect", "deliver")
    assert (returns(asked), asked.list_state("34")) == (1, "returned")
    ((state, _),) = incoming(asked)
    assert state != "automatic"


def annotated(asked: Town) -> tuple[int, bytes]:
    """Our reply to an incomplete return: it brings the sender's own answers back, so its list is filled in."""
    asked.send_back("34", {1: {"Fallzahl pro Jahr": "viele"}})
    asked.do("collect", "deliver")
    (reply,) = asked.messages("return_with_errors")
    return reply.id, asked.content(reply.id)


def test_the_archive_copy_of_our_annotated_list_is_no_return(asked: Town) -> None:
    _, content = annotated(asked)
    asked.drop(b"Received: from mx.bielefeld.example\r\n" + content)
    asked.do("collect")
    assert incoming(asked)[1] == ("automatic", "Kopie einer eigenen Mail.")
    assert returns(asked) == 1


def test_a_bounce_with_our_annotated_list_marks_its_recipient_and_is_no_return(asked: Town) -> None:
    number, content = annotated(asked)
    asked.drop(bounce_for(content, "amt34@bielefeld.example", reporter="post.bielefeld.example"))
    asked.do("collect")
    assert incoming(asked)[1][0] == "automatic"
    assert returns(asked) == 1
    (message,) = [m for m in asked.messages() if m.id == number]
    assert message.state == "bounced"


@pytest.mark.parametrize("directly", [True, False], ids=["as a file", "in the mail"])
def test_an_absence_note_that_brings_our_annotated_list_is_no_return(asked: Town, directly: bool) -> None:
    _, content = annotated(asked)
    ours = email.message_from_bytes(content, policy=email.policy.default)
    note = asked.letter(
        {}, sender="amt34@bielefeld.example", subject="Abwesend", headers=REPLIED | {"In-Reply-To": str(ours["Message-ID"])}
    )
    if directly:
        (book,) = [part for part in ours.walk() if (part.get_filename() or "").endswith(".xlsx")]
        note.add_attachment(book.get_content(), maintype="application", subtype="octet-stream", filename="Liste.xlsx")
    else:
        assert isinstance(ours, EmailMessage)
        note.add_attachment(ours)
    asked.drop(note)
    asked.do("collect", "deliver")
    assert incoming(asked)[1][0] == "automatic"
    assert (returns(asked), len(asked.messages("return_with_errors"))) == (1, 1)


@pytest.mark.parametrize("heads", [REPLIED, {"X-Autoreply": "yes"}])
def test_blank_lists_of_ours_leave_an_absence_note_automatic(asked: Town, heads: dict[str, str]) -> None:
    name, content, letter = asked.book("34")
    asked.drop(asked.letter({name: content}, sender="amt34@bielefeld.example", answers=letter, headers=heads))
    asked.do("collect", "deliver")
    assert [state for state, _ in incoming(asked)] == ["automatic"]
    assert (returns(asked), asked.list_state("34")) == (0, "sent")


def test_a_list_filled_in_that_came_with_a_mail_of_ours_counts_although_ours_is_attached(asked: Town) -> None:
    name, content, letter = asked.book("34")
    mail = asked.letter(
        {"Alt.xlsx": content, name: fill(content)}, sender="amt34@bielefeld.example", answers=letter, headers=REPLIED
    )
    asked.drop(mail)
    asked.do("collect")
    assert (returns(asked), asked.list_state("34")) == (1, "returned")


def test_the_marks_of_a_mail_are_kept_as_codes(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Abwesend", headers=REPLIED))
    asked.do("collect")
    with asked.session() as session:
        assert [(i.marks, i.unusual) for i in session.query(Incoming)] == [(["auto_replied"], ["no_reference"])]


def forwarded_by_a_rule(asked: Town, content: bytes, *, inside: bool) -> EmailMessage:
    """Our own answer with the annotated list, passed on to us by a rule of the Dezernat."""
    ours = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(ours, EmailMessage)
    head = RULE | {"Auto-Submitted": "auto-generated"} | ({} if inside else {"References": str(ours["Message-ID"])})
    mail = asked.letter({}, sender="dez2@bielefeld.example", subject=f"WG: {ours['Subject']}", headers=head)
    if inside:
        mail.add_attachment(ours)
    else:
        (book,) = [part for part in ours.walk() if (part.get_filename() or "").endswith(".xlsx")]
        mail.add_attachment(book.get_content(), maintype="application", subtype="octet-stream", filename="Liste.xlsx")
    return mail


@pytest.mark.parametrize("inside", [True, False], ids=["as attachment", "in the text"])
def test_our_own_answer_that_a_rule_passes_on_is_no_return_and_starts_no_loop(asked: Town, inside: bool) -> None:
    _, content = annotated(asked)
    before = len(asked.messages())
    asked.drop(forwarded_by_a_rule(asked, content, inside=inside))
    asked.do("collect", "deliver")
    assert (returns(asked), len(asked.messages())) == (1, before)
    assert incoming(asked)[1][0] == "quarantined"


def test_a_return_that_a_rule_passed_on_is_answered_at_the_dezernat(asked: Town) -> None:
    asked.new_letters()
    name, content, letter = asked.book("34")
    head = RULE | {"Auto-Submitted": "auto-generated"}
    asked.drop(asked.letter({name: fill(content)}, sender="gateway@bielefeld.example", answers=letter, headers=head))
    asked.do("collect", "deliver")
    assert [found.to for found in asked.new_letters()] == [("dez2@bielefeld.example",)]
