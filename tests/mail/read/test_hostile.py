"""What an attacker or a broken gateway may send: every mail is read in bounded time and memory, and a person is told what was left."""

import base64
import json
import struct
import subprocess
import sys
import time
import tracemalloc
import unicodedata
import zlib
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.mail.read.classify import classify
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import attached_files
from ozg_workflow.mail.read.smime import Seal, open_seal
from ozg_workflow.mail.read.unpack import Unpacked, attachments
from tests.mail.hostile_mails import COSTLY, TOO_MUCH, understood
from tests.mail.read.test_unpack import BOOK, found, mail_with, tnef, unpack, zipped

LIST = ("Liste.xlsx", BOOK)
SECONDS = 15  # on a busy machine; each takes less than two


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """Read all hostile mails in a process of its own: seconds and problem of each, and the process' memory in MB."""
    run = subprocess.run([sys.executable, "-m", "tests.mail.hostile_mails"], check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(run.stdout)
    return result


@pytest.mark.parametrize("name", [*TOO_MUCH, *COSTLY])
def test_a_hostile_mail_is_read_in_bounded_time_and_told(name: str, measured: dict[str, Any]) -> None:
    seconds, problem = measured[name]
    assert seconds < SECONDS
    assert ("ungewöhnlich groß oder tief verschachtelt" in problem) == (name in TOO_MUCH)


def test_hostile_mails_of_20_megabytes_are_read_within_350(measured: dict[str, Any]) -> None:
    assert measured["memory"] < 350


def test_a_mail_beyond_the_limits_keeps_its_headers() -> None:
    mail = parse_mail(TOO_MUCH["200 attached mails within each other"]())
    assert (mail.from_address, mail.subject) == ("a@b.example", "x")


def test_the_ids_of_a_report_are_looked_up_a_bounded_number_of_times() -> None:
    asked: list[str] = []
    raw = b"From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + b"".join(b"<%d@b.example> " % n for n in range(5000))
    classify(parse_mail(raw), own_address="ozg@bielefeld.example", is_own_message_id=lambda known: bool(asked.append(known)))
    assert len(asked) < 400


# --- archives -------------------------------------------------------------------------------------------------------------


def ten_gigabytes(stated: int) -> bytes:
    """A zip of 10 MB with one file of 10 GB of zeros; `stated` is the size it admits to."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)  # after a full flush a block stands alone
    data = block * 10_000 + packer.flush()
    name = b"Liste.csv"
    sizes = struct.pack("<III", 0, len(data), stated)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    central += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(data), 0)
    return local + data + central + end


@pytest.mark.parametrize(("stated", "problem"), [(4_000_000_000, "ungewöhnlich stark gepackt"), (900_000, "")])
def test_an_archive_of_ten_gigabytes_is_stopped_within_its_limits(stated: int, problem: str) -> None:
    """Whether it tells its size or lies: less than 100 MB of memory beside the mail itself."""
    message = parse_mail(mail_with(("bombe.zip", ten_gigabytes(stated)), LIST).as_bytes())
    assert len(message.message.get_payload()) == 3
    tracemalloc.start()
    started = time.monotonic()
    unpacked = attachments(message)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - started < SECONDS
    assert peak < 100_000_000
    assert [file.content for file in unpacked.files] == [BOOK], "the list beside it is found all the same"
    assert problem in unpacked.problems[0]
    assert "bombe.zip" in unpacked.problems[0] or "Liste.csv" in unpacked.problems[0]


def test_a_zip_in_a_zip_in_an_attached_mail_is_opened() -> None:
    inner = zipped({"innen.zip": zipped({"Listen\\Amt 33.xlsx": BOOK})})
    outer = mail_with(("Weiterleitung.eml", mail_with(("außen.zip", inner)).as_bytes()))
    assert found(unpack(outer)) == [("Amt 33.xlsx", ("Weiterleitung.eml", "außen.zip", "innen.zip"))]


def test_umlauts_taken_apart_by_macos_are_put_together_everywhere() -> None:
    apart = unicodedata.normalize("NFD", "Bürgeramt.xlsx")
    message = mail_with((apart, BOOK), ("a.zip", zipped({apart: BOOK + b"1"})), ("winmail.dat", tnef(b"x.xlsx", BOOK + b"2")))
    assert [file.name for file in unpack(message).files] == ["Bürgeramt.xlsx", "Bürgeramt.xlsx", "x.xlsx"]


# --- winmail.dat ----------------------------------------------------------------------------------------------------------


def attribute(number: int, data: bytes, level: int = 2) -> bytes:
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def properties(*items: tuple[int, int, bytes]) -> bytes:
    packed = (struct.pack("<HHII", kind, key, 1, len(data)) + data + b"\0" * (-len(data) % 4) for kind, key, data in items)
    return attribute(0x00069005, struct.pack("<I", len(items)) + b"".join(packed))


TNEF_HEAD = struct.pack("<IH", 0x223E9F78, 1)
RENDERING = attribute(0x00069002, b"\x01\x00" + b"\xff" * 12)


def test_a_winmail_dat_names_its_files_in_unicode_and_holds_attached_mails() -> None:
    book = BOOK + b"\x00" * 6  # zeros at the end belong to the file
    name = properties((0x001F, 0x3707, "Amtsliste Bürgeramt.xlsx\0".encode("utf-16-le")))
    inner = TNEF_HEAD + RENDERING + attribute(0x00018010, b"AMTSLI~1.XLS\0") + attribute(0x0006800F, book) + name
    message_id = bytes.fromhex("0703020000000000c000000000000046")
    outer = (
        TNEF_HEAD
        + RENDERING
        + properties((0x001F, 0x3001, "WG: Liste\0".encode("utf-16-le")), (0x000D, 0x3701, message_id + inner))
    )
    packed = zipped({"winmail.dat": outer})
    unpacked = unpack(mail_with(("Weiterleitung.eml", mail_with(("alles.zip", packed)).as_bytes())))
    path = ("Weiterleitung.eml", "alles.zip", "winmail.dat", "WG: Liste")
    assert (found(unpacked), unpacked.problems) == ([("Amtsliste Bürgeramt.xlsx", path)], ())
    assert unpacked.files[0].content == book


def test_winmail_dats_within_each_other_end_at_the_depth_limit() -> None:
    message_id = bytes.fromhex("0703020000000000c000000000000046")
    deep = TNEF_HEAD + RENDERING + attribute(0x0006800F, BOOK)
    for _ in range(50):
        deep = TNEF_HEAD + RENDERING + properties((0x000D, 0x3701, message_id + deep))
    assert "tiefer als 5 Ebenen" in unpack(mail_with(("winmail.dat", deep))).problems[0]


@pytest.mark.parametrize(
    "content",
    [
        TNEF_HEAD + RENDERING + attribute(0x00069005, struct.pack("<I", 0xFFFFFFFF) + b"\x03\x00\x05\x37" * 3),
        TNEF_HEAD + RENDERING + attribute(0x00069005, struct.pack("<IHHI", 1, 0x001F, 0x3707, 0xFFFFFFFF) + b"\x01\0\0\0"),
        TNEF_HEAD + RENDERING * 100_000,
        TNEF_HEAD + attribute(0x0006800F, b"") * 300_000,
        TNEF_HEAD + RENDERING + attribute(0x00069005, struct.pack("<I", 1) + struct.pack("<HHI", 0x1003, 0x3705, 0xFFFFFFFF)),
    ],
    ids=["four billion properties", "four billion values", "many attachments", "many attributes", "endless numbers"],
)
def test_a_hostile_winmail_dat_ends_at_once(content: bytes) -> None:
    started = time.monotonic()
    assert [file.content for file in unpack(mail_with(("winmail.dat", content), LIST)).files] == [BOOK]
    assert time.monotonic() - started < SECONDS


# --- S/MIME ---------------------------------------------------------------------------------------------------------------


def der(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (bytes([len(body)]) if len(body) < 128 else bytes([0x80 | len(size)]) + size) + body


SIGNED_DATA, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")


def signed(content: bytes) -> bytes:
    """A CMS SignedData (RFC 5652, 5.1) without certificates and signers, as a gateway may leave it."""
    inner = der(0x30, DATA, der(0xA0, der(0x04, content)))
    return der(0x30, SIGNED_DATA, der(0xA0, der(0x30, der(0x02, b"\x01"), der(0x31), inner, der(0x31))))


def test_a_signed_file_and_a_signed_mail_in_a_zip_are_opened() -> None:
    message = mail_with(
        ("Liste.xlsx.p7m", signed(BOOK)),
        ("alles.zip", zipped({"smime.p7m": signed(mail_with(("B.xlsx", BOOK + b"1")).as_bytes())})),
    )
    assert found(unpack(message)) == [("Liste.xlsx", ("Liste.xlsx.p7m",)), ("B.xlsx", ("alles.zip", "smime.p7m"))]


def test_what_a_signature_wraps_is_read_like_the_mail_itself() -> None:
    inner = b"Content-Type: text/plain; charset=utf-8\n\nEine Frage zur Liste\n"
    twice = b"Content-Type: application/pkcs7-mime; name=smime.p7m\n\n" + signed(inner)
    raw = b"From: amt33@bielefeld.example\nSubject: AW: Liste\nContent-Type: application/x-pkcs7-mime; name=smime.p7m\n"
    mail = parse_mail(raw + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(signed(twice)))
    assert (mail.text.strip(), mail.subject) == ("Eine Frage zur Liste", "AW: Liste")
    assert attachments(mail) == Unpacked(files=(), problems=(), other=())


def test_signatures_within_each_other_end_at_the_depth_limit() -> None:
    deep = BOOK
    for _ in range(30):
        deep = signed(deep)
    message = EmailMessage(policy=SMTP)
    message.set_content("x")
    message.add_attachment(deep, maintype="application", subtype="octet-stream", filename="Liste.xlsx" + ".p7m" * 30)
    assert "tiefer als 5 Ebenen" in unpack(message).problems[0]


def test_25_megabytes_are_signed_in_pieces_and_read_in_no_time() -> None:
    """OpenSSL's -stream writes an indefinite length and chunks of a kilobyte."""
    chunks = b"".join(der(0x04, b"x" * 1000) for _ in range(25_000))
    inner = b"\x30\x80" + DATA + b"\xa0\x80" + b"\x24\x80" + der(0x04, b"PK\x03\x04") + chunks + b"\0\0" * 3
    raw = b"\x30\x80" + SIGNED_DATA + b"\xa0\x80" + b"\x30\x80" + der(0x02, b"\x01") + der(0x31) + inner + der(0x31) + b"\0\0" * 3
    started = time.monotonic()
    seal, content = open_seal(raw)
    assert time.monotonic() - started < SECONDS
    assert (seal, len(content)) == (Seal.SIGNED, 25_000_004)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"0",
        b"0\x80",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80" * 200_000,
        b"\x24\x80" * 5000,
        signed(b""),
        signed(b"x")[:40],
        b"\x30\x80" + b"\x05\x00" * 3_000_000,
        b"-----BEGIN PKCS7-----\n" + b"A" * 5_000_000,
    ],
)
def test_a_broken_seal_is_unknown(raw: bytes) -> None:
    started = time.monotonic()
    assert open_seal(raw) == (Seal.UNKNOWN, b"")
    assert time.monotonic() - started < SECONDS


