"""A list is found in whatever other programs pack it; what they add of their own is no list, and what stays closed has its true reason."""

import base64
import io
import struct
import zipfile

import pytest

from ozg_workflow.mail.read.hints import why_no_list
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.unpack import Unpacked, attachments
from tests.mail.read.containers.test_transfer import attached
from tests.mail.read.test_unpack import BOOK, XLS, XLSX_TYPE, found, locked_zip, mail_with, tnef, unpack, zipped

FORK = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + struct.pack(">H", 1) + struct.pack(">III", 2, 38, 20) + bytes(20)
OWNER = b"\x0cM. Brinkhoff" + b" " * 42 + b"\x0c\x00M\x00" + b" \x00" * 52  # what Excel writes beside an open workbook


def apple_single(content: bytes, name: bytes = b"Liste.xlsx") -> bytes:
    """One file of AppleSingle (RFC 1740, appendix A): name, data and resource fork."""
    entries, body, place = b"", b"", 26 + 3 * 12
    for number, data in ((3, name), (1, content), (2, bytes(30))):
        entries += struct.pack(">III", number, place + len(body), len(data))
        body += data
    return b"\x00\x05\x16\x00\x00\x02\x00\x00" + bytes(16) + struct.pack(">H", 3) + entries + body


def apple_double(fork: bytes, content: bytes, name: bytes = b"Liste.xlsx") -> bytes:
    """A mail with one file in two parts (RFC 1740, 4)."""
    kinds = (b"application/applefile", fork), (b"application/octet-stream", content)
    parts = b"".join(
        b"--b\nContent-Type: "
        + kind
        + b'; name="'
        + name
        + b'"\nContent-Transfer-Encoding: base64\n\n'
        + base64.encodebytes(data)
        for kind, data in kinds
    )
    inner = b"--a\nContent-Type: multipart/appledouble; boundary=b\n\n" + parts + b"--b--\n"
    return b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\nAnbei.\n" + inner + b"--a--\n"


def only_the_list(unpacked: Unpacked) -> None:
    assert [file.content for file in unpacked.files] == [BOOK]
    assert (unpacked.problems, unpacked.other) == ((), ())


def test_a_file_of_two_forks_is_one_list_and_no_problem() -> None:
    only_the_list(unpack(apple_double(FORK, BOOK)))
    only_the_list(unpack(apple_double(FORK, BOOK, b"=?utf-8?q?B=C3=BCrgeramt=2Exlsx?=")))


@pytest.mark.parametrize("name", ["Liste.xlsx", "._Liste.xlsx", "", "Liste.zip"])
def test_a_resource_fork_is_no_list_whatever_it_is_called(name: str) -> None:
    only_the_list(unpack(mail_with((name, FORK), ("Liste.xlsx", BOOK))))


def test_a_file_in_one_piece_with_its_forks_is_opened() -> None:
    for name in ("Liste.xlsx", ""):
        only_the_list(unpack(mail_with((name, apple_single(BOOK)), subtype=("application", "applefile"))))
    nothing = apple_single(BOOK).replace(struct.pack(">I", 1), struct.pack(">I", 9), 1)
    assert "ist leer" in unpack(mail_with(("Liste.xlsx", nothing))).problems[0]


@pytest.mark.parametrize(
    "clutter",
    [
        {"__MACOSX/._Liste.xlsx": FORK, "._Liste.xlsx": FORK},
        {"Rücklauf\\._Liste.xlsx": FORK, "Rücklauf/__MACOSX/Liste.xlsx": FORK, "__macosx/Liste.xlsx": FORK},
        {"~$Liste.xlsx": OWNER, "Rücklauf/~$Liste.xlsx": OWNER, ".~lock.Liste.ods#": b",M. Brinkhoff,pc;"},
        {".DS_Store": b"\x00\x00\x00\x01Bud1", "Thumbs.db": XLS, "desktop.ini": b"[.ShellClassInfo]"},
        {"anders/Liste.xlsx": FORK},
    ],
)
def test_what_systems_leave_in_archives_is_no_list(clutter: dict[str, bytes]) -> None:
    only_the_list(unpack(mail_with(("alles.zip", zipped({**clutter, "Rücklauf/Liste.xlsx": BOOK})))))


@pytest.mark.parametrize(("name", "content"), [("~$Liste.xlsx", OWNER), (".~lock.Liste.xlsx#", b",M. Brinkhoff,pc;")])
def test_the_file_that_a_program_writes_beside_an_open_workbook_is_told_as_such(name: str, content: bytes) -> None:
    mail = parse_mail(mail_with((name, content)).as_bytes())
    unpacked = attachments(mail)
    assert (unpacked.files, unpacked.problems) == ((), ())
    assert "Sperrdatei" in why_no_list(mail, unpacked)


