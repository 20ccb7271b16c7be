"""Reading a mail that somebody else's software wrote: whatever the bytes are, something readable comes out.

The standard library's `policy.default` raises on some real mails and `compat32` decodes neither headers nor file names,
so this module parses with `compat32` and decodes by itself.
"""

import email
import email.policy
import email.utils
import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from typing import Any, Final

LONGEST_TEXT_BYTES: Final = 100_000
LONGEST_HEADER: Final = 20_000
ADDRESS: Final = re.compile(r"[^\s<>\"(),:;@\[\]]{1,128}@[^\s<>\"(),:;@]{1,255}")  # bounded: hostile headers stay cheap
MESSAGE_ID: Final = re.compile(r"<[^<>\s]+>")
ENCODED_WORD: Final = re.compile(r"=\?[^?\s]{1,64}\?[bBqQ]\?[^?]*\?=")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """A mail, decoded as far as possible. Message-IDs keep their angle brackets; addresses are in lower case.

    `text` is the first readable text (at most 100 kB), `date` an aware moment, `headers` map lower-cased names to all values.
    """

    subject: str
    from_address: str
    from_name: str
    to: tuple[str, ...]
    date: datetime | None
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    headers: Mapping[str, tuple[str, ...]]
    message: Message

    def header(self, name: str) -> str:
        """Return the first value of a header (name in lower case), empty when missing."""
        return self.headers.get(name, ("",))[0]


def parse_mail(content: bytes) -> ParsedMail:
    """Parse any bytes as a mail. Never raises: what cannot be decoded stays empty or gets replacement characters."""
    message = _message(content)
    headers = decoded_headers(message)
    name, address = _author(message)
    return ParsedMail(
        subject=_first(headers, "subject"),
        from_address=address,
        from_name=name,
        to=_addresses(headers.get("to", ()) + headers.get("cc", ())),
        date=_date(_first(headers, "date")),
        message_id=_message_id(_first(headers, "message-id")),
        in_reply_to=_message_id(_first(headers, "in-reply-to")),
        references=tuple(MESSAGE_ID.findall(" ".join(headers.get("references", ()))))[-200:],
        text=_best_text(message),
        headers=headers,
        message=message,
    )


def decoded_headers(message: Message) -> dict[str, tuple[str, ...]]:
    """Return all headers of a message or part, names in lower case, values decoded and on one line."""
    result: dict[str, tuple[str, ...]] = {}
    for name, value in message.raw_items():
        key = name.strip().lower()
        result[key] = (*result.get(key, ()), decode_text(value))
    return result


def raw_header(message: Message, name: str) -> str:
    """Return the first value of a header with its encoded words, only 8-bit characters decoded."""
    values = (value for key, value in message.raw_items() if key.strip().lower() == name)
    return decode_bytes(str(next(values, ""))[:LONGEST_HEADER].encode("utf-8", "surrogateescape"))


def decode_text(value: object) -> str:
    """Decode a header value: RFC 2047 words in any charset, raw 8-bit text, folded lines; NFC, without control characters."""
    raw = str(value)[:LONGEST_HEADER].encode("utf-8", "surrogateescape")
    text = decode_bytes(raw)
    if ENCODED_WORD.search(text):
        text = _decode_words(text)
    return " ".join("".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text)).split())


def decode_bytes(raw: bytes, charset: str | None = None) -> str:
    """Decode bytes with the named charset, else UTF-8, else Windows-1252, which German offices still produce."""
    for candidate in (charset, "utf-8", "cp1252"):
        try:
            if candidate:
                return raw.decode(candidate.strip("'\" "))
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def payload(part: Message) -> bytes:
    """Return the decoded content of a part; empty for multiparts and for what cannot be decoded at all."""
    try:
        content: Any = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - broken transfer encodings fail in many ways
        content = None
    return content if isinstance(content, bytes) else b""


def part_name(part: Message) -> str:
    """Return the file name of a part (RFC 2231, RFC 2047 or raw 8-bit), NFC, without folders; empty when it has none."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        text = _parameter(part, header, parameter)
        if text:
            return re.split(r"[/\\]", text)[-1].strip()[:200]
    return ""


def _parameter(part: Message, header: str, parameter: str) -> str:
    clean = Message()  # `part` itself replaces raw 8-bit characters, which some programs put into file names
    clean[header] = " ".join(raw_header(part, header).split())
    try:
        value = clean.get_param(parameter, header=header)
        return decode_text(email.utils.collapse_rfc2231_value(value)) if value else ""
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
        children = part.get_payload()
        if isinstance(children, list) and not content_type(part).startswith("message/") and depth < 100:
            stack.extend((child, depth + 1) for child in reversed(children) if isinstance(child, Message))
        else:
            yield part


def _message(content: bytes) -> Message:
    try:
        return email.message_from_bytes(content, policy=email.policy.compat32)
    except Exception:  # noqa: BLE001 - the parser must never stop the intake; the bytes are stored anyway
        message = Message()
        message.set_payload(decode_bytes(content[:LONGEST_TEXT_BYTES]))
        return message


def _decode_words(text: str) -> str:
    try:
        chunks = decode_header(text)
    except Exception:  # noqa: BLE001 - broken base64 in an encoded word
        return text
    return "".join(decode_bytes(c, charset) if isinstance(c, bytes) else c for c, charset in chunks)


def _first(headers: Mapping[str, tuple[str, ...]], name: str) -> str:
    return headers.get(name, ("",))[0]


def _message_id(text: str) -> str:
    found = MESSAGE_ID.search(text)
    return found[0] if found else ""


def _author(message: Message) -> tuple[str, str]:
    """Return name and address; the address is looked for outside of quotes and encoded words, where anything may stand."""
    value = " ".join((raw_header(message, "from") or raw_header(message, "sender"))[:4000].split())
    unquoted = re.sub(r'"(?:[^"\\]|\\.)*"', lambda m: " " * len(m[0]), value)
    found = re.search(r"<\s*([^<>]{1,320})>", unquoted) or ADDRESS.search(unquoted)
    if not found:
        return decode_text(value).strip(' "<>'), ""
    address = found[found.lastindex or 0].strip()
    name = value[: found.start()] + value[found.end() :]
    return decode_text(name.replace('"', "")).strip(" '()<>,"), address.lower().rstrip(".")


def _addresses(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.lower() for value in values for a in ADDRESS.findall(value)))


def _date(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _best_text(message: Message) -> str:
    rich = ""
    for part in leaves(message):
        kind = content_type(part)
        if not kind.startswith("text/") or part_name(part) or kind == "text/calendar":
            continue
        text = text_of(part)
        if kind == "text/html":
            rich = rich or plain_from_html(text)
        elif text.strip():
            return text
    return rich


def text_of(part: Message) -> str:
    """Return the text of a part, at most 100 kB."""
    try:
        charset = part.get_content_charset()
    except Exception:  # noqa: BLE001 - see part_name
        charset = None
    raw = payload(part)[:LONGEST_TEXT_BYTES]
    return decode_bytes(raw, charset).replace("\x00", "")


def plain_from_html(text: str) -> str:
    """Return the words of an HTML text, one block per line."""
    without = re.sub(r"(?is)<(script|style|head)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)", " ", text)
    lines = re.sub(r"(?i)<(br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", "\n", without)
    words = html.unescape(re.sub(r"<[^<>]*>", " ", lines))
    return "\n".join(line for line in (" ".join(raw.split()) for raw in words.split("\n")) if line)