# --- broken mails ---------------------------------------------------------------------------------------------------------


def test_a_list_is_found_in_a_mail_that_lost_its_boundaries() -> None:
    """A gateway made a plain text of it: the base64 stands in the text, quoted or not."""
    lines = base64.encodebytes(BOOK).decode()
    part = f'Content-Type: application/octet-stream; name="Liste 33.xlsx"\nContent-Transfer-Encoding: base64\n\n{lines}'
    for head in ("Subject: x\n", "Content-Type: multipart/mixed; boundary=fehlt\n", "Content-Type: multipart/mixed\n"):
        unpacked = understood(f"{head}\nGuten Tag\n\n--a\n{part}\n--a--\n".encode())
        assert [(file.name, file.content[: len(BOOK)]) for file in unpacked.files] == [("Liste 33.xlsx", BOOK)]
    quoted = "".join(f"> {line}\n" for line in lines.splitlines())
    assert [file.content[: len(BOOK)] for file in understood(f"Subject: x\n\n{quoted}\n".encode()).files] == [BOOK]


def test_a_text_with_unknown_charset_and_nul_bytes_is_readable() -> None:
    raw = b"From: \x00amt33@bielefeld.example\x00\nSubject: Li\x00ste\nContent-Type: text/plain; charset=x-rathaus\n\nGr\xfc\x00\xdfe\n"
    mail = parse_mail(raw)
    assert (mail.text.strip(), mail.from_address, mail.subject) == ("Grüße", "amt33@bielefeld.example", "Li ste")
    assert "\x00" not in repr(attachments(mail))


