"""A mail that is attached to a mail: as a part of its own kind or as a file, also where it is encoded against RFC 2046."""

from email.message import Message
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.containers import transfer
from ozg_workflow.mail.read.mime import message_of, payload, raw_payload, transfer_encoding
from ozg_workflow.mail.read.smime import is_mail

TYPES: Final = ("message/rfc822", "message/global")
HEAD_BYTES: Final = 20_000
MAIL_HEADER: Final = late(rb"(?im)^(?:mime-version|received|message-id)[ \t]*:")


def attached_mail(part: Message) -> tuple[Message, str]:
    """Return the mail in a part of one of TYPES, and what could not be read of it (German). Never raises."""
    inner = raw_payload(part)
    if not (isinstance(inner, list) and inner and isinstance(inner[0], Message)):
        return mail_of(payload(part))
    mail, encoding = inner[0], transfer_encoding(part)
    if encoding is transfer.Encoding.NONE and mail.keys():
        return mail, ""
    decoded = transfer.decoded(_source(mail), transfer.Encoding.BASE64 if encoding is transfer.Encoding.NONE else encoding)
    return message_of(decoded) if is_mail(decoded) else (mail, "")


def mail_of(content: bytes) -> tuple[Message, str]:
    """Return the mail in a file, and what could not be read of it (German). Never raises."""
    decoded = b"" if is_mail(content) else transfer.from_base64(content)
    return message_of(decoded if is_mail(decoded) else content)


def is_mail_file(content: bytes) -> bool:
    """Tell whether a file of any name is a mail: a header stands first, and among the next are those that only mails have."""
    return is_mail(content) and MAIL_HEADER.search(content[:HEAD_BYTES]) is not None


def _source(mail: Message) -> bytes:
    """Return the bytes of a mail that the parser took for decoded: in base64 all of them are its text."""
    try:
        return mail.as_bytes() if mail.keys() else payload(mail)
    except Exception:  # noqa: BLE001 - mails of other programs that cannot be written again
        return payload(mail)
