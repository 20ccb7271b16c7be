"""MIME entities as finished bytes (RFC 2045, 2046): what `compose` puts in is ASCII and folded already, so nothing is parsed or folded once more."""

import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ozg_workflow.mail.addresses import MailContentError

LONGEST_LINE: Final = 998  # RFC 5322, 2.1.1
LINE_OF_BASE64: Final = 76  # RFC 2045, 6.8
KEPT: Final = 4  # encoded files; the Ausfüllhilfe lies in every mail of a round
CRLF: Final = "\r\n"

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Headers, folded where they have to be, and a body with CRLF line ends."""

    headers: Sequence[tuple[str, str]]
    body: bytes

    def flat(self) -> bytes:
        """Return the bytes. Raises MailContentError for a header with a longer line than a mail may have."""
        head = "".join(f"{name}: {value}{CRLF}" for name, value in self.headers)
        if any(len(line) > LONGEST_LINE for line in head.split(CRLF)):
            raise MailContentError("Eine Kopfzeile ist zu lang.")
        return head.encode("ascii") + b"\r\n" + self.body


def quoted_printable(headers: Headers, text: bytes) -> Entity:
    """Return a text that people can still read in the source."""
    unix = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    body = binascii.b2a_qp(unix, istext=True).replace(b"\n", b"\r\n")
    return Entity(headers=(*headers, ("Content-Transfer-Encoding", "quoted-printable")), body=body)


def base64(headers: Headers, content: bytes) -> Entity:
    """Return a file."""
    return Entity(headers=tuple(headers), body=_base64(content))


def multipart(headers: Headers, subtype: str, boundary: str, parts: Iterable[Entity]) -> Entity:
    """Return several entities as one; the boundary must occur in none of them."""
    mark = boundary.encode("ascii")
    body = b"".join(b"--%b\r\n%b\r\n" % (mark, part.flat()) for part in parts)
    content_type = ("Content-Type", f'multipart/{subtype}; boundary="{boundary}"')
    return Entity(headers=(*headers, content_type), body=b"%b--%b--\r\n" % (body, mark))


@lru_cache(maxsize=KEPT)
def _base64(content: bytes) -> bytes:
    line = binascii.b2a_base64(content, newline=False)
    return b"".join(line[start : start + LINE_OF_BASE64] + b"\r\n" for start in range(0, len(line), LINE_OF_BASE64))
