"""Composing: headers, threading, parts and attachments of the finished bytes."""

import email
import time
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest

from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.post.intent import Attachment
from ozg_workflow.domain.post.mail import MailKind, header_message_id
from ozg_workflow.mail.addresses import ascii_address
from ozg_workflow.mail.write.compose import OutgoingMail, compose
from ozg_workflow.mail.write.templates import RenderedMail

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST = Attachment(name="OZG-Amtsliste_20_Kämmerei_v1.xlsx", content=bytes(range(256)) * 80, content_type=XLSX)
ICS = Attachment(
    name="termin.ics",
    content=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
    content_type="text/calendar; method=REQUEST",
)
RENDERED = RenderedMail(subject="Amtslisten für Köln", text="Grüße\n\n.\nFrom hier\n--=_ozg\n", html="<p>Grüße aus „Köln“</p>\n")
OUTLOOK_ID = "<" + "AM0PR04MB" + "4" * 40 + "@AM0PR04MB1234.eurprd04.x.example" + ">"
OWN_ID = header_message_id(
    "bielefeld-2020", MailKind.SERVICE_LISTS, "dezernat2@bielefeld.example", "round-1", "v1", "bielefeld.example"
)


def build(**changed: Any) -> bytes:
    values: dict[str, Any] = {
        "rendered": RENDERED,
        "sender_name": "OZG-Koordination der Stadt Bielefeld",
        "sender": "ozg@bielefeld.example",
        "to": ("dezernat2@bielefeld.example",),
        "cc": (),
        "message_id": OWN_ID,
        "date": datetime(2020, 3, 25, 6, 0, tzinfo=UTC),
    }
    return compose(OutgoingMail(**(values | changed)))


