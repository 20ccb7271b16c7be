"""Files that stand in the text of a mail: uuencoded by old programs, or base64 whose MIME headers a gateway lost."""

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
NAME: Final = late(rb"(?i)name\*?=\s*\"?(?:utf-8'')?([^\"\r\n;]{1,200})")


def pasted_files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of at most fifty files in a text; the name of base64 may be unknown and is empty then."""
    yield from islice(chain(uuencoded(content), _base64(content)), MOST_FILES)


def _base64(content: bytes) -> Iterator[tuple[str, bytes]]:
    if b"UEsDB" not in content and b"0M8R4KGx" not in content:
        return
    for match in BASE64.finditer(content):
        names = NAME.findall(content[max(0, match.start() - 500) : match.start()])
        yield unquote(names[-1].decode("utf-8", "replace")) if names else "", from_base64(match[1])
