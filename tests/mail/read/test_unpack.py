"""The spreadsheets of a mail are found however they are packed, and nothing that somebody packed does harm."""

import base64
import binascii
import io
import struct
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.spreadsheets import carries_list
from ozg_workflow.mail.read.unpack import Limits, Unpacked, attachments

XLSX_TYPE = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def workbook(text: str = "Amtsliste") -> bytes:
    book, target = Workbook(), io.BytesIO()
    book.active["A1"] = text
    book.save(target)
    return target.getvalue()


BOOK = workbook()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def ods() -> bytes:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}, zipfile.ZIP_STORED)


XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00" * 600


def mail_with(*files: tuple[str, bytes], subtype: tuple[str, str] = ("application", "octet-stream")) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Rücksendung"
    message.set_content("Anbei die Liste.")
    for name, content in files:
        message.add_attachment(content, maintype=subtype[0], subtype=subtype[1], filename=name)
    return message


def unpack(message: EmailMessage | bytes, limits: Limits = Limits()) -> Unpacked:  # noqa: B008 - frozen
    return attachments(parse_mail(message if isinstance(message, bytes) else message.as_bytes()), limits)


def found(unpacked: Unpacked) -> list[tuple[str, tuple[str, ...]]]:
    return [(file.name, file.path) for file in unpacked.files]


@pytest.mark.parametrize(
    ("name", "content"),
    [("Liste Bürgeramt.xlsx", BOOK), ("Liste.ods", ods()), ("Liste.xls", XLS), ("Liste.csv", b"a;b"), ("L.XLSM", BOOK)],
)
def test_a_spreadsheet_is_found_and_unchanged(name: str, content: bytes) -> None:
    unpacked = unpack(mail_with((name, content), ("Notiz.pdf", b"%PDF")))
    assert found(unpacked) == [(name, ())]
    assert unpacked.files[0].content == content
    assert (unpacked.problems, unpacked.other) == ((), ("Notiz.pdf",))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("ATT00001.bin", BOOK, "ATT00001.bin.xlsx"),
        ("Liste", ods(), "Liste.ods"),
        ("rueckgabe.dat", XLS, "rueckgabe.dat.xls"),
        ("", BOOK, "Tabelle.xlsx"),
    ],
)
def test_a_wrong_or_missing_name_does_not_hide_a_spreadsheet(name: str, content: bytes, expected: str) -> None:
    message = mail_with(("x", content))
    part = next(iter(message.iter_attachments()))
    del part["Content-Disposition"]
    part["Content-Disposition"] = f'inline; filename="{name}"' if name else "inline"
    assert found(unpack(message)) == [(expected, ())]


def test_other_office_files_are_no_spreadsheets() -> None:
    letter = zipped({"[Content_Types].xml": b"", "word/document.xml": b""})
    unpacked = unpack(mail_with(("Brief.docx", letter), ("Alt.doc", XLS)))
    assert unpacked.files == ()
    assert "Alt.doc" in unpacked.other


@pytest.mark.parametrize("name", ["Liste.docx", "Liste.DOCX", "Liste.odt", "Folien.pptx"])
def test_a_document_is_named_itself_and_not_by_its_parts(name: str) -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<x/>", "word/document.xml": b"<x/>"}
    assert unpack(mail_with((name, zipped(parts)))).other == (name,)
    inside = unpack(mail_with((name, zipped({**parts, "word/embeddings/Liste.xlsx": workbook()}))))
    assert found(inside) == [("Liste.xlsx", (name,))]


def test_a_forwarded_mail_and_an_attached_eml_are_opened() -> None:
    inner = mail_with(("Liste.xlsx", BOOK))
    forwarded = mail_with()
    forwarded.add_attachment(inner)
    outer = mail_with(("Weiterleitung.eml", forwarded.as_bytes()))
    assert found(unpack(outer)) == [("Liste.xlsx", ("Weiterleitung.eml", "Rücksendung.eml"))]


def test_a_forwarded_mail_in_base64_is_opened_against_the_standard() -> None:
    encoded = base64.encodebytes(mail_with(("Liste.xlsx", BOOK)).as_bytes())
    raw = b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    unpacked = unpack(raw + encoded + b"\n--a--\n")
    assert [file.content for file in unpacked.files] == [BOOK]