@pytest.mark.parametrize("name", ["Listen.xlsx", "Listen.xls", "Listen.ods", "Listen.dat", "Listen.zip.xlsx"])
def test_an_archive_that_is_called_a_workbook_is_opened(name: str) -> None:
    only_the_list(unpack(mail_with((name, zipped({"Rücklauf/Liste.xlsx": BOOK})))))


@pytest.mark.parametrize(
    "kind",
    [
        b'text/plain; name="Liste.xlsx"',
        b'text/plain; charset=us-ascii; name="=?utf-8?q?Liste=2Exlsx?="',
        b'application/msword; name="Liste.xlsx"',
        b"application/octet-stream",
        b"application/zip",
        b"application/x-zip-compressed",
        b"application/vnd.ms-excel",
        b"image/jpeg",
        b"bla",
        b"",
        b"application/octet-stream; name*0*=utf-8''B%C3%BCrger; name*1=amt.xlsx",
        b"application/octet-stream; name=\"'Liste.xlsx'\"",
    ],
)
def test_a_list_is_found_whatever_its_kind_is_called(kind: bytes) -> None:
    assert [file.content for file in unpack(attached(b" base64", base64.encodebytes(BOOK), kind)).files] == [BOOK]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b"attachment; filename*0*=utf-8''B%C3%BCrger; filename*1=amt.xlsx", "Bürgeramt.xlsx"),
        (b"attachment; filename*1*=amt.xlsx; filename*0*=utf-8''B%C3%BCrger", "Bürgeramt.xlsx"),
        (b"attachment; filename*1=Liste; filename*2=.xlsx", "Liste.xlsx"),
        (b"attachment; filename*=B%C3%BCrgeramt.xlsx", "Bürgeramt.xlsx"),
        (b"attachment; filename*=utf-8''B\xc3\xbcrgeramt.xlsx", "Bürgeramt.xlsx"),
        (b"attachment; filename*=xyz-9''B%C3%BCrgeramt.xlsx", "Bürgeramt.xlsx"),
        (b"attachment; filename*=iso-8859-1''B%FCrgeramt.xlsx", "Bürgeramt.xlsx"),
        (b"attachment; filename*=windows-1252'de'B%fcrgeramt%20%96.xlsx", "Bürgeramt –.xlsx"),
        (b'attachment; filename="Liste.xlsx', "Liste.xlsx"),
        (b"attachment; filename='Liste.xlsx'", "Liste.xlsx"),
        (b'attachment;\n filename*0="=?utf-8?Q?B=C3=BCrger";\n filename*1="amt=2Exlsx?="', "Bürgeramt.xlsx"),
    ],
)
def test_a_broken_name_is_put_together_as_far_as_it_goes(disposition: bytes, name: str) -> None:
    head = b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: "
    [file] = unpack(head + disposition + b"\n\n" + base64.encodebytes(BOOK)).files
    assert file.name == name


def signed(content: bytes) -> bytes:
    """An opaque signature in DER (RFC 5652) around a mail, without certificates."""

    def element(tag: int, data: bytes) -> bytes:
        size = len(data).to_bytes(4, "big")
        return bytes([tag, 0x84]) + size + data

    data, signed_data = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
    inner = element(0x30, data + element(0xA0, element(0x04, content)))
    return element(
        0x30, signed_data + element(0xA0, element(0x30, b"\x02\x01\x01" + element(0x31, b"") + inner + element(0x31, b"")))
    )


def forwarded(inner: bytes, kind: bytes = b"message/rfc822") -> bytes:
    return (
        b"Subject: WG\nContent-Type: multipart/mixed; boundary=aa\n\n--aa\nContent-Type: "
        + kind
        + b"\n\n"
        + inner
        + b"\n--aa--\n"
    )


LIST_MAIL = mail_with(("Liste.xlsx", BOOK)).as_bytes()
WINMAIL = mail_with(("winmail.dat", tnef(b"Liste.xlsx", BOOK))).as_bytes()
SIGNED = b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\nContent-Transfer-Encoding: '


