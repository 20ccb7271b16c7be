"""Whether something that may hold a list lies anywhere in a mail; what is not unpacked for it would be lost."""

import binascii
from email.message import EmailMessage, Message

import pytest

from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.spreadsheets import carries_list

BOOK = b"PK\x03\x04" + b"\x00" * 26 + b"xl/workbook.xml"


def plain(text: str = "Guten Tag") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "amt33@bielefeld.example", "Liste"
    message.set_content(text)
    return message


def with_file(name: str | None, content: bytes = BOOK, kind: str = "application/octet-stream") -> EmailMessage:
    message = plain()
    maintype, _, subtype = kind.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message


def around(inner: EmailMessage) -> EmailMessage:
    message = plain()
    message.add_attachment(inner)
    return message


def seen(message: EmailMessage) -> Message:
    return parse_mail(message.as_bytes()).message


UU = "".join(binascii.b2a_uu(BOOK[at : at + 45]).decode() for at in range(0, len(BOOK), 45))
HOLDS = {
    "a workbook": with_file("Liste.xlsx"),
    "a workbook without a name": with_file(None),
    "a file of any name": with_file("Liste.dat"),
    "a zip": with_file("Listen.zip"),
    "a mail as a file": with_file("artikel.eml", b"From: a@b.example\n\nText"),
    "a winmail.dat without its name": with_file(None, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    "an attached mail": around(with_file("Liste.xlsx")),
    "a mail in a mail": around(around(with_file("Liste.xlsx"))),
    "a signature that wraps": with_file("smime.p7m", b"\x30\x80", "application/pkcs7-mime"),
    "a uuencoded file in the text": plain(f"Anbei.\nbegin 644 Liste.xlsx\n{UU}`\nend\n"),
    "a uuencoded file in an attached mail": around(plain(f"begin 644 Liste.xlsx\n{UU}`\nend\n")),
}
HOLDS_NONE = {
    "a text": plain(),
    "a question with a scan": with_file("Scan.pdf", b"%PDF", "application/pdf"),
    "a picture": with_file("logo.png", b"\x89PNG", "image/png"),
    "an attached question": around(plain("Wer füllt das aus?")),
    "words that begin": plain("Wir beginnen am Montag."),
}


@pytest.mark.parametrize("name", HOLDS)
def test_what_may_hold_a_list_is_found(name: str) -> None:
    assert carries_list(seen(HOLDS[name]))


@pytest.mark.parametrize("name", HOLDS_NONE)
def test_what_holds_none_is_not_unpacked(name: str) -> None:
    assert not carries_list(seen(HOLDS_NONE[name]))
