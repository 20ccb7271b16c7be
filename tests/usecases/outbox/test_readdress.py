"""A mailbox is corrected: the mail that came back goes to the new one, and to nobody twice."""

from dataclasses import replace

import pytest

from ozg_workflow.database.models import Message, MessageRecipient
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.outbox import mail_admin
from tests.usecases.changed_offices import renumbered
from tests.usecases.relay import Relay
from tests.usecases.town import Town, read_letter, town_data


def with_mailbox(number: str, mailbox: str) -> RolloutData:
    data = town_data()
    departments = tuple(replace(d, mailbox=mailbox) if d.number == number else d for d in data.organisation.departments)
    return replace(data, organisation=replace(data.organisation, departments=departments))


@pytest.fixture
def bounced(asked: Town, relay: Relay) -> Town:
    """The lists of Dezernat 2 came back: its mailbox was written wrongly."""
    asked.settings(smtp_url=relay.url)
    asked.change(Message, Message.id == 2, state="bounced")
    asked.change(MessageRecipient, MessageRecipient.message_id == 2, state="bounced", response="550 5.1.1 unbekannt")
    return asked


def test_a_corrected_mailbox_gets_the_mail_that_came_back(bounced: Town, relay: Relay) -> None:
    before = bounced.content(2)
    bounced.prepare(with_mailbox("2", "dezernat2@bielefeld.example"))
    result = mail_admin.retry(bounced.ctx(actor="Frau Lindner"), 2)
    assert "Mail Nr. 2 geht jetzt an dezernat2@bielefeld.example (bisher dez2@bielefeld.example)." in result.lines
    bounced.do("deliver")
    assert relay.reached == ["dezernat2@bielefeld.example"]
    message = bounced.messages()[1]
    assert message.state == "accepted"
    assert [(r.address, str(r.state)) for r in message.recipients] == [
        ("dez2@bielefeld.example", "bounced"),
        ("dezernat2@bielefeld.example", "accepted"),
    ]
    old, new = read_letter(before), read_letter(bounced.content(2))
    assert new.to == ("dezernat2@bielefeld.example",)
    assert (new.subject, new.text, new.attachments, new.header_id) == (old.subject, old.text, old.attachments, old.header_id)
    assert before.partition(b"\r\n\r\n")[2] == bounced.content(2).partition(b"\r\n\r\n")[2]
    assert bounced.findings() == []


def test_who_has_it_does_not_get_it_twice(bounced: Town, relay: Relay) -> None:
    with bounced.session() as session:
        session.add(MessageRecipient(message_id=2, address="brandes@bielefeld.example", role="cc", state="accepted"))
        session.commit()
    bounced.prepare(with_mailbox("2", "dezernat2@bielefeld.example"))
    mail_admin.retry(bounced.ctx(), 2)
    bounced.do("deliver")
    assert relay.reached == ["dezernat2@bielefeld.example"]


def test_a_second_correction_is_followed_too_and_the_first_address_stays_out(bounced: Town, relay: Relay) -> None:
    for mailbox in ("dezernat-zwei@bielefeld.example", "dezernat2@bielefeld.example"):
        bounced.prepare(with_mailbox("2", mailbox))
        mail_admin.retry(bounced.ctx(), 2)
    bounced.do("deliver")
    assert relay.reached == ["dezernat2@bielefeld.example"]


def test_without_a_correction_the_same_address_is_tried_again(bounced: Town, relay: Relay) -> None:
    before = bounced.content(2)
    mail_admin.retry(bounced.ctx(), 2)
    bounced.do("deliver")
    assert relay.reached == ["dez2@bielefeld.example"]
    assert bounced.content(2) == before


def test_the_head_of_an_office_that_was_taken_over_is_the_head_of_today(town: Town, relay: Relay) -> None:
    town.settings(smtp_url=relay.url)
    town.day("2020-03-18", "announce")
    number = next(m.id for m in town.messages() if m.recipients[0].address == "sandmann@bielefeld.example")
    town.change(Message, Message.id == number, state="bounced")
    town.change(MessageRecipient, MessageRecipient.message_id == number, state="bounced")
    town.prepare(renumbered("34", "36"))
    mail_admin.retry(town.ctx(), number)
    assert {r.address for r in town.messages()[number - 1].recipients if r.state == "pending"} == {"leitung36@bielefeld.example"}


def test_a_late_notice_about_the_old_address_says_nothing_new(bounced: Town) -> None:
    bounced.prepare(with_mailbox("2", "dezernat2@bielefeld.example"))
    mail_admin.retry(bounced.ctx(), 2)
    bounced.do("deliver")
    message = bounced.messages()[1]
    notice = (
        "From: MAILER-DAEMON@bielefeld.example\r\nTo: ozg@bielefeld.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <dsn1@bielefeld.example>\r\nDate: Mon, 06 Apr 2020 10:00:00 +0200\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nunbekannt\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.bielefeld.example\r\n\r\nFinal-Recipient: rfc822; dez2@bielefeld.example\r\nAction: failed\r\n"
        f"Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message.header_id}\r\n\r\n--b--\r\n"
    )
    bounced.drop(notice.encode())
    bounced.do("collect")
    assert bounced.messages()[1].state == "accepted"
