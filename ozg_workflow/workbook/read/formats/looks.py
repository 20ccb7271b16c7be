"""What a file is that is neither a zip nor a compound file: told by its beginning, because any of them may be called .xls."""

import re
import zlib
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.errors import (
    ARCHIVE_FILE,
    DAMAGED,
    EMPTY_FILE,
    FOREIGN_FILE,
    NOT_A_WORKBOOK,
    PDF_FILE,
    PICTURE_FILE,
    TEXT_FILE,
    WEB_PAGE,
)

HEAD_BYTES: Final = 4096
ZIP_START: Final = late(
    rb"[\s\xef\xbb\xbf]{0,100}(?:PK00|PK\x07\x08)?PK\x03\x04"
)  # gateways set lines before it, packers a mark of parts
MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb": "utf-8-sig"}
WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".xltx", ".xlsb", ".fods")
EXCEL_2003: Final = late(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
FLAT_ODF: Final = late(rb"<(?:\w+:)?document\b[^>]*opendocument")
PAGE: Final = late(
    rb"(?:\s++|<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->)*+<(?:!doctype html|html|head|meta|body|style|table|div|title)\b",
    re.IGNORECASE | re.DOTALL,
)
TABLE: Final = late(rb"<table[\s>]", re.IGNORECASE)
SIGNS: Final = (
    (late(rb"%PDF"), PDF_FILE),
    (late(rb"\xff\xd8\xff|\x89PNG|GIF8|II\*\x00|MM\x00\*|BM.{4}\x00{4}|.{4}ftyp(?:heic|heix|mif1|avif)", re.DOTALL), PICTURE_FILE),
    (late(rb"7z\xbc\xaf|Rar!|\x1f\x8b|BZh|\xfd7zXZ|MSCF"), ARCHIVE_FILE),
    # BIFF without its container ([MS-XLS] 2.4.21), SYLK, DIF, Lotus 1-2-3, Gnumeric
    (late(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00|ID;P|TABLE\r?\n0,1|\x00\x00[\x02\x1a]\x00|(?:<\?xml[^>]*>\s*)?<gnm:Workbook"), FOREIGN_FILE),
    (late(rb"\{\\rtf"), NOT_A_WORKBOOK),
    (late(rb"(?:MIME-Version|From|Date|Subject|Content-Type): ", re.IGNORECASE), WEB_PAGE),
)  # fmt: skip


class Flat(StrEnum):
    """A workbook that is one text."""

    OPEN_DOCUMENT = "open_document"
    EXCEL_2003 = "excel_2003"
    TABLES = "tables"


def flat_kind(content: bytes) -> Flat | None:
    """Return which kind of text with sheets a file is, None when it is none."""
    head = _head(content)
    if b"<" not in head:
        return None
    if EXCEL_2003.search(head):
        return Flat.EXCEL_2003
    if FLAT_ODF.search(head) and b"spreadsheet" in head:
        return Flat.OPEN_DOCUMENT
    return Flat.TABLES if PAGE.match(head) and TABLE.search(content.replace(b"\x00", b"")) else None


def reason_against(content: bytes, file_name: str) -> str:
    """Return in German why a file that is no workbook cannot be read, and what helps."""
    if not content.strip(b"\x00 \r\n\t"):
        return EMPTY_FILE
    head = _head(content)
    for sign, reason in SIGNS:
        if sign.match(content[:HEAD_BYTES]) or sign.match(head):
            return FOREIGN_FILE if reason is ARCHIVE_FILE and _is_gnumeric(content) else reason
    if PAGE.match(head):
        return WEB_PAGE
    if _has_columns(head):
        return TEXT_FILE
    return DAMAGED if file_name.lower().endswith(WORKBOOK_ENDINGS) else NOT_A_WORKBOOK


def _head(content: bytes) -> bytes:
    """Return the beginning, that of a text in UTF-8 and without its mark."""
    head = content[:HEAD_BYTES]
    encoding = MARKS.get(head[:2])
    return (head.decode(encoding, "replace").encode() if encoding else head).lstrip(b" \r\n\t")


def _has_columns(head: bytes) -> bool:
    lines = head.splitlines()[:2]
    is_text = not re.search(rb"[\x00-\x08\x0e-\x1f]", head)
    return is_text and any(b";" in line or b"\t" in line or line.count(b",") > 1 for line in lines)


def _is_gnumeric(content: bytes) -> bool:
    try:
        return b"gnumeric" in zlib.decompressobj(31).decompress(content, HEAD_BYTES)
    except zlib.error:
        return False


def is_archive(content: bytes) -> bool:
    """Tell whether a file begins as a zip."""
    return ZIP_START.match(content) is not None
