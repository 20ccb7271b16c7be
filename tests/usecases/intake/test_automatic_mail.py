"""Automatic mail: what it says about our own mails, and that nobody answers it."""

import email
import email.policy
from email.message import EmailMessage

import pytest

from ozg_workflow.database.models import Message, MessageRecipient, ServiceList
from ozg_workflow.demo.bounce import bounce_for
from tests.usecases.intake.mailbox import incoming
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


def test_an_absence_note_is_noted_and_never_answered(asked: Town) -> None:
    note = asked.letter(
        {}, sender="krueger@bielefeld.example", subject="Abwesend: Amtslisten", headers={"Auto-Submitted": "auto-replied"}
    )
    asked.drop(note)
    result = asked.do("collect")
    assert incoming(asked) == [("automatic", "Automatische Antwort (Auto-Submitted).")]
    assert result.figures["automatic"] == 1
    assert len(asked.messages()) == 2


def test_a_bounce_marks_the_mail_and_its_recipient(asked: Town) -> None:
    asked.drop(bounce_for(asked.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    result = asked.do("collect")
    message = asked.messages()[0]
    assert (message.state, message.state_reason) == ("bounced", "Unzustellbar: dez1@bielefeld.example")
    assert [r.state for r in message.recipients] == ["bounced"]
    assert asked.messages()[1].state == "accepted"
    assert result.figures["bounced"] == 1
    assert asked.status()["mail"]["bounced"] == 1


def test_a_bounce_names_a_domain_with_umlauts_as_it_travels(asked: Town) -> None:
    asked.change(MessageRecipient, MessageRecipient.message_id == 1, address="dez1@gießen.example")
    with asked.session() as session:
        session.add(MessageRecipient(message_id=1, address="anders@bielefeld.example", role="cc", state="accepted"))
        session.commit()
    asked.drop(bounce_for(asked.content(1), "dez1@xn--gieen-nqa.example", reporter="post.bielefeld.example"))
    asked.do("collect")
    assert [r.state for r in asked.messages()[0].recipients] == ["bounced", "accepted"]


def test_our_own_copy_in_the_mailbox_proves_that_a_mail_left(asked: Town) -> None:
    asked.change(Message, Message.id == 1, state="unknown", accepted_at=None)
    asked.change(ServiceList, ServiceList.office_id <= 2, state="queued", sent_at=None)
    asked.drop(asked.content(1), unread=False)
    asked.do("collect")
    message = asked.messages()[0]
    assert (message.state, message.queue_id) == ("accepted", "Durch die eingegangene Kopie belegt.")
    assert [asked.list_state(office) for office in ("10", "20")] == ["sent", "sent"]
    assert incoming(asked) == [("automatic", "Kopie einer eigenen Mail.")]


MDAEMON = "The attached message had PERMANENT fatal delivery errors!\n\nFailed address: dez1@bielefeld.example\n"
GERMAN = "Die angehängte Nachricht konnte nicht zugestellt werden: dez1@bielefeld.example ist unbekannt.\n"


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("MDaemon <mdaemon@post.kreis.example>", "Permanent Delivery Failure", MDAEMON),
        ("MDaemon at kreis.example <postmaster@kreis.example>", "Permanent Delivery Failure", MDAEMON),
        ("Mailsystem <system@kreis.example>", "Ihre Mail ist unzustellbar", GERMAN),
        ("postmaster@kreis.example", "Unzustellbar: Amtslisten", "Ist die Adresse richtig?\n" + GERMAN),
    ],
)
@pytest.mark.parametrize("quoted", [False, True], ids=["attached", "quoted"])
def test_a_bounce_without_structure_that_holds_our_mail_marks_its_recipient(
    asked: Town, sender: str, subject: str, text: str, quoted: bool
) -> None:
    ours = email.message_from_bytes(asked.content(1), policy=email.policy.default)
    notice = asked.letter({}, sender=sender, subject=subject)
    head = "\n".join(f"{name}: {ours[name]}" for name in ("From", "To", "Subject", "Message-ID"))
    notice.set_content(f"{text}\n--- Original message headers follow ---\n{head}\n" if quoted else text)
    if not quoted:
        assert isinstance(ours, EmailMessage)
        notice.add_attachment(ours)
    asked.drop(notice)
    asked.do("collect", "deliver")
    assert incoming(asked) == [("automatic", "Unzustellbarkeitsmeldung.")]
    message = asked.messages()[0]
    assert (message.state, [r.state for r in message.recipients]) == ("bounced", ["bounced"])
    assert len(asked.messages()) == 2


def test_a_person_who_passes_our_mail_on_marks_nobody(asked: Town) -> None:
    ours = email.message_from_bytes(asked.content(1), policy=email.policy.default)
    mail = asked.letter({}, sender="krueger@bielefeld.example", subject="WG: Unzustellbar: Amtslisten")
    mail.set_content("Die Nachricht konnte nicht zugestellt werden, weil es die Adresse nicht mehr gibt.")
    assert isinstance(ours, EmailMessage)
    mail.add_attachment(ours)
    asked.drop(mail)
    asked.do("collect")
    assert [state for state, _ in incoming(asked)] == ["quarantined"]
    assert asked.messages()[0].state == "accepted"
