"""Attachments are decoded by what stands there, where the header about their encoding is missing, misspelt or untrue."""

import base64
import binascii
import email
import quopri
import time
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.mail.read.containers.transfer import from_base64
from ozg_workflow.mail.read.mime import payload
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import attached_files
from tests.mail.read.test_unpack import BOOK, XLS, mail_with, tnef, unpack

LINES = base64.encodebytes(BOOK)
DIGITS = LINES.replace(b"\n", b"")
FOOTER = b"\n-- \nDiese Mail wurde auf Viren geprueft: https://mail.stadt.example/virus\n"


def in_pieces(content: bytes, size: int = 55) -> bytes:
    """Base64 as some programs write it: each piece for itself, with padding of its own."""
    return b"\n".join(base64.b64encode(content[n : n + size]) for n in range(0, len(content), size))


def uuencoded(content: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(content[n : n + 45]) for n in range(0, len(content), 45))
    return b"begin 644 Liste.xlsx\n" + lines + b"`\nend\n"


def attached(encoding: bytes | None, body: bytes, kind: bytes = b'application/octet-stream; name="Liste.xlsx"') -> bytes:
    """A mail with one attachment whose header says `encoding` (None: no such header) and whose body is `body`."""
    head = b"Subject: Liste\nContent-Type: multipart/mixed; boundary=grenze\n\n--grenze\nContent-Type: text/plain\n\nAnbei.\n"
    said = b"" if encoding is None else b"Content-Transfer-Encoding:" + encoding + b"\n"
    return head + b"--grenze\nContent-Type: " + kind + b"\n" + said + b"\n" + body + b"\n--grenze--\n"


def contents(raw: bytes) -> list[bytes]:
    unpacked = unpack(raw)
    assert unpacked.problems == ()
    return [file.content for file in unpacked.files]


@pytest.mark.parametrize(
    "encoding",
    [
        b" base64",
        b" BASE64",
        b"base64 ",
        b" base64\t",
        b" base64 (Anlage)",
        b" (MIME) base64",
        b' "base64"',
        b" base64;",
        b"\n base64",
        b" base-64",
        b" x-base64",
        b" base64, 8bit",
        b" =?us-ascii?q?base64?=",
        b" 7bit",
        b" 8bit",
        b" binary",
        b" quoted-printable",
        b" x-unknown",
        b"",
        b" x-uuencode",
        None,
    ],
)
@pytest.mark.parametrize("content", [BOOK, XLS], ids=["xlsx", "xls"])
def test_base64_is_decoded_whatever_the_header_calls_it(encoding: bytes | None, content: bytes) -> None:
    assert contents(attached(encoding, base64.encodebytes(content))) == [content]


@pytest.mark.parametrize(
    "body",
    [
        DIGITS,
        DIGITS.rstrip(b"="),
        LINES.replace(b"\n", b"\r\n"),
        LINES.replace(b"\n", b"\n\n"),
        b"\n\n" + LINES,
        b"  " + LINES.replace(b"\n", b"\n  "),
        b"> " + LINES.replace(b"\n", b"\n> "),
        LINES.replace(b"\n", b" \n"),
        LINES.replace(b"\n", b" !\n"),
        LINES.replace(b"\n", b"=20\n"),
        quopri.encodestring(LINES),
        LINES + FOOTER,
        LINES.rstrip(b"=\n") + b"\n" + FOOTER,
        in_pieces(BOOK),
        in_pieces(BOOK, 1024),
        base64.urlsafe_b64encode(BOOK),
    ],
    ids=[
        "one line",
        "no padding",
        "crlf",
        "blank lines between",
        "blank lines before",
        "indented",
        "quoted",
        "blanks after",
        "junk after",
        "=20 after",
        "in quoted-printable",
        "a footer after the padding",
        "a footer without padding",
        "short pieces",
        "pieces",
        "letters of URLs",
    ],
)
@pytest.mark.parametrize("encoding", [b" base64", b" 7bit", None])
def test_base64_with_junk_around_its_lines_is_read(encoding: bytes | None, body: bytes) -> None:
    [content] = contents(attached(encoding, body))
    assert content[: len(BOOK)] == BOOK
    assert len(content) <= len(BOOK) + len(FOOTER)


def test_base64_of_base64_is_undone_twice() -> None:
    assert contents(attached(b" base64", base64.encodebytes(LINES))) == [BOOK]


@pytest.mark.parametrize("before", [b"Die Anlage folgt:\n\n", b"[Virus-Scanner: keine Funde]\n"])
def test_a_line_before_the_base64_is_left_aside(before: bytes) -> None:
    assert contents(attached(b" base64", before + LINES)) == [BOOK]
    assert contents(attached(None, before + LINES)) == [BOOK]


