"""A finished mail with another address in To or Cc: nothing else of it changes."""

from collections.abc import Mapping
from typing import Final

from ozg_workflow.mail.addresses import header_address

_END: Final = b"\r\n\r\n"
_BETWEEN: Final = ",\r\n "  # as `compose` writes several addresses


def readdressed(content: bytes, changes: Mapping[str, str]) -> bytes:
    """Return the bytes of a mail of ours with addresses replaced in its To and Cc; `changes` is old → new.

    An address that would stand there twice stands once. Raises MailContentError for one that cannot be written in ASCII.
    """
    head, end, body = content.partition(_END)
    wanted = {header_address(old).lower(): header_address(new) for old, new in changes.items()}
    return b"\r\n".join(_field(field, wanted) for field in _fields(head)) + end + body


def _fields(head: bytes) -> list[bytes]:
    """Return the header fields, each with its folded lines."""
    fields: list[bytes] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += b"\r\n" + line
        else:
            fields.append(line)
    return fields


def _field(field: bytes, wanted: Mapping[str, str]) -> bytes:
    name, colon, value = field.partition(b":")
    if name.lower() not in (b"to", b"cc"):
        return field
    addresses = [address.strip() for address in value.decode("ascii").split(_BETWEEN)]
    new = dict.fromkeys(wanted.get(address.lower(), address) for address in addresses)
    return name + colon + b" " + _BETWEEN.join(new).encode("ascii")
