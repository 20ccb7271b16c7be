"""Files that stand in the text of a mail: uuencoded by old programs, or base64 whose MIME headers a gateway lost."""

import binascii
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

MOST_FILES: Final = 50
UU_BEGIN: Final = re.compile(r"(?m)^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n")
# The beginnings of a zip (xlsx, ods) and of an OLE file (xls) in base64.
BASE64: Final = re.compile(
    rb"(?m)^[ \t>]*((?:UEsDB|0M8R4KGx)[A-Za-z0-9+/]{20,998}={0,2}[ \t]*(?:\r?\n[ \t>]*[A-Za-z0-9+/]{1,998}={0,2}[ \t]*)*)"
)
NAME: Final = re.compile(rb"(?i)name\*?=\s*\"?(?:utf-8'')?([^\"\r\n;]{1,200})")
NOT_BASE64: Final = b" \t\r\n>="


def pasted_files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of at most fifty files in a text; the name of base64 may be unknown and is empty then."""
    yield from islice(chain(_uuencoded(content), _base64(content)), MOST_FILES)


def _base64(content: bytes) -> Iterator[tuple[str, bytes]]:
    if b"UEsDB" not in content and b"0M8R4KGx" not in content:
        return
    for match in BASE64.finditer(content):
        names = NAME.findall(content[max(0, match.start() - 500) : match.start()])
        digits = match[1].translate(None, NOT_BASE64)
        digits = digits[: len(digits) // 4 * 4] if len(digits) % 4 == 1 else digits + b"=" * (-len(digits) % 4)
        yield names[-1].decode("utf-8", "replace") if names else "", binascii.a2b_base64(digits)


def _uuencoded(content: bytes) -> Iterator[tuple[str, bytes]]:
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