@pytest.mark.parametrize(
    "raw",
    [
        forwarded(WINMAIL),
        forwarded(forwarded(WINMAIL)),
        forwarded(mail_with(("a.zip", zipped({"b.zip": zipped({"Liste.xlsx": BOOK})}))).as_bytes()),
        forwarded(LIST_MAIL, b"message/global"),
        forwarded(LIST_MAIL, b"MESSAGE/RFC822; name=AW.eml"),
        SIGNED + b"base64\n\n" + base64.encodebytes(signed(WINMAIL)),
        SIGNED + b"base64 (DER)\n\n" + base64.encodebytes(signed(forwarded(LIST_MAIL))),
        forwarded(SIGNED + b"base64\n\n" + base64.encodebytes(signed(LIST_MAIL))),
        forwarded(SIGNED.replace(b"\nContent-Transfer-Encoding: ", b"\n\n") + base64.encodebytes(signed(LIST_MAIL))),
        mail_with(("AW.eml", SIGNED + b"base64\n\n" + base64.encodebytes(signed(LIST_MAIL)))).as_bytes(),
        mail_with(("Mails.zip", zipped({"AW.eml": LIST_MAIL}))).as_bytes(),
        mail_with(("", LIST_MAIL)).as_bytes(),
        mail_with(("AW Amtsliste", LIST_MAIL)).as_bytes(),
        mail_with(("winmail.dat", tnef(b"AW.eml", LIST_MAIL))).as_bytes(),
        b"Content-Type: multipart/digest; boundary=d\n\n--d\n\n" + LIST_MAIL + b"\n--d--\n",
    ],
    ids=[
        "winmail.dat forwarded", "forwarded twice", "zip in zip forwarded", "message/global", "capital letters", "winmail.dat signed",
        "forwarded and signed", "signed and forwarded", "signed without an encoding", "signed in an .eml", ".eml in a zip", "a mail without a name",
        "a mail without an ending", ".eml in a winmail.dat", "digest",
    ],
)  # fmt: skip
def test_a_list_is_found_however_the_containers_are_nested(raw: bytes) -> None:
    unpacked = unpack(raw)
    assert [file.content for file in unpacked.files] == [BOOK]
    assert unpacked.problems == ()


def with_method(method: int) -> bytes:
    """A zip whose member is packed by a method that is not known here."""
    raw = bytearray(zipped({"Liste.xlsx": BOOK}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        raw[raw.find(mark) + offset : raw.find(mark) + offset + 2] = struct.pack("<H", method)
    return bytes(raw)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("zu.zip", locked_zip(), ("mit einem Kennwort geschützt", "ohne Kennwort")),
        (
            "außen.zip",
            zipped({"zu.zip": locked_zip()}),
            ("„Liste.xlsx“ im Archiv „zu.zip“ ist mit einem Kennwort geschützt", "ohne Kennwort"),
        ),
        ("neu.zip", with_method(9), ("mit einem Verfahren gepackt, das hier nicht gelesen wird", "unverpackt")),
        ("neu.zip", with_method(93), ("mit einem Verfahren gepackt, das hier nicht gelesen wird", "unverpackt")),
        ("teil.zip.001", b"PK\x03\x04" + bytes(500), ("Teil eines geteilten Archivs", "in einer Datei")),
        ("teil.z01", b"PK\x03\x04" + bytes(500), ("Teil eines geteilten Archivs", "in einer Datei")),
        ("halb.zip", zipped({"Liste.xlsx": BOOK})[:-200], ("beschädigt", "unverpackt")),
        ("AW Amtsliste.msg", XLS, ("Outlook-Nachricht", "die Liste selbst")),
        ("Liste.xlsx.asc", b"-----BEGIN PGP MESSAGE-----\n\nabc\n", ("PGP verschlüsselt", "unverschlüsselt")),
        ("Liste.sit", b"StuffIt (c)1997", ("Format, das nicht gelesen werden kann", "unverpackt")),
    ],
)
def test_what_stays_closed_has_its_true_reason_and_advice_that_helps(name: str, content: bytes, words: tuple[str, str]) -> None:
    unpacked = unpack(mail_with((name, content)))
    assert unpacked.files == ()
    [problem] = unpacked.problems
    assert all(word in problem for word in words), problem


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b'message/partial; id="a@b.example"; number=2; total=3', ("Teil 2 von 3", "in einer einzigen Mail")),
        (b'message/partial; id="a@b.example"; number=1', ("ein Teil", "in einer einzigen Mail")),
        (b'message/external-body; access-type=URL; URL="https://a.example/Liste.xlsx"', ("nur einen Verweis", "als Anhang")),
    ],
)
def test_a_mail_that_holds_only_a_piece_or_a_reference_says_so(head: bytes, words: tuple[str, str]) -> None:
    raw = (
        b"From: a@b.example\nSubject: Liste\nContent-Type: "
        + head
        + b"\n\nContent-Type: application/octet-stream; name=Liste.xlsx\n\nUEsDB\n"
    )
    for mail in (raw, forwarded(raw, b"message/rfc822"), forwarded(b"Content-Type: application/octet-stream\n\nUEsDB\n", head)):
        unpacked = unpack(mail)
        assert unpacked.files == ()
        assert all(word in " ".join(unpacked.problems) for word in words), unpacked


