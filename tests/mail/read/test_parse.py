"""Whatever the bytes are, a readable mail comes out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.mail.read.parse import parse_mail, part_name

OUTLOOK = b"""Return-Path: <amt33@bielefeld.example>
From: =?iso-8859-1?Q?M=FCller=2C_J=FCrgen?= <Juergen.Mueller@Bielefeld.EXAMPLE>
To: "OZG-Koordination" <ozg@bielefeld.example>, amt10@bielefeld.example
Cc: leitung@bielefeld.example
Subject: =?utf-8?B?QVc6IEFtdHNsaXN0ZSBm?= =?utf-8?Q?=C3=BCr_das_B=C3=BCrgeramt?=
Date: Tue, 12 May 2020 09:15:00 +0200
Message-ID: <abc@bielefeld.example>
In-Reply-To: <ozg.1@bielefeld.example>
References: <ozg.0@bielefeld.example>
 <ozg.1@bielefeld.example>
MIME-Version: 1.0
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Anbei die ausgef=FCllte Liste.
"""


def test_an_ordinary_mail_is_read_completely() -> None:
    mail = parse_mail(OUTLOOK)
    assert mail.subject == "AW: Amtsliste für das Bürgeramt"
    assert (mail.from_name, mail.from_address) == ("Müller, Jürgen", "juergen.mueller@bielefeld.example")
    assert mail.to == ("ozg@bielefeld.example", "amt10@bielefeld.example", "leitung@bielefeld.example")
    assert mail.date == datetime(2020, 5, 12, 7, 15, tzinfo=UTC)
    assert (mail.message_id, mail.in_reply_to) == ("<abc@bielefeld.example>", "<ozg.1@bielefeld.example>")
    assert mail.references == ("<ozg.0@bielefeld.example>", "<ozg.1@bielefeld.example>")
    assert mail.text == "Anbei die ausgefüllte Liste.\n"
    assert mail.header("return-path") == "<amt33@bielefeld.example>"
    assert mail.header("x-missing") == ""


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("From: amt33@bielefeld.example", "", "amt33@bielefeld.example"),
        ("From: amt33@bielefeld.example (Bürgeramt)", "Bürgeramt", "amt33@bielefeld.example"),
        ('From: "Chef <chef@fremd.example>" <amt33@bielefeld.example>', "Chef <chef@fremd.example", "amt33@bielefeld.example"),
        ("From: =?utf-8?q?chef=40fremd.example?= <amt33@bielefeld.example>", "chef@fremd.example", "amt33@bielefeld.example"),
        (
            "From: =?utf-8?b?PGNoZWZAZnJlbWQuZXhhbXBsZT4=?= <amt33@bielefeld.example>",
            "chef@fremd.example",
            "amt33@bielefeld.example",
        ),
        ("From: Bürgeramt <amt33@bielefeld.example>", "Bürgeramt", "amt33@bielefeld.example"),
        ("From: <MAILER-DAEMON>", "", "mailer-daemon"),
        ("From: niemand", "niemand", ""),
        ("From:", "", ""),
    ],
)
def test_the_author_cannot_be_faked_by_a_display_name(line: str, name: str, address: str) -> None:
    mail = parse_mail(line.encode() + b"\n\nText")
    assert (mail.from_name, mail.from_address) == (name, address)


def test_raw_windows_characters_in_headers_are_read() -> None:
    mail = parse_mail("Subject: Rückgabe für Straßenbauamt\n\nText".encode("cp1252"))
    assert mail.subject == "Rückgabe für Straßenbauamt"


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Disposition: attachment; filename*=UTF-8''Amtsliste%20B%C3%BCrgeramt.xlsx",
        b"Content-Disposition: attachment; filename*0*=UTF-8''Amtsliste%20; filename*1*=B%C3%BCrgeramt.xlsx",
        b'Content-Disposition: attachment; filename="=?iso-8859-1?Q?Amtsliste_B=FCrgeramt.xlsx?="',
        b'Content-Disposition: attachment; filename="=?utf-8?Q?Amtsliste_?=\n =?utf-8?Q?B=C3=BCrgeramt.xlsx?="',
        b'Content-Disposition: attachment;\n\tfilename="Amtsliste B\xfcrgeramt.xlsx"',
        'Content-Disposition: attachment; filename="Amtsliste Bu\u0308rgeramt.xlsx"'.encode(),
        b'Content-Disposition: attachment\nContent-Type: application/x; name="C:\\Ablage\\Amtsliste B\xc3\xbcrgeramt.xlsx"',
    ],
)
def test_a_file_name_is_read_in_every_encoding(header: bytes) -> None:
    assert part_name(parse_mail(header + b"\n\nx").message) == "Amtsliste Bürgeramt.xlsx"


def test_a_mail_with_html_only_is_read_as_text() -> None:
    html = "<html><head><style>p {}</style></head><body><p>Sehr geehrte&nbsp;Damen</p><div>Gru&szlig;<br>Amt 33</div>"
    mail = parse_mail(f"Content-Type: text/html; charset=utf-8\n\n{html}".encode())
    assert mail.text == "Sehr geehrte Damen\nGruß\nAmt 33"


def test_the_plain_part_is_preferred_and_attached_texts_are_not_the_mail() -> None:
    raw = (
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain; name=notiz.txt\n\nAnhang\n"
        b"--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>HTML</p>\n"
        b"--b\nContent-Type: text/plain\n\nEinfach\n--b--\n--a--\n"
    )
    assert parse_mail(raw).text.strip() == "Einfach"


def test_a_long_text_is_cut() -> None:
    assert len(parse_mail(b"Subject: lang\n\n" + b"x" * 500_000).text) == 100_000


@pytest.mark.parametrize("date", ["", "gestern", "Tue, 32 Foo 2020 99:99:99", "Fri, 31 Dec 9999 23:59:59 -2359"])
def test_an_impossible_date_is_no_date(date: str) -> None:
    assert parse_mail(f"Date: {date}\n\n".encode()).date is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"\n\n\n",
        b"Subject: =?utf-8?b?!!!?= =?x-gibtesnicht?q?a?=\nContent-Type: text/plain; charset=x-gibtesnicht\n\n\xfc",
        b"Content-Type: multipart/mixed; boundary=\n\n--\n--",
        b"Content-Type: multipart/mixed; boundary=a\nContent-Transfer-Encoding: base64\n\n--a\n\nx",
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Content-Type: multipart/mixed; boundary*=utf-8''%ff\n\n",
        b"Content-Disposition: attachment; filename*=\xff''%zz\n\n",
        b"From: " + b"(" * 5000 + b"\nTo: " + b"a" * 100_000 + b"\nSubject: " + b"=?" * 20_000 + b"\n\n" + b"<" * 100_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(1500)),
    ],
    ids=range(11),
)
def test_broken_mails_do_not_stop_the_intake(raw: bytes) -> None:
    mail = parse_mail(raw)
    assert isinstance(mail.subject + mail.text + mail.from_name, str)
    (mail.subject + mail.text + mail.from_name + mail.from_address).encode()


PIECES = st.sampled_from(
    [
        b"From: ",
        b"Subject: ",
        b"Content-Type: ",
        b"multipart/mixed; boundary=a",
        b"\r\n",
        b"\n",
        b"--a",
        b"=?utf-8?q?",
        b"?=",
        b"<",
        b"@",
    ]
)


@given(st.lists(PIECES | st.binary(max_size=12), max_size=40))
def test_no_bytes_stop_the_intake(pieces: list[bytes]) -> None:
    mail = parse_mail(b"".join(pieces))
    assert mail.subject == mail.subject.encode().decode()
