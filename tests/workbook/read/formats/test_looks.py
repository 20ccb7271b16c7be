"""Where a file cannot be read, the reason is the true one and the advice helps; what it is called does not matter."""

import gzip
import zipfile
from io import BytesIO

import pytest

from ozg_workflow.workbook import errors
from ozg_workflow.workbook.read.reader import WorkbookError, open_workbook
from tests.workbook.xls_files import SIGNATURE, biff8, compound

NAMES = ("liste.xlsx", "liste.xls", "Liste")
BIFF2 = bytes.fromhex("0900040007001000") + bytes(100)
RAW_BIFF8 = biff8([(1, 0)], {})


def zipped(*names: str, content: bytes = b"<x/>") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


def locked(kind: str) -> bytes:
    """The streams of a workbook that Office encrypted, with a password or by the rights of a label ([MS-OFFCRYPTO] 1.3)."""
    spaces = {"password": "StrongEncryptionDataSpace", "rights": "DRMEncryptedDataSpace"}
    return compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(300), spaces[kind]: bytes(70)})


REASONS = [
    ("pdf", b"%PDF-1.7 ...", errors.PDF_FILE),
    ("csv", b"Nr.;Leistung\r\n1;Test\r\n", errors.TEXT_FILE),
    ("csv with umlauts", "Nr.;Leistung;Zuständig?\r\n1;Gewerbe;ja\r\n".encode("cp1252"), errors.TEXT_FILE),
    ("tsv", b"Nr.\tLeistung\n1\tTest\n", errors.TEXT_FILE),
    ("tsv in UTF-16", "Nr.\tLeistung\r\n1\tTest\r\n".encode("utf-16"), errors.TEXT_FILE),
    ("csv in UTF-8 with a mark", b"\xef\xbb\xbfNr.;Leistung\r\n1;Test\r\n", errors.TEXT_FILE),
    ("a web page", b"<!DOCTYPE html>\n<html><body><p>Bitte melden Sie sich an.</p></body></html>", errors.WEB_PAGE),
    ("a web archive", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n", errors.WEB_PAGE),
    ("jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", errors.PICTURE_FILE),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(50), errors.PICTURE_FILE),
    ("heic", b"\x00\x00\x00\x18ftypheic" + bytes(50), errors.PICTURE_FILE),
    ("tiff", b"II*\x00" + bytes(50), errors.PICTURE_FILE),
    ("gif", b"GIF89a" + bytes(50), errors.PICTURE_FILE),
    ("rtf", b"{\\rtf1\\ansi Amtsliste}", errors.NOT_A_WORKBOOK),
    ("docx", zipped("[Content_Types].xml", "word/document.xml"), errors.NOT_A_WORKBOOK),
    ("doc", compound({"WordDocument": bytes(5000)}), errors.NOT_A_WORKBOOK),
    ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), errors.ARCHIVE_FILE),
    ("rar", b"Rar!\x1a\x07\x00" + bytes(50), errors.ARCHIVE_FILE),
    ("gz", gzip.compress(b"Liste"), errors.ARCHIVE_FILE),
    ("gnumeric", gzip.compress(b'<?xml version="1.0"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd">'), errors.FOREIGN_FILE),
    ("Excel 2", BIFF2, errors.FOREIGN_FILE),
    ("Excel 4", bytes.fromhex("0904060000001000") + bytes(100), errors.FOREIGN_FILE),
    ("BIFF8 without its container", RAW_BIFF8, errors.FOREIGN_FILE),
    ("SYLK", b"ID;PWXL;N;E\r\nP;PGeneral\r\n", errors.FOREIGN_FILE),
    ("DIF", b"TABLE\r\n0,1\r\n\"EXCEL\"\r\n", errors.FOREIGN_FILE),
    ("Lotus", b"\x00\x00\x1a\x00\x00\x10\x04\x00" + bytes(50), errors.FOREIGN_FILE),
    ("xlsb", zipped("[Content_Types].xml", "xl/workbook.bin", "xl/_rels/workbook.bin.rels"), errors.BINARY_FILE),
    ("xlsb with backslashes", zipped("[Content_Types].xml", "XL\\workbook.bin"), errors.BINARY_FILE),
    ("numbers", zipped("Index/Document.iwa", "Index/Tables/DataList.iwa", "Metadata/Properties.plist"), errors.NUMBERS_FILE),
    ("nothing but zeros", bytes(20_000), errors.EMPTY_FILE),
    ("nothing but blanks", b" \r\n \r\n", errors.EMPTY_FILE),
    ("a password", locked("password"), errors.PROTECTED_FILE),
    ("rights management", locked("rights"), errors.RIGHTS_FILE),
    ("half an archive", zipped("xl/workbook.xml", "xl/worksheets/sheet1.xml", content=b"x" * 5000)[:3000], errors.DAMAGED),
    ("a container without streams", SIGNATURE + bytes(3000), errors.UNREADABLE),
    ("an xlsx the parser does not understand", zipped("xl/workbook.xml", "_rels/.rels"), errors.UNREADABLE),
]  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), [case[1:] for case in REASONS], ids=[case[0] for case in REASONS])
@pytest.mark.parametrize("name", NAMES)
def test_the_reason_is_the_true_one_whatever_the_file_is_called(content: bytes, reason: str, name: str) -> None:
    with pytest.raises(WorkbookError) as raised:
        open_workbook(content, name)
    assert str(raised.value) == reason


def test_no_advice_asks_to_do_again_what_failed() -> None:
    """Who saves anew in the same program sends the same file again."""
    reasons = [text for name, text in vars(errors).items() if name.isupper() and isinstance(text, str)]
    assert len(reasons) >= 18
    for reason in reasons:
        assert "speichern Sie die Liste neu" not in reason
        assert any(word in reason for word in ("Bitte", "bitte")), reason