def parse(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_same_input_gives_the_same_bytes() -> None:
    assert build(attachments=(LIST, ICS)) == build(attachments=(LIST, ICS))


def test_two_messages_have_different_boundaries() -> None:
    other = build(message_id="<ozg.2@bielefeld.example>")
    assert parse(build()).get_boundary() != parse(other).get_boundary()


def test_the_bytes_are_ascii_lines_with_crlf_within_the_limits_of_smtp() -> None:
    raw = build(attachments=(LIST, ICS), references=" ".join([OUTLOOK_ID] * 30))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_headers_say_who_when_and_that_a_machine_wrote_it() -> None:
    message = parse(build(cc=("amt33@bielefeld.example",), headers={"X-OZG-List": "17"}))
    assert message["From"].addresses[0].display_name == "OZG-Koordination der Stadt Bielefeld"
    assert message["To"].addresses[0].addr_spec == "dezernat2@bielefeld.example"
    assert message["Cc"].addresses[0].addr_spec == "amt33@bielefeld.example"
    assert message["Date"].datetime == datetime(2020, 3, 25, 6, 0, tzinfo=UTC)
    assert message["Message-ID"] == message["X-OZG-Message"] == OWN_ID
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["X-OZG-List"] == "17"


def test_umlauts_arrive_in_subject_name_text_and_html() -> None:
    message = parse(build(sender_name="Müller, Jörg (Köln)"))
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert message["Subject"] == "Amtslisten für Köln"
    assert message["From"].addresses[0].display_name == "Müller, Jörg (Köln)"
    assert text.get_content().replace("\r\n", "\n") == RENDERED.text
    assert html.get_content().replace("\r\n", "\n") == RENDERED.html


@pytest.mark.parametrize("name", ['OZG "Stab" \\ Köln', 'OZG "Stab" \\ Bonn', "a=?utf-8?q?x?=b", "", "Stadt, Amt; <x@y.example>"])
def test_sender_names_with_special_characters_arrive_whole(name: str) -> None:
    addresses = parse(build(sender_name=name))["From"].addresses
    assert [(a.display_name, a.addr_spec) for a in addresses] == [(name, "ozg@bielefeld.example")]


def test_encoded_words_keep_the_75_characters_of_rfc_2047() -> None:
    rendered = RenderedMail(subject="Übersicht über die Ämter " * 6, text="", html="")
    words = [word for word in build(rendered=rendered).split() if word.startswith(b"=?utf-8?")]
    assert len(words) > 2
    assert max(len(word) for word in words) <= 75


def test_long_identifiers_of_outlook_stay_unbroken_so_that_the_thread_holds() -> None:
    assert len(OUTLOOK_ID) >= 80
    raw = build(in_reply_to=OUTLOOK_ID, references=f"{OUTLOOK_ID}\r\n <first@bielefeld.example>")
    assert f"\r\nIn-Reply-To: {OUTLOOK_ID}\r\n".encode() in raw
    assert f"\r\nReferences: {OUTLOOK_ID}\r\n <first@bielefeld.example>\r\n".encode() in raw


def test_very_long_threads_keep_their_first_and_newest_identifiers() -> None:
    ids = [f"<{n}@bielefeld.example>" for n in range(500)]
    kept = str(parse(build(references=" ".join(ids)))["References"]).split()
    assert kept == [ids[0], *ids[-40:]]


def test_words_that_are_no_identifier_do_not_get_into_the_thread() -> None:
    message = parse(build(in_reply_to="Ihre Mail vom 3. Mai", references="<a@b.example> Bcc: <ü@b.example>"))
    assert message["In-Reply-To"] is None
    assert message["References"] == "<a@b.example>"


@pytest.mark.parametrize(
    "changed",
    [
        {"rendered": RenderedMail(subject="Hallo\r\nBcc: x@y.example", text="", html="")},
        {"sender_name": "OZG\nBcc: x@y.example"},
        {"headers": {"X-OZG-List": "1\r\n\r\n<html>"}},
        {"headers": {"X-OZG\r\nBcc": "1"}},
        {"message_id": "<a@b.example>\r\nBcc: x@y.example"},
        {"in_reply_to": "<a@b.example>\r\nBcc: x@y.example"},
        {"references": "<a@b.example>\nBcc: <x@y.example>"},
        {"to": ("a@b.example\r\nBcc: x@y.example",)},
        {"sender": "a@b.example\n"},
        {"attachments": (Attachment(name="a\r\nX: y.xlsx", content=b"", content_type=XLSX),)},
        {"attachments": (Attachment(name="a.xlsx", content=b"", content_type="text/plain\r\nX: y"),)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_line_breaks_in_header_values_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(OzgError) as caught:
        build(**changed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["Subject", "bcc", "Content-Type", "X Y", "X-Ü", ""])
def test_headers_that_compose_sets_itself_cannot_be_set_from_outside(name: str) -> None:
    with pytest.raises(OzgError, match="Kopfzeile"):
        build(headers={name: "x"})


def test_a_date_without_time_zone_is_refused() -> None:
    with pytest.raises(OzgError, match="Zeitzone"):
        build(date=datetime(2020, 3, 25))  # noqa: DTZ001


def test_a_message_without_recipient_is_refused() -> None:
    with pytest.raises(OzgError, match="keinen Empfänger"):
        build(to=())


def test_domains_with_umlauts_travel_in_idna_2008() -> None:
    message = parse(build(to=("amt33@bürgeramt.gießen.example",)))
    assert message["To"] == "amt33@xn--brgeramt-65a.xn--gieen-nqa.example"


def test_umlauts_before_the_at_sign_are_refused_with_a_way_out() -> None:
    with pytest.raises(OzgError, match=r"müller@stadt\.example.*bitte eine Adresse ohne Umlaute eintragen"):
        ascii_address("müller@stadt.example")


def test_a_recipient_with_umlauts_before_the_at_sign_is_shown_as_a_group_and_the_bytes_stay_ascii() -> None:
    """RFC 6857: whoever needs SMTPUTF8 must not make every other reader need it."""
    content = build(to=("bürgeramt@stadt.example", "amt33@stadt.example"))
    assert content.isascii()
    message = parse(content)
    assert [a.addr_spec for a in message["To"].addresses] == ["amt33@stadt.example"]
    assert [g.display_name for g in message["To"].groups] == ["bürgeramt@stadt.example", None]


def test_a_subject_of_any_length_is_folded_and_arrives_whole() -> None:
    for subject in ("Amtslisten " * 300, "Rückmeldung für das Straßenverkehrsamt " * 60, "x" * 3000):
        content = build(rendered=RenderedMail(subject=subject.strip(), text="Text", html="<p>Text</p>"))
        head = content.partition(b"\r\n\r\n")[0]
        assert max(len(line) for line in head.split(b"\r\n")) <= 100
        assert " ".join(str(parse(content)["Subject"]).split()) == subject.strip()


@pytest.mark.parametrize(
    "address",
    ["", "amt33", "@stadt.example", "amt33@", "a b@stadt.example", "a,b@stadt.example", "a@-x-.example", "<a@b.example>"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(OzgError, match=r"E-Mail-Adresse|Domäne"):
        ascii_address(address)


def test_a_mail_with_a_list_is_mixed_of_alternative_and_attachment() -> None:
    message = parse(build(attachments=(LIST,)))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        XLSX,
    ]
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == "OZG-Amtsliste_20_Kämmerei_v1.xlsx"
    assert attachment.get_payload(decode=True) == LIST.content
    assert b"filename*=utf-8''OZG-Amtsliste_20_K%C3%A4mmerei_v1.xlsx" in build(attachments=(LIST,))


def test_file_names_with_quotes_and_backslashes_arrive_whole() -> None:
    raw = build(attachments=(Attachment(name='a "b" \\c.txt', content=b"x", content_type="text/plain"),))
    [attachment] = parse(raw).iter_attachments()
    assert attachment.get_filename() == 'a "b" \\c.txt'


def test_an_invitation_is_an_alternative_with_its_method_so_that_outlook_offers_to_accept() -> None:
    message = parse(build(attachments=(ICS,)))
    alternative = next(part for part in message.walk() if part.get_content_type() == "multipart/alternative")
    calendar = list(alternative.iter_parts())[-1]
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert (
        calendar.get_payload(decode=True) == ICS.content.replace(b"\r\n", b"\n")
        or calendar.get_payload(decode=True) == ICS.content
    )
    assert [(part.get_content_type(), part.get_filename()) for part in message.iter_attachments()] == [
        ("application/ics", "termin.ics")
    ]


def test_no_content_can_fake_a_boundary() -> None:
    boundary = parse(build(attachments=(LIST,))).get_boundary()
    hostile = RenderedMail(subject="x", text=f"\n--{boundary}\nContent-Type: text/html\n\n<b>\n--{boundary}--\n", html="")
    message = parse(build(rendered=hostile, attachments=(LIST,)))
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == hostile.text
    assert len(list(message.iter_attachments())) == 1


def test_every_part_parses_without_defects() -> None:
    message = parse(build(attachments=(LIST, ICS), in_reply_to=OUTLOOK_ID, references=OUTLOOK_ID))
    assert [part.defects for part in message.walk()] == [[]] * 7
    assert [value.defects for value in message.values() if getattr(value, "defects", ())] == []


def test_composing_a_mail_with_a_list_takes_milliseconds() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        build(attachments=(LIST,))
        return time.perf_counter() - start

    assert min(seconds() for _ in range(20)) < 0.005