@pytest.mark.parametrize(
    ("names", "text", "words"),
    [
        (["Liste.numbers"], "", ("Apple Numbers", "Exportieren")),
        (["Liste.gsheet"], "", ("nur ein Verweis", "Herunterladen")),
        (["Liste.xlsx.url"], "", ("nur ein Verweis", "die Datei selbst")),
        (["Liste.xlsx.lnk"], "", ("nur ein Verweis", "die Datei selbst")),
        (["Liste.gnumeric"], "", ("Format, das nicht gelesen werden kann", "Speichern unter")),
        (["Liste.et"], "", ("Format, das nicht gelesen werden kann", "Speichern unter")),
        (["Liste.html"], "", ("eine Webseite", ".xlsx")),
        (["Liste.mht"], "", ("eine Webseite", ".xlsx")),
        (["Liste.docx"], "", ("ein Textdokument", ".xlsx")),
        (["Liste.pdf"], "", ("Scan, Foto oder PDF", "Excel-Datei")),
        ([], "https://docs.google.com/spreadsheets/d/abc/edit", ("Link auf eine Datei", "als Anhang")),
        ([], "https://we.tl/t-abcdef", ("Link auf eine Datei", "als Anhang")),
        ([], "https://www.dropbox.com/scl/fi/abc/Liste.xlsx?dl=0", ("Link auf eine Datei", "als Anhang")),
        ([], "https://cloud.stadt.example/index.php/s/AbCdEf123456789", ("Link auf eine Datei", "als Anhang")),
        ([], "https://stadt.sharepoint.com/:x:/r/sites/a", ("Link auf eine Datei", "als Anhang")),
    ],
)
def test_the_advice_to_a_mail_without_a_list_fits_what_is_there(names: list[str], text: str, words: tuple[str, str]) -> None:
    message = mail_with(*((name, b"x") for name in names))
    if text:
        message.set_content(f"Guten Tag,\nhier ist die Liste: {text}\n")
    mail = parse_mail(message.as_bytes())
    hint = why_no_list(mail, attachments(mail))
    assert all(word in hint for word in words), hint


RAW = mail_with(("Liste Bürgeramt.xlsx", BOOK)).as_bytes()
HEAD, _, BODY = RAW.partition(b"\r\n\r\n")


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(BODY),
        HEAD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + BODY,
        HEAD.replace(b"boundary=", b"x=") + b"\r\n\r\n" + BODY,
        HEAD.replace(b'boundary="', b'boundary="x') + b"\r\n\r\n" + BODY,
        BODY,
        b"\xef\xbb\xbf" + RAW,
        b"\r\n" + RAW,
        b"From x@y Mon Jan 1\r\n" + RAW,
        b">From x@y Mon Jan 1\r\n" + RAW,
        RAW.replace(b"\r\n", b"\r"),
        RAW.replace(b"\r\n", b"\r\r\n"),
        RAW[: RAW.rindex(b"--=")],
    ],
    ids=[
        "all parts in base64", "called base64", "no boundary", "a wrong boundary", "headers lost", "byte order mark", "a blank line first", "From",
        ">From", "CR only", "CR CR LF", "no end",
    ],
)  # fmt: skip
def test_a_list_is_found_where_a_gateway_broke_the_mail_around_it(raw: bytes) -> None:
    [file] = unpack(raw).files
    assert (file.name, file.content) == ("Liste Bürgeramt.xlsx", BOOK)


@pytest.mark.parametrize("name", ["Liste.gsheet", "Liste.xlsx.url", "Liste.numbers", "Brief.docx"])
def test_a_reference_that_is_declared_as_a_workbook_is_none(name: str) -> None:
    unpacked = unpack(mail_with((name, b'{"url": "https://a.example"}'), subtype=XLSX_TYPE))
    assert (unpacked.files, unpacked.other) == ((), (name,))


def test_names_in_archives_keep_their_umlauts() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Bürgeramt.xlsx", BOOK)
    dos = zipped({"B_rgeramt.xlsx": BOOK + b"1"}).replace(b"B_rgeramt", b"B\x81rgeramt")
    unpacked = unpack(mail_with(("a.zip", buffer.getvalue()), ("b.zip", dos)))
    assert found(unpacked) == [("Bürgeramt.xlsx", ("a.zip",)), ("Bürgeramt.xlsx", ("b.zip",))]
