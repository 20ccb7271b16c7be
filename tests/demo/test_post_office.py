"""The post office: Maildirs, greylisting, bounces."""

import asyncio
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from ozg_workflow.demo.maildirs import mailbox_of, put, take_new
from ozg_workflow.demo.post_office import HOST, PostOffice
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import classify
from ozg_workflow.mail.read.parse import parse_mail


def _mail(to: str, subject: str = "Grüße") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ozg@bielefeld.example", to, subject
    mail["Date"], mail["Message-ID"] = "Wed, 18 Mar 2020 07:00:00 +0100", "<ozg.1@bielefeld.example>"
    mail.set_content("Guten Tag")
    return mail.as_bytes()


def _send(office: PostOffice, *recipients: str, sender: str = "ozg@bielefeld.example") -> dict[str, aiosmtplib.SMTPResponse]:
    async def deliver() -> dict[str, aiosmtplib.SMTPResponse]:
        async with aiosmtplib.SMTP(hostname=HOST, port=office.port) as client:
            refused, _ = await client.sendmail(sender, list(recipients), _mail(recipients[0]))
            return refused

    return asyncio.run(deliver())


def test_every_recipient_gets_the_mail_into_a_maildir_of_its_own(tmp_path: Path) -> None:
    with PostOffice(tmp_path) as office:
        _send(office, "amt33@bielefeld.example", "Dezernat2@Bielefeld.example")
    for address in ("amt33@bielefeld.example", "dezernat2@bielefeld.example"):
        (content,) = take_new(tmp_path / address)
        mail = parse_mail(content)
        assert mail.subject == "Grüße"
        assert mail.header("return-path") == "<ozg@bielefeld.example>"
        assert take_new(tmp_path / address) == []


def test_new_mail_is_read_once_and_in_the_order_of_delivery(tmp_path: Path) -> None:
    mailbox = tmp_path / "amt33@bielefeld.example"
    for n in range(12):
        put(mailbox, f"{n}".encode())
    assert take_new(mailbox) == [f"{n}".encode() for n in range(12)]
    put(mailbox, b"later")
    assert take_new(mailbox) == [b"later"]


def test_a_greylisted_address_is_put_off_just_once(tmp_path: Path) -> None:
    with PostOffice(tmp_path, greylisted=frozenset({"amt33@bielefeld.example"})) as office:
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refusal:
            _send(office, "amt33@bielefeld.example")
        assert [r.code for r in refusal.value.recipients] == [451]
        assert _send(office, "amt33@bielefeld.example") == {}
        assert (office.put_off, office.delivered) == (1, 1)
    assert len(take_new(tmp_path / "amt33@bielefeld.example")) == 1


def test_mail_to_a_dead_address_comes_back_as_a_bounce_we_understand(tmp_path: Path) -> None:
    with PostOffice(tmp_path, dead=frozenset({"rueter@bielefeld.example"})) as office:
        _send(office, "rueter@bielefeld.example")
    (content,) = take_new(tmp_path / "ozg@bielefeld.example")
    mail = parse_mail(content)
    found = classify(mail, own_address="ozg@bielefeld.example", is_own_message_id=lambda i: i == "<ozg.1@bielefeld.example>")
    assert found.kind is IncomingKind.BOUNCE
    assert found.failed_recipients == ("rueter@bielefeld.example",)
    assert found.original_message_id == "<ozg.1@bielefeld.example>"
    assert "Der Empfänger ist unbekannt" in mail.text
    assert mail.subject.startswith("Unzustellbar")
    assert not (tmp_path / "rueter@bielefeld.example").exists()


def test_a_bounce_is_never_bounced(tmp_path: Path) -> None:
    with PostOffice(tmp_path, dead=frozenset({"rueter@bielefeld.example"})) as office:
        _send(office, "rueter@bielefeld.example", sender="")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["../../etc@x.example", "a/b@x.example", ".@x.example", "kein-at", "a@../x", ""])
def test_an_address_never_leaves_the_folder(tmp_path: Path, address: str) -> None:
    assert mailbox_of(tmp_path, address) is None


def test_it_stops_and_another_one_starts(tmp_path: Path) -> None:
    for _ in range(2):
        with PostOffice(tmp_path) as office:
            _send(office, "amt33@bielefeld.example")
    assert len(take_new(tmp_path / "amt33@bielefeld.example")) == 2
