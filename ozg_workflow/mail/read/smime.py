"""S/MIME: what an opaque signature wraps is laid open, what is encrypted stays closed.

Sources: RFC 8551 (S/MIME), RFC 5652 (CMS). No signature is verified: a list is trusted by its own token and its sender.
"""

import binascii
from email.message import Message
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.containers.cms import ENCRYPTED, SIGNED, CmsReader
from ozg_workflow.mail.read.mime import content_type, leaves, message_of, part_name, payload

TYPES: Final = ("application/pkcs7-mime", "application/x-pkcs7-mime")
ENDING: Final = ".p7m"
DEEPEST: Final = 5  # a signature around an encryption around a signature is as deep as real mails go
HEADER_LINE: Final = late(rb"\s*[A-Za-z][A-Za-z0-9-]{1,60}[ \t]*:")
PEM: Final = late(rb"\s*-----BEGIN (?:PKCS7|CMS)-----\s+([A-Za-z0-9+/=\s]+)-----END")


class Seal(StrEnum):
    """What kind of S/MIME a content is."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    UNKNOWN = "unknown"


def is_sealed(part: Message) -> bool:
    """Tell whether a part is S/MIME: by its type, or by its name when a gateway changed the type."""
    return content_type(part) in TYPES or part_name(part).lower().endswith(ENDING)


def open_seal(content: bytes) -> tuple[Seal, bytes]:
    """Return the kind of a CMS structure and, when it is signed, what was signed. Never raises."""
    try:
        reader = CmsReader(_binary(content))
        kind = reader.kind()
        if kind in ENCRYPTED:
            return Seal.ENCRYPTED, b""
        inner = reader.signed_content() if kind == SIGNED else b""
    except ValueError:
        return Seal.UNKNOWN, b""
    return (Seal.SIGNED, inner) if inner else (Seal.UNKNOWN, b"")  # certificates only, compressed, or broken


def _binary(content: bytes) -> bytes:
    """Undo PEM, as `openssl` writes it by default."""
    match = PEM.match(content)
    return binascii.a2b_base64(match[1]) if match else content


def is_mail(content: bytes) -> bool:
    """Tell whether a signed content is a mail or a part of one, as S/MIME wants it, and not a signed file."""
    return bool(HEADER_LINE.match(content))


def open_signatures(message: Message, depth: int = 0) -> None:
    """Replace every opaque signature in a message by what it wraps, so that all readers see the same parts."""
    for part in [part for part in leaves(message) if is_sealed(part)]:
        _, inner = open_seal(payload(part))
        if inner and is_mail(inner) and depth < DEEPEST:
            opened, problem = message_of(inner)
            if not problem:
                open_signatures(opened, depth + 1)
                part.set_payload([opened])