def test_a_zip_in_a_zip_is_opened_and_clutter_is_skipped() -> None:
    inner = zipped({"Listen/Amt 33.xlsx": BOOK, "__MACOSX/Listen/._Amt 33.xlsx": b"x", "Listen/lies.txt": b"x"})
    unpacked = unpack(mail_with(("Alles.zip", zipped({"innen.zip": inner}))))
    assert found(unpacked) == [("Amt 33.xlsx", ("Alles.zip", "innen.zip"))]
    assert unpacked.other == ("lies.txt",)


def test_the_same_file_twice_counts_once() -> None:
    assert len(unpack(mail_with(("Liste.xlsx", BOOK), ("Kopie.xlsx", BOOK), ("Andere.xlsx", workbook("x")))).files) == 2


def test_damaged_base64_is_read_as_far_as_it_goes() -> None:
    encoded = base64.b64encode(BOOK).decode().rstrip("=")
    lines = "\n".join(encoded[i : i + 60] + " !" for i in range(0, len(encoded), 60))
    head = b"Content-Type: application/octet-stream; name=Liste.xlsx\nContent-Transfer-Encoding: base64\n\n"
    assert unpack(head + lines.encode()).files[0].content == BOOK


def test_a_uuencoded_list_in_the_text_is_found() -> None:
    lines = b"".join(binascii.b2a_uu(BOOK[i : i + 45]) for i in range(0, len(BOOK), 45))
    unpacked = unpack(b"Subject: uu\n\nHallo,\n\nbegin 644 Liste.xlsx\n" + lines + b"`\nend\n")
    assert [(file.name, file.content) for file in unpacked.files] == [("Liste.xlsx", BOOK)]


def yencoded(content: bytes) -> bytes:
    """A file as the yEnc draft 1.3 describes it: each byte 42 further, four of them with a mark and 64 further, in lines of 128."""
    shifted = (bytes([(byte + 42) % 256]) for byte in content)
    digits = [b"=" + bytes([(byte[0] + 64) % 256]) if byte in (b"\0", b"\n", b"\r", b"=") else byte for byte in shifted]
    lines = b"\r\n".join(b"".join(digits[i : i + 128]) for i in range(0, len(digits), 128))
    return b"=ybegin line=128 size=%d name=Liste.xlsx\r\n%b\r\n=yend size=%d\r\n" % (len(content), lines, len(content))


@pytest.mark.parametrize("charset", [b"us-ascii", b"utf-8", b"iso-8859-1"])
def test_a_yencoded_list_in_the_text_is_found(charset: bytes) -> None:
    head = b"Subject: yEnc\r\nContent-Type: text/plain; charset=%b\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHallo,\r\n" % charset
    mail = parse_mail(head + yencoded(BOOK) + b"Gru\xc3\x9f\r\n")
    assert carries_list(mail.message)
    assert [(file.name, file.content) for file in attachments(mail).files] == [("Liste.xlsx", BOOK)]


@pytest.mark.parametrize("beginning", [b"begin 644 a.xlsx\n", b"=ybegin line=128 size=1 name=a.xlsx\n"])
def test_many_beginnings_without_an_end_cost_no_time(beginning: bytes) -> None:
    assert unpack(b"Subject: uu\n\n" + beginning * 300_000).files == ()


def tnef(name: bytes, content: bytes) -> bytes:
    """A winmail.dat as [MS-OXTNEF] 2.1 describes it: signature, key, attributes with their checksums."""

    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
        + attribute(2, 0x00069002, b"\x01\x00" + b"\xff" * 12)
        + attribute(2, 0x00018010, name + b"\x00")
        + attribute(2, 0x0006800F, content)
    )


def test_a_winmail_dat_is_opened() -> None:
    unpacked = unpack(mail_with(("winmail.dat", tnef(b"Liste.xlsx", BOOK)), subtype=("application", "ms-tnef")))
    assert found(unpacked) == [("Liste.xlsx", ("winmail.dat",))]
    assert unpacked.files[0].content == BOOK


