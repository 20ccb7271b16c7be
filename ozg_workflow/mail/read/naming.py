"""Everything readable in a mail, whatever it is encoded in: where somebody is named in it."""

from collections.abc import Iterator
from contextlib import suppress
from email.message import Message

from ozg_workflow.mail.read.mime import content_type, decoded_headers, message_of, raw_payload, text_of


def readable(content: bytes) -> Iterator[str]:
    """Yield the bytes as they are, then each header and each text of a mail decoded, also those of mails attached to it."""
    yield content.decode("latin-1")
    message, _ = message_of(content)
    for part in _parts(message):
        for values in decoded_headers(part).values():
            yield from values
        if content_type(part).startswith(("text/", "message/")) and not isinstance(raw_payload(part), list):
            yield text_of(part)


def _parts(message: Message) -> Iterator[Message]:
    """Yield a message and all its parts. What is broken ends it: the bytes have been looked at."""
    with suppress(Exception):
        yield from message.walk()