def test_a_part_that_never_ends_is_read_to_the_end() -> None:
    encoded = base64.encodebytes(BOOK)
    raw = b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: application/octet-stream; name=Liste.xlsx\n"
    assert understood(raw + b"Content-Transfer-Encoding: base64\n\n" + encoded).files[0].content == BOOK


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; charset=a\0b\n\n\xff",
        b"Content-Type: message/rfc822; charset=a\0b\n\nSubject: x\n\n\xff",
        b"Content-Type: multipart/report; charset=a\0b\n\n\xff",
    ],
)
def test_a_charset_with_a_nul_byte_is_no_charset(raw: bytes) -> None:
    """Found by changing everyday mails at random: the standard library raises where the name of a charset holds a NUL."""
    assert understood(raw).files == ()
    assert list(attached_files(parse_mail(raw))) is not None


@given(st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=8)), max_size=12))
def test_no_damage_to_a_mail_stops_the_intake(cuts: list[tuple[int, bytes]]) -> None:
    raw = bytearray(
        mail_with(
            ("winmail.dat", TNEF_HEAD + RENDERING + attribute(0x0006800F, b"x")),
            ("a.p7m", signed(b"a: b\n\nc")),
            ("z.zip", zipped({"a.csv": b"1"})),
        ).as_bytes()
    )
    for position, junk in cuts:
        raw[position : position + len(junk)] = junk
    assert understood(bytes(raw)).files is not None
