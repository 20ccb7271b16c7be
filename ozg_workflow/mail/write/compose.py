"""From a rendered mail to the finished bytes: headers, parts, attachments; the same input gives the same bytes."""

import hashlib
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import encode_rfc2231, format_datetime
from functools import lru_cache

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.post.intent import Attachment
from ozg_workflow.mail.addresses import MailContentError, ascii_address, header_address, printable
from ozg_workflow.mail.write.entity import Entity, base64, multipart, quoted_printable
from ozg_workflow.mail.write.templates import RenderedMail

MOST_REFERENCES = 40
OWN_HEADERS = frozenset(
    {"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "in-reply-to", "references", "mime-version"}
    | {"content-type", "content-transfer-encoding", "auto-submitted", "x-auto-response-suppress", "x-ozg-message"}
)
_MESSAGE_ID = late(r"<[!-;=?-~]{1,900}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """All that makes the bytes of a mail. `date` is an aware moment; `headers` are further ones such as `X-OZG-List`."""

    rendered: RenderedMail
    sender_name: str
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    message_id: str
    date: datetime
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str = ""
    references: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def compose(mail: OutgoingMail) -> bytes:
    """Return the finished message with CRLF line ends, pure ASCII (RFC 5322, RFC 2045–2047, RFC 2231).

    A `text/calendar` attachment also becomes an alternative of the text, so that calendar programs offer to accept it
    (RFC 6047). Raises MailContentError for line breaks in header values, addresses that cannot be written in ASCII, a naive
    date or a header this function sets itself.
    """
    return _with_parts(mail, tuple(_headers(mail))).flat()


def _headers(mail: OutgoingMail) -> Iterator[tuple[str, str]]:
    """Yield all headers but Content-Type, folded."""
    yield from _address_headers(mail)
    yield "Subject", _folded("Subject", _clean("Betreff", mail.rendered.subject))
    yield "Date", _date(mail.date)
    yield "Message-ID", _own_id(mail.message_id)
    for name, known in (("In-Reply-To", _known_ids(mail.in_reply_to)[-1:]), ("References", _known_ids(mail.references))):
        if known:
            yield name, "\r\n ".join([known[0], *known[1:][-MOST_REFERENCES:]])
    yield "Auto-Submitted", "auto-generated"  # RFC 3834
    yield "X-Auto-Response-Suppress", "OOF, AutoReply"  # never "All": it suppresses the bounces we want
    yield "X-OZG-Message", mail.message_id
    for name, value in mail.headers.items():
        yield _header_name(name), _folded(name, _clean(name, value))
    yield "MIME-Version", "1.0"


def _address_headers(mail: OutgoingMail) -> Iterator[tuple[str, str]]:
    if not mail.to:
        raise MailContentError("Die Nachricht hat keinen Empfänger.")
    yield "From", f"{_display_name(_clean('Absendername', mail.sender_name))} <{ascii_address(mail.sender)}>".strip()
    yield "To", ",\r\n ".join(header_address(address) for address in mail.to)
    if mail.cc:
        yield "Cc", ",\r\n ".join(header_address(address) for address in mail.cc)


def _display_name(name: str) -> str:
    if not name.isascii() or "=?" in name:
        return _folded("From", name)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if name else ""


@lru_cache(maxsize=16)  # the sender is the same in all mails
def _folded(name: str, value: str) -> str:
    """Return an unstructured value in lines of at most 76 characters; other than ASCII, and words that are too long, as encoded words (RFC 2047)."""
    width = 76 - len(name)
    if not value.isascii() or "=?" in value or any(len(word) > width for word in value.split()):
        return Header(value, "utf-8", maxlinelen=76, header_name=name).encode(linesep="\r\n")
    return "\r\n ".join(textwrap.wrap(value, width, break_long_words=False, break_on_hyphens=False))


def _clean(what: str, value: str) -> str:
    if any(c in value for c in "\r\n\x00\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"):
        raise MailContentError(f"{printable(what)}: Zeilenumbrüche sind in Kopfzeilen nicht erlaubt („{printable(value)[:80]}“).")
    return value


def _header_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,60}", name) or name.lower() in OWN_HEADERS:
        raise MailContentError(f"„{printable(name)}“ darf hier nicht als Kopfzeile gesetzt werden.")
    return name


def _date(moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise MailContentError("Das Datum der Nachricht hat keine Zeitzone.")
    return format_datetime(moment)


def _own_id(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise MailContentError(f"„{printable(message_id)[:80]}“ ist keine gültige Message-ID.")
    return message_id


def _known_ids(value: str) -> list[str]:
    """Return the identifiers of a received header, unfolded (RFC 5322, 2.2.3); words that are no identifier are dropped."""
    unfolded = _clean("Bezug", re.sub(r"\r?\n[ \t]+", " ", value.strip()))
    return [word for word in unfolded.split() if _MESSAGE_ID.fullmatch(word)]


def _with_parts(mail: OutgoingMail, headers: tuple[tuple[str, str], ...]) -> Entity:
    """Return the whole message: its texts, and beside them the files."""
    # "=_" occurs neither in quoted-printable nor in base64, so no content can contain the boundary
    digest = hashlib.sha256(mail.message_id.encode()).hexdigest()[:24]
    outer, inner = f"=_ozg.0.{digest}", f"=_ozg.1.{digest}"
    texts = [_text_part("text/plain", mail.rendered.text.encode()), _text_part("text/html", mail.rendered.html.encode())]
    texts += [_text_part(a.content_type, a.content) for a in mail.attachments if _is_calendar(a)]
    if not mail.attachments:
        return multipart(headers, "alternative", outer, texts)
    body = multipart((), "alternative", inner, texts)
    return multipart(headers, "mixed", outer, (body, *(_attachment_part(a) for a in mail.attachments)))


def _text_part(content_type: str, content: bytes) -> Entity:
    charset = "" if "charset=" in content_type else "; charset=utf-8"
    return quoted_printable([("Content-Type", _clean("Content-Type", content_type) + charset)], content)


def _attachment_part(attachment: Attachment) -> Entity:
    # The copy for saving is application/ics: two text/calendar parts make some programs book the event twice.
    content_type = "application/ics" if _is_calendar(attachment) else _clean("Content-Type", attachment.content_type)
    name = _clean("Dateiname", attachment.name)
    headers = (
        ("Content-Type", content_type),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", f"attachment; {_file_name(name)}"),
    )
    return base64(headers, attachment.content)


def _file_name(name: str) -> str:
    if name.isascii():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'filename="{quoted}"'
    return f"filename*={encode_rfc2231(name, 'utf-8')}"


def _is_calendar(attachment: Attachment) -> bool:
    return attachment.content_type.lower().startswith("text/calendar")
