"""What looks like a spreadsheet: by its name, its first bytes or its declared type, because each of them may be wrong."""

import re
import struct
import zlib
from email.message import Message
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read import smime
from ozg_workflow.mail.read.containers.transfer import Encoding
from ozg_workflow.mail.read.mime import content_type, leaves, part_name, payload, raw_payload, transfer_encoding

ENDINGS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".fods", ".xltx", ".xltm", ".xlt", ".ots")
TYPES: Final = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "text/csv",
)
TNEF_TYPE: Final = "application/ms-tnef"
TNEF: Final = b"\x78\x9f\x3e\x22"
ATTACHED_MAILS: Final = ("message/rfc822", "message/global")
DEEPEST: Final = 5
# attachments that no program packs a list into
NO_LISTS: Final = (
    ".pdf",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".tif",
    ".tiff",
    ".bmp",
    ".ics",
    ".vcf",
    ".p7s",
    ".asc",
    ".wav",
    ".mp3",
    ".htm",
    ".html",
)
PASTED: Final = ("begin ", "=ybegin ", "UEsDB", "0M8R4KGx")
ZIP: Final = b"PK\x03\x04"
OFFICE_FILE: Final = b"[Content_Types].xml"
CENTRAL_ENTRY: Final = b"PK\x01\x02"
MOST_MEMBERS: Final = 5000
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES: Final = 4096
MOST_TOLD: Final = 100_000
TELLING: Final = ("mimetype", "meta-inf/manifest.xml", "[content_types].xml")
MAIN_PART: Final = late(
    rb"(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template)\.macroenabled)\.main\+xml", re.IGNORECASE
)
EXCEL_2003: Final = late(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
FLAT_ODF: Final = late(rb"<(?:\w+:)?document\b[^>]*opendocument")
UNREADABLE: Final = (
    BadZipFile,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    struct.error,
    zlib.error,
)
OLE_SHEETS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def spreadsheet_ending(content: bytes) -> str:
    """Return the ending that fits the content (`.xlsx`, `.ods`, `.xls`, `.xml`, `.fods`), empty when it is no spreadsheet."""
    head = content[:HEAD_BYTES]
    if content.startswith(ZIP):
        return ".ods" if b"opendocument.spreadsheet" in head else _ending_of_archive(content)
    if content.startswith(OLE):
        return ".xls" if any(mark in content for mark in OLE_SHEETS) else ""
    if EXCEL_2003.search(head):
        return ".xml"
    return ".fods" if FLAT_ODF.search(head) and b"opendocument.spreadsheet" in head else ""


def _ending_of_archive(content: bytes) -> str:
    """Look into the archive itself; a workbook packed in another archive without compression shows its names in the bytes, too."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {name.lower().replace("\\", "/").lstrip("/"): name for name in _names(content, archive)}
            if any(name.startswith(("xl/workbook", "xl/worksheets")) for name in names):
                return ".xlsx"
            told = b"".join(_beginning(archive, names[part]) for part in TELLING if part in names)
    except UNREADABLE:
        return ""
    if "content.xml" in names and b"opendocument.spreadsheet" in told:
        return ".ods"
    return ".xlsx" if MAIN_PART.search(told) else ""


def _names(content: bytes, archive: ZipFile) -> list[str]:
    return archive.namelist() if content.count(CENTRAL_ENTRY) <= MOST_MEMBERS else []


def _beginning(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(MOST_TOLD)


def is_packed(name: str, content: bytes) -> bool:
    """Tell whether a file is an archive of files and no workbook, whatever it is called."""
    if not content.startswith(ZIP):
        return name.lower().endswith(".zip")
    if name.lower().endswith(ENDINGS):
        return OFFICE_FILE not in content and not spreadsheet_ending(content) and _holds_files(content)
    return not spreadsheet_ending(content)


def _holds_files(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name.lower() for name in _names(content, archive)]
    except UNREADABLE:
        return False
    return any(name.endswith((*ENDINGS, ".zip", ".eml")) for name in names)


def is_spreadsheet(name: str, content: bytes) -> bool:
    """Tell whether a file looks like a spreadsheet by its name or its content."""
    return name.lower().endswith(ENDINGS) or bool(spreadsheet_ending(content))


def carries_list(message: Message, level: int = 0) -> bool:
    """Tell whether something that may hold a list lies anywhere in a mail: any file but those that never do, a pasted file, S/MIME.

    Attached mails are entered; what only unpacking can tell counts as it may.
    """
    return level > DEEPEST or any(_may_hold_a_list(part, level) for part in leaves(message))


def _may_hold_a_list(part: Message, level: int) -> bool:
    name, kind = part_name(part).lower(), content_type(part)
    if kind in ATTACHED_MAILS:
        inner = raw_payload(part)
        plain = isinstance(inner, list) and inner and isinstance(inner[0], Message) and transfer_encoding(part) is Encoding.NONE
        return carries_list(inner[0], level + 1) if plain and inner[0].keys() else True
    if kind.startswith((*TYPES, TNEF_TYPE)) or kind in smime.TYPES or name.endswith(smime.ENDING):
        return True
    if name:
        return not name.endswith(NO_LISTS)
    if kind.startswith(("text/", "multipart/")):
        return _is_pasted(part)
    return not kind.startswith(("image/", "audio/", "message/")) and payload(part).startswith((ZIP, OLE, TNEF))


def _is_pasted(part: Message) -> bool:
    """Tell whether a text may hold a file (see `inline`)."""
    text = raw_payload(part)
    if not isinstance(text, str):
        return False
    if transfer_encoding(part) is Encoding.BASE64:
        content = payload(part)
        if content.startswith((ZIP, OLE)):  # a file whose kind is wrong
            return True
        text = content.decode("latin-1")
    return any(mark in text for mark in PASTED)
