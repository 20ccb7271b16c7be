"""What looks like a spreadsheet: by its name, its first bytes or its declared type, because each of them may be wrong."""

import struct
from email.message import Message
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from ozg_workflow.mail.read.mime import content_type, leaves, part_name, payload, raw_payload, transfer_encoding
from ozg_workflow.mail.read.smime import is_sealed
from ozg_workflow.mail.read.transfer import Encoding

ENDINGS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv")
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
PASTED: Final = ("begin ", "UEsDB", "0M8R4KGx")
ZIP: Final = b"PK\x03\x04"
CENTRAL_ENTRY: Final = b"PK\x01\x02"
MOST_MEMBERS: Final = 5000
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_SHEETS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def spreadsheet_ending(content: bytes) -> str:
    """Return the ending that fits the content (`.xlsx`, `.ods`, `.xls`), empty when it is no spreadsheet."""
    if content.startswith(ZIP):
        head = content[:4096]
        if b"opendocument.spreadsheet" in head:
            return ".ods"
        return ".xlsx" if any(name.startswith(("xl/workbook", "xl/worksheets")) for name in _members(content)) else ""
    return ".xls" if content.startswith(OLE) and any(mark in content for mark in OLE_SHEETS) else ""


def _members(content: bytes) -> list[str]:
    """Return the names in the archive itself; a workbook packed without compression shows its own names in the bytes, too."""
    if content.count(CENTRAL_ENTRY) > MOST_MEMBERS:
        return []
    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except (BadZipFile, ValueError, EOFError, OSError, NotImplementedError, struct.error):
        return []


def is_spreadsheet(name: str, content: bytes) -> bool:
    """Tell whether a file looks like a spreadsheet by its name or its content."""
    return name.lower().endswith(ENDINGS) or bool(spreadsheet_ending(content))


def carries_list(message: Message, level: int = 0) -> bool:
    """Tell whether something that may hold a list lies anywhere in a mail: a spreadsheet, an archive, a winmail.dat, S/MIME.

    Attached mails are entered; what is packed or encoded so that only unpacking tells counts as it may.
    """
    return level > DEEPEST or any(_may_hold_a_list(part, level) for part in leaves(message))


def _may_hold_a_list(part: Message, level: int) -> bool:
    name, kind = part_name(part).lower(), content_type(part)
    if name.endswith((*ENDINGS, ".zip", ".eml", "winmail.dat")) or kind.startswith((*TYPES, TNEF_TYPE)) or is_sealed(part):
        return True
    if kind in ATTACHED_MAILS:
        inner = raw_payload(part)
        plain = isinstance(inner, list) and inner and isinstance(inner[0], Message) and transfer_encoding(part) is Encoding.NONE
        return carries_list(inner[0], level + 1) if plain else True
    if kind.startswith(("text/", "multipart/")) and not name:
        return _is_pasted(part)
    if kind.startswith(("image/", "message/")) and not name:
        return False
    return payload(part).startswith((ZIP, OLE, TNEF))


def _is_pasted(part: Message) -> bool:
    """Tell whether a text may hold a file (see `inline`)."""
    text = raw_payload(part)
    if not isinstance(text, str):
        return False
    if transfer_encoding(part) is Encoding.BASE64:
        text = payload(part).decode("latin-1")
    return any(mark in text for mark in PASTED)