@pytest.mark.parametrize("encoding", [b" x-uuencode", b" uuencode", b" X-UUE ", b" x-uu (alt)", b" 7bit", b" base64", None])
def test_uuencoded_lists_are_decoded_whatever_the_header_calls_them(encoding: bytes | None) -> None:
    assert contents(attached(encoding, uuencoded(BOOK))) == [BOOK]


@pytest.mark.parametrize("encoding", [b" binary", b" 8bit", b" 7bit", b" BINARY ", b" 8 bit", None])
def test_bytes_that_were_not_encoded_at_all_stay_as_they_are(encoding: bytes | None) -> None:
    assert contents(attached(encoding, BOOK)) == [BOOK]


@pytest.mark.parametrize(
    "encoding", [b" quoted-printable", b" QUOTED-PRINTABLE ", b" quoted-printable (8bit)", b' "quoted-printable"']
)
def test_quoted_printable_is_undone(encoding: bytes) -> None:
    mail = parse_mail(
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding:" + encoding + b"\n\nGr=C3=BC=\n=C3=9Fe\n"
    )
    assert mail.text == "Grüße\n"
    quoted = quopri.encodestring(BOOK, quotetabs=True)
    assert contents(attached(encoding, quoted)) == [BOOK]


def test_base64_of_a_winmail_dat_is_plain_to_see() -> None:
    packed = base64.encodebytes(tnef(b"Liste.xlsx", BOOK))
    assert contents(attached(None, packed, b"application/ms-tnef; name=winmail.dat")) == [BOOK]


def test_a_text_is_never_decoded_by_its_looks() -> None:
    """Base64 in the text of a mail is a file beside the text; the text stays."""
    mail = parse_mail(b"Content-Type: text/plain\n\n" + LINES)
    assert mail.text.startswith("UEsDB")
    assert [file.content for file in unpack(b"Content-Type: text/plain\n\n" + LINES).files] == [BOOK]


def test_a_list_called_a_text_is_a_list() -> None:
    for kind in (b"text/plain", b'text/plain; charset="utf-8"', b"text/html; name=Liste.xlsx"):
        assert contents(attached(b" base64", LINES, kind)) == [BOOK]


@pytest.mark.parametrize("encoding", [b" base64", b" base64 ", b" Base64 (Mail)", b" quoted-printable", b" 7bit", None])
def test_an_attached_mail_is_opened_however_it_is_encoded(encoding: bytes | None) -> None:
    source = mail_with(("Liste.xlsx", BOOK)).as_bytes()
    quoted = encoding is not None and b"quoted" in encoding
    body = quopri.encodestring(source) if quoted else base64.encodebytes(source)
    for kind in (b"message/rfc822", b"message/rfc822; name=AW.eml", b"application/octet-stream; name=AW.eml"):
        assert contents(attached(encoding, body, kind)) == [BOOK], kind


def test_what_is_saved_for_a_person_is_decoded_the_same_way() -> None:
    [file] = attached_files(parse_mail(attached(b" base64 (x)", LINES)))
    assert file.content == BOOK
    source = mail_with(("Liste.xlsx", BOOK)).as_bytes()
    [mail] = attached_files(parse_mail(attached(b" base64 ", base64.encodebytes(source), b"message/rfc822; name=AW.eml")))
    assert contents(mail.content) == [BOOK]


@given(st.binary(max_size=400), st.sampled_from([b"base64", b"7bit", b"quoted-printable", b"x-uuencode", b"", b"base64 (", b'"']))
def test_no_body_raises(body: bytes, encoding: bytes) -> None:
    for start in (b"", b"UEsDB", b"begin 644 x\n", b"UEsDBBQA="):
        assert isinstance(
            payload(email.message_from_bytes(b"Content-Transfer-Encoding: " + encoding + b"\n\n" + start + body)), bytes
        )


@given(st.binary(max_size=2000), st.integers(1, 80))
def test_every_content_survives_base64(content: bytes, width: int) -> None:
    part = Message()
    part["Content-Transfer-Encoding"] = "base64 (x)"
    digits = base64.b64encode(content).decode()
    part.set_payload("\n".join(digits[n : n + width] for n in range(0, len(digits), width)))
    assert payload(part) == content


@pytest.mark.parametrize(
    "raw", [b"!" * 5_000_000, b"=" + b"!\n" * 1_000_000, b"A=" * 2_000_000, b"AAAA\n\n-" * 300_000, b"-" + b" " * 5_000_000]
)
def test_megabytes_of_junk_cost_little(raw: bytes) -> None:
    started = time.monotonic()
    from_base64(raw)
    assert time.monotonic() - started < 5
