"""Files that stand in the text of a mail: uuencoded by old programs, yEncoded, or base64 whose MIME headers a gateway lost."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final
from urllib.parse import unquote

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.containers.transfer import from_base64, uuencoded

MOST_FILES: Final = 50
# The beginnings of a zip (xlsx, ods) and of an OLE file (xls) in base64.
BASE64: Final = late(
    rb"(?m)^[ \t>]*((?:UEsDB|0M8R4KGx)[A-Za-z0-9+/]{20,}+={0,2}[ \t\r]*(?:\n[ \t>]*[A-Za-z0-9+/]++={0,2}[ \t\r]*)*)"
)
YENC: Final = late(rb"(?m)^=ybegin line=\d{1,6} size=\d{1,9} name=([^\r\n]{1,200})\r?\n")
YENC_MARKED: Final = late(rb"=(.)", re.DOTALL)
YENC_DIGITS: Final = bytes((byte - 42) % 256 for byte in range(256))
NAME: Final = late(rb"(?i)name\*?=\s*\"?(?:utf-8'')?([^\"\r\n;]{1,200})")


def pasted_files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of at most fifty files in a text; the name of base64 may be unknown and is empty then."""
    yield from islice(chain(uuencoded(content), _yencoded(content), _base64(content)), MOST_FILES)


def _yencoded(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files in yEnc (draft 1.3); pieces of files are none."""
    position = 0
    while b"=ybegin" in content and (begin := YENC.search(content, position)):
        position = content.find(b"\n=yend", begin.end())
        if position < 0:  # without an end there is none for any later beginning either
            return
        digits = content[begin.end() : position].translate(None, b"\r\n")
        plain = YENC_MARKED.sub(lambda digit: bytes([(digit[1][0] - 64) % 256]), digits)
        yield begin[1].decode("utf-8", "replace").strip(), plain.translate(YENC_DIGITS)


def _base64(content: bytes) -> Iterator[tuple[str, bytes]]:
    if b"UEsDB" not in content and b"0M8R4KGx" not in content:
        return
    for match in BASE64.finditer(content):
        names = NAME.findall(content[max(0, match.start() - 500) : match.start()])
        yield unquote(names[-1].decode("utf-8", "replace")) if names else "", from_base64(match[1])
