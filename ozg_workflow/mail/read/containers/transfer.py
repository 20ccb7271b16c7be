"""Undoing the transfer encoding of a part (RFC 2045, 6), also where its header is missing, misspelt or untrue.

Python 3.11 leaves `base64 `, `base64 (comment)` and everything else it does not know by name undecoded.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.late_pattern import late

LONGEST_NAME: Final = 200
COMMENT: Final = late(r"\([^()]*\)")
NAME: Final = late(r"base-?64|quoted-?printable|x-uu|uuenc|uue")
# The beginnings of a zip (xlsx, ods), an OLE file (xls), a winmail.dat and a CMS structure, each in base64.
PLAIN: Final = late(
    rb"[\s>\"']*(?:UEsDB|UEswMFBL|UEsHCFBL|0M8R4KGx|eJ8\+I|MI[A-Za-z0-9+/]{2,8}(?:CSqGSIb3DQEHA|KoZIhvcNAQcC|BgkqhkiG9w0BBw))[A-Za-z0-9+/\s=]{8}"
)
DIGITS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NO_DIGITS: Final = bytes(set(range(256)) - set(DIGITS))
SPACE: Final = b" \t\r\n"
ANY_LINE: Final = late(rb"[^\n]+")
JUNK: Final = NO_DIGITS.replace(b"=", b"")
LONG_LINE: Final = 20  # no word is as long
QUOTED_DIGITS: Final = late(rb"=(?:3D|20|0[AD])|^(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{0,2}=\r?$", re.MULTILINE)
URL_DIGITS: Final = bytes.maketrans(b"-_", b"+/")
UU_BEGIN: Final = late(r"(?m)^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n")


class Encoding(StrEnum):
    """How the content of a part was made fit for transport."""

    BASE64 = "base64"
    QUOTED = "quoted-printable"
    UU = "x-uuencode"
    NONE = "none"


KNOWN: Final = {
    "base64": Encoding.BASE64,
    "quoted-printable": Encoding.QUOTED,
    **dict.fromkeys(("", "7bit", "8bit", "binary"), Encoding.NONE),
}


def encoding_of(header: str) -> Encoding:
    """Return what a Content-Transfer-Encoding means, without its comments, quotes, blanks and misspellings."""
    found = NAME.search(COMMENT.sub(" ", header[:LONGEST_NAME].lower()))
    if not found:
        return Encoding.NONE
    return {"b": Encoding.BASE64, "q": Encoding.QUOTED}.get(found[0][0], Encoding.UU)


def decoded(raw: bytes, encoding: Encoding) -> bytes:
    """Undo an encoding as far as it goes; what is not encoded that way at all comes back as it is. Never raises."""
    if encoding is Encoding.BASE64:
        return from_base64(raw) or raw
    if encoding is Encoding.QUOTED:
        return quopri.decodestring(raw)
    return next((content for _, content in uuencoded(raw)), raw) if encoding is Encoding.UU else raw


def is_plain_base64(content: bytes) -> bool:
    """Tell whether what should be a file is the base64 of a workbook, an archive, a winmail.dat or an S/MIME content."""
    return PLAIN.match(content) is not None


def from_base64(raw: bytes) -> bytes:
    """Decode base64 with or without padding, in one piece or several, with junk around its lines; empty when it is none."""
    padding = raw.translate(None, DIGITS + SPACE)
    if not padding or (not padding.strip(b"=") and b"=" not in raw.rstrip(b"=" + SPACE)):
        return _piece(raw)
    if QUOTED_DIGITS.search(raw):
        raw = quopri.decodestring(raw)
    if b"+" not in raw and b"/" not in raw:
        raw = raw.translate(URL_DIGITS)
    return b"".join(map(_piece, _pieces(raw)))


def _pieces(raw: bytes) -> Iterator[bytes]:
    """Yield what was encoded in one go: lines that are nothing but base64, up to one with padding."""
    piece: list[bytes] = []
    goes_on = False
    for match in ANY_LINE.finditer(raw):
        if not (line := match[0].strip(JUNK)):
            continue
        digits = line.translate(None, NO_DIGITS)
        goes_on = (goes_on or len(digits) >= LONG_LINE) and _is_mere_base64(line.rstrip(b"="), digits)
        if goes_on:
            piece.append(digits)
        if goes_on and line.endswith(b"="):
            yield b"".join(piece)
            piece.clear()
    yield b"".join(piece)


def _is_mere_base64(line: bytes, digits: bytes) -> bool:
    # of 76 digits two may be something else; words have blanks between them
    return b" " not in line and b"\t" not in line and len(line) - len(digits) <= len(digits) // 30


def _piece(digits: bytes) -> bytes:
    """Decode one piece, its padding mended and a single digit too many left aside."""
    digits = digits.translate(None, b"=" + SPACE)
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def uuencoded(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of the uuencoded files in a text."""
    text = content.decode("latin-1") if b"begin" in content else ""
    position = 0
    while match := UU_BEGIN.search(text, position):
        position = text.find("\nend", match.end())
        if position < 0:  # without an end there is none for any later beginning either
            return
        yield match[1], b"".join(_uu_line(line) for line in text[match.end() : position].splitlines())


def _uu_line(line: str) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # trailing characters of an old encoder, see the stdlib's former uu module
        wanted = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[:wanted])
        except (binascii.Error, ValueError):
            return b""