def test_a_damaged_winmail_dat_is_a_problem_for_a_person() -> None:
    unpacked = unpack(mail_with(("winmail.dat", b"\x78\x9f\x3e\x22kaputt")))
    assert unpacked.files == ()
    assert "Der Outlook-Anhang „winmail.dat“ konnte nicht gelesen werden" in unpacked.problems[0]


def bomb() -> bytes:
    return zipped({"Liste.xlsx": b"\x00" * 30_000_000})


def lying_zip() -> bytes:
    """A zip that states 10 bytes for 30 MB."""
    raw = bomb()
    return raw.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 10))


def locked_zip() -> bytes:
    raw = bytearray(zipped({"Liste.xlsx": BOOK}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + offset] |= 1
    return bytes(raw)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("bombe.zip", bomb(), "ungewöhnlich stark gepackt"),
        ("luege.zip", lying_zip(), "beschädigt"),
        ("zu.zip", locked_zip(), "mit einem Kennwort geschützt"),
        ("kaputt.zip", b"PK\x03\x04kaputt", "beschädigt"),
        ("alt.rar", b"Rar!", "Format, das nicht gelesen werden kann"),
        ("Mail.msg", XLS, "Outlook-Nachricht"),
        ("leer.xlsx", b"", "ist leer"),
        ("smime.p7m", b"0\x80", "S/MIME"),
        ("viele.zip", zipped({f"{n}.csv": b"%d" % n for n in range(501)}), "mehr als 500 Dateien"),
    ],
)
def test_what_cannot_be_opened_is_told_and_does_not_hide_the_list_beside_it(name: str, content: bytes, problem: str) -> None:
    unpacked = unpack(mail_with((name, content), ("Liste.xlsx", BOOK)))
    assert problem in " ".join(unpacked.problems)
    assert [file.content for file in unpacked.files] == [BOOK]


def test_nesting_and_total_size_are_limited() -> None:
    deep = BOOK
    for level in range(8):
        deep = zipped({f"{level}.zip" if level else "Liste.xlsx": deep})
    assert "tiefer als 5 Ebenen" in unpack(mail_with(("tief.zip", deep))).problems[0]
    small = Limits(total_bytes=len(BOOK) + 10)
    unpacked = unpack(mail_with(("a.xlsx", BOOK), ("b.xlsx", workbook("zwei"))), small)
    assert [file.name for file in unpacked.files] == ["a.xlsx"]
    assert "zu groß" in unpacked.problems[0]


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        (b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n", "verschlüsselt"),
        (b"Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m\n", "signiert"),
        (b"Content-Type: multipart/encrypted; boundary=a; protocol=application/pgp-encrypted\n", "verschlüsselt"),
    ],
)
def test_an_encrypted_mail_is_left_to_a_person(head: bytes, problem: str) -> None:
    assert problem in unpack(head + b"\n--a\n\nx\n--a--\n").problems[0]


def test_a_signature_and_pictures_in_the_text_are_not_listed() -> None:
    message = mail_with(("smime.p7s", b"x"), subtype=("application", "pkcs7-signature"))
    message.add_attachment(b"GIF", maintype="image", subtype="gif", filename="logo.gif", cid="<logo@x>")
    assert unpack(message) == Unpacked(files=(), problems=(), other=())


@given(st.binary(max_size=300), st.sampled_from(["a.zip", "winmail.dat", "a.eml", "a.xlsx", "a.p7m", "", "a.gz"]))
def test_no_attachment_stops_the_intake(content: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"\x78\x9f\x3e\x22\x01\x00"):
        unpacked = unpack(mail_with((name, start + content), ("Liste.xlsx", BOOK)))
        assert BOOK in [file.content for file in unpacked.files]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_list_in_an_archive_is_found_even_when_it_is_packed_without_compression(method: int) -> None:
    workbook, archive = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", "<workbook/>")
    with zipfile.ZipFile(archive, "w", method) as file:
        file.writestr("Hinweis.txt", "Anbei die Liste.")
        file.writestr("Liste.xlsx", workbook.getvalue())
    mail = EmailMessage()
    mail.set_content("Anbei.")
    mail.add_attachment(archive.getvalue(), maintype="application", subtype="octet-stream", filename="alles.zip")
    found = attachments(parse_mail(mail.as_bytes()))
    assert [(file.name, file.content) for file in found.files] == [("Liste.xlsx", workbook.getvalue())]
