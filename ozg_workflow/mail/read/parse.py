"""A mail as the intake sees it: who, when, what about, and the first readable text; whatever the bytes are."""

import email.utils
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.mime import (
    content_type,
    decode_text,
    decoded_headers,
    leaves,
    message_of,
    part_name,
    raw_header,
    text_of,
)
from ozg_workflow.mail.read.smime import open_signatures

ADDRESS: Final = late(r"[^\s<>\"(),:;@\[\]\x00]{1,128}@[^\s<>\"(),:;@\x00]{1,255}")  # bounded: hostile headers stay cheap
MESSAGE_ID: Final = late(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """A mail, decoded as far as possible. Message-IDs keep their angle brackets; addresses are in lower case.

    `text` is the first readable text (at most 100 kB), `date` an aware moment, `headers` map lower-cased names to all values.
    `problem` tells in German what could not be read, empty when everything could.
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
    problem: str = ""
    reply_to: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return the first value of a header (name in lower case), empty when missing."""
        return self.headers.get(name, ("",))[0]


def parse_mail(content: bytes) -> ParsedMail:
    """Parse any bytes as a mail. Never raises: what cannot be decoded stays empty or gets replacement characters.

    What an opaque S/MIME signature wraps is laid open; the signature is not verified.
    """
    message, problem = message_of(content)
    open_signatures(message)
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
        problem=problem,
        reply_to=_addresses(headers.get("reply-to", ())),
    )


def _first(headers: Mapping[str, tuple[str, ...]], name: str) -> str:
    return headers.get(name, ("",))[0]


def _message_id(text: str) -> str:
    found = MESSAGE_ID.search(text)
    return found[0] if found else ""


def _author(message: Message) -> tuple[str, str]:
    """Return name and address; the address is looked for outside of quotes and encoded words, where anything may stand."""
    value = " ".join((raw_header(message, "from") or raw_header(message, "sender"))[:4000].replace("\x00", " ").split())
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
        # A multipart without parts has lost its boundaries: what stands there is all there is.
        if not kind.startswith(("text/", "multipart/")) or part_name(part) or kind == "text/calendar":
            continue
        text = text_of(part)
        if kind == "text/html":
            rich = rich or plain_from_html(text)
        elif text.strip():
            return text
    return rich


def plain_from_html(text: str) -> str:
    """Return the words of an HTML text, one block per line."""
    without = re.sub(r"(?is)<(script|style|head)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)", " ", text)
    lines = re.sub(r"(?i)<(br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", "\n", without)
    words = html.unescape(re.sub(r"<[^<>]*>", " ", lines))
    return "\n".join(line for line in (" ".join(raw.split()) for raw in words.split("\n")) if line)
