"""The parts of a mail that somebody else's software wrote: whatever the bytes are, something readable comes out.

The standard library's `policy.default` raises on some real mails and `compat32` decodes neither headers nor file names,
so this module parses with `compat32` and decodes by itself. What a hostile mail may cost is limited here.
"""

import codecs
import copy
import email
import email.policy
import email.utils
import re
import unicodedata
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import islice
from typing import Any, Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.containers import transfer

LONGEST_TEXT_BYTES: Final = 100_000
LONGEST_HEADER: Final = 20_000
MOST_HEADERS: Final = 1_000
MOST_LINES: Final = 1_000_000  # 76 MB of base64; mails of many short lines cost memory out of all proportion
MOST_PARTS: Final = 5_000
DEEPEST: Final = 30  # every line is compared with the boundaries of all levels around it
FILES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-")  # the beginnings of archives, Office files and PDFs
ENCODED_WORD: Final = late(r"=\?[^?\s]{1,64}\?[bBqQ]\?[^?]*\?=")
# Domain-name codecs are no charsets of texts, and take quadratic time.
FOREIGN_CODECS: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})


class _TooMuchError(Exception):
    """A mail has too many parts or levels."""


class _Counted(Message):
    """A message that counts the parts below the whole mail and their depth while it is parsed."""

    depth = 0

    def __init__(self, policy: Any = email.policy.compat32) -> None:
        super().__init__(policy)
        self.parts = [0]

    def attach(self, payload: Any) -> None:
        payload.depth, payload.parts = self.depth + 1, self.parts
        self.parts[0] += 1
        if payload.depth > DEEPEST or self.parts[0] > MOST_PARTS:
            raise _TooMuchError
        super().attach(payload)


def message_of(content: bytes) -> tuple[Message, str]:
    """Parse any bytes and return the message with what could not be read of it (German, empty when all could). Never raises.

    Of a mail beyond the limits only the headers are there, and the beginning as its text.
    """
    try:
        if content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n") > MOST_LINES:
            raise _TooMuchError
        return email.message_from_bytes(content, _Counted, policy=email.policy.compat32), ""
    except (_TooMuchError, RecursionError):
        return _beginning(content), "Die Mail ist ungewöhnlich groß oder tief verschachtelt und wurde nicht vollständig gelesen."
    except Exception:  # noqa: BLE001 - the parser must never stop the intake; the bytes are stored anyway
        return _beginning(content), "Die Mail ist beschädigt und wurde nicht vollständig gelesen."


def _beginning(content: bytes) -> Message:
    try:
        return BytesHeaderParser(policy=email.policy.compat32).parsebytes(content[:LONGEST_TEXT_BYTES])
    except Exception:  # noqa: BLE001 - see message_of
        message = Message()
        message.set_payload(decode_bytes(content[:LONGEST_TEXT_BYTES]))
        return message


def decoded_headers(message: Message) -> dict[str, tuple[str, ...]]:
    """Return the headers of a message or part, names in lower case, values decoded and on one line; at most 1 000."""
    result: dict[str, list[str]] = {}
    for name, value in islice(message.raw_items(), MOST_HEADERS):
        result.setdefault(name.strip().lower(), []).append(decode_text(value))
    return {name: tuple(values) for name, values in result.items()}


def raw_header(message: Message, name: str) -> str:
    """Return the first value of a header with its encoded words, only 8-bit characters decoded."""
    values = (value for key, value in message.raw_items() if key.strip().lower() == name)
    return _decoded(str(next(values, ""))[:LONGEST_HEADER])


def decode_text(value: object) -> str:
    """Decode a header value: RFC 2047 words in any charset, raw 8-bit text, folded lines; NFC, without control characters."""
    text = _decoded(str(value)[:LONGEST_HEADER])
    if ENCODED_WORD.search(text):
        text = _decode_words(text)
    return printable(unicodedata.normalize("NFC", text))


def _decoded(text: str) -> str:
    """Return the text of a header as the parser holds it, with its 8-bit characters decoded."""
    return text if text.isascii() else decode_bytes(text.encode("utf-8", "surrogateescape"))


def printable(text: str) -> str:
    """Return a text on one line, without control characters."""
    line = " ".join(text.split())  # also folded lines are printable now, which nearly all are
    return line if line.isprintable() else " ".join("".join(c if c.isprintable() else " " for c in line).split())


def decode_bytes(raw: bytes, charset: str | None = None) -> str:
    """Decode bytes with the named charset, else UTF-8, else Windows-1252, which German offices still produce."""
    for candidate in (charset, "utf-8", "cp1252"):
        try:
            if candidate and codecs.lookup(candidate.strip("'\" ")).name not in FOREIGN_CODECS:
                return raw.decode(candidate.strip("'\" "))
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def raw_payload(part: Message) -> Any:
    """Return the parts of a multipart or the text of a part as it was sent; empty when even that fails (a charset with NUL in it)."""
    try:
        return part.get_payload()
    except Exception:  # noqa: BLE001 - see message_of
        return ""


def payload(part: Message) -> bytes:
    """Return the decoded content of a part; empty for multiparts and for what cannot be decoded at all.

    A file that is plainly base64 is decoded, whatever its header says; a text is not.
    """
    try:
        content = transfer.decoded(_raw_bytes(part), transfer_encoding(part))
        plain = transfer.is_plain_base64(content) and not (content_type(part).startswith("text/") and not part_name(part))
        return transfer.from_base64(content) if plain else content
    except Exception:  # noqa: BLE001 - broken transfer encodings fail in many ways
        return b""


def transfer_encoding(part: Message) -> transfer.Encoding:
    """Return how the content of a part is encoded, as far as its header says so."""
    stated = part.get("Content-Transfer-Encoding", "")
    known = transfer.KNOWN.get(str(stated))
    return known or transfer.encoding_of(decode_text(stated))


def _raw_bytes(part: Message) -> bytes:
    text: Any = part.get_payload()
    if isinstance(text, str) and text.isascii():
        return text.encode("ascii")
    bare = copy.copy(part)  # only undecoded are the bytes of an 8-bit content left as they came
    del bare["Content-Transfer-Encoding"]
    content: Any = bare.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def part_name(part: Message) -> str:
    """Return the file name of a part (RFC 2231, RFC 2047 or raw 8-bit), NFC, without folders; empty when it has none."""
    for header, name in (("content-disposition", "filename"), ("content-type", "name")):
        text = parameter(part, header, name)
        if text:
            return re.split(r"[/\\]", text)[-1].strip(" \"'")[:200]
    return ""


def parameter(part: Message, header: str, name: str) -> str:
    """Return a parameter of a header, decoded; empty when there is none."""
    value = raw_header(part, header)
    if name not in value.lower():
        return ""
    clean = Message()  # `part` itself replaces raw 8-bit characters, which some programs put into file names
    clean[header] = " ".join(value.split())
    try:
        found: Any = clean.get_param(name, header=header)
        if isinstance(found, tuple):  # RFC 2231, its charset unknown, missing or untrue now and then
            return decode_text(decode_bytes(found[2].encode("latin-1", "replace"), found[0]))
        return decode_text(found) if found else ""
    except Exception:  # noqa: BLE001 - malformed parameters raise several kinds of errors
        return ""


def content_type(part: Message) -> str:
    """Return `text/plain` and the like in lower case."""
    try:
        return part.get_content_type()
    except Exception:  # noqa: BLE001 - see part_name
        return "application/octet-stream"


def leaves(message: Message) -> Iterator[Message]:
    """Yield all parts that are not multiparts, without entering attached mails; nesting ends at 100 levels."""
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        children = raw_payload(part)
        if isinstance(children, list) and not content_type(part).startswith("message/") and depth < 100:
            stack.extend((child, depth + 1) for child in reversed(children) if isinstance(child, Message))
        else:
            yield part


def text_of(part: Message) -> str:
    """Return the text of a part, at most 100 kB; empty for a file that is called a text."""
    try:
        charset = part.get_content_charset()
    except Exception:  # noqa: BLE001 - see part_name
        charset = None
    raw = payload(part)[:LONGEST_TEXT_BYTES]
    if raw.startswith(FILES):
        return ""
    return decode_bytes(raw, charset).replace("\x00", "")


def _decode_words(text: str) -> str:
    try:
        chunks = decode_header(text)
    except Exception:  # noqa: BLE001 - broken base64 in an encoded word
        return text
    return "".join(decode_bytes(c, charset) if isinstance(c, bytes) else c for c, charset in chunks)
