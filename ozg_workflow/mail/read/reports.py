"""The machine-readable parts of automatic mails: delivery status, returned messages, receipts."""

import email
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.containers.transfer import Encoding
from ozg_workflow.mail.read.mime import (
    content_type,
    decoded_headers,
    leaves,
    payload,
    raw_header,
    raw_payload,
    text_of,
    transfer_encoding,
)
from ozg_workflow.mail.read.parse import ADDRESS, MESSAGE_ID, ParsedMail

STATUS_TYPES: Final = ("message/delivery-status", "message/global-delivery-status")
RETURNED_TYPES: Final = (
    "message/rfc822",
    "text/rfc822-headers",
    "text/rfc822-header",
    "message/global",
    "message/global-headers",
)
ATTACHED_TYPES: Final = ("message/rfc822", "message/global")
MOST_IDS: Final = 100  # each of them is looked up in the database
RETURNED_MARK: Final = late(
    r"(?im)^(?:[ \t>*]{0,9}-{2,9}[^\n]{0,80}?(?:copy of|original|returned|below this line|unsent|undelivered|header|included)"
    r"|received: |[^\n]{0,80}?(?:copy of the message|original message follows|ursprüngliche nachricht))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What a delivery status notification says: all actions in lower case, and whom it could not reach."""

    actions: frozenset[str]
    failed: tuple[str, ...]


def is_report(message: Message) -> bool:
    """Tell whether the mail as a whole is a `multipart/report` (RFC 6522)."""
    return content_type(message) == "multipart/report"


def has_part(message: Message, *types: str) -> bool:
    """Tell whether the mail has a part of one of these types, attached mails not entered."""
    return any(content_type(part) in types for part in leaves(message))


def delivery_status(message: Message) -> DeliveryStatus | None:
    """Read the delivery status of a mail (RFC 3464), None when it has none."""
    blocks = [block for part in leaves(message) if content_type(part) in STATUS_TYPES for block in _blocks(part)]
    if not blocks:
        return None
    actions = {action for block in blocks if (action := _action(block))}
    failed = (_recipient(block) for block in blocks if _action(block) == "failed")
    return DeliveryStatus(actions=frozenset(actions), failed=tuple(dict.fromkeys(r for r in failed if r)))


def returns_a_message(mail: ParsedMail) -> bool:
    """Tell whether a mail carries or quotes a message that came back."""
    return is_report(mail.message) or has_part(mail.message, *RETURNED_TYPES) or bool(RETURNED_MARK.search(mail.text))


def original_message_id(mail: ParsedMail, is_own: Callable[[str], bool]) -> str:
    """Return the Message-ID of the mail that a report is about: ours wherever it stands, else the returned message's."""
    found = [*islice(_returned_ids(mail), MOST_IDS), mail.in_reply_to, *mail.references]
    candidates = dict.fromkeys([*found, *MESSAGE_ID.findall(mail.text)[:MOST_IDS]])
    ours = next((known for known in candidates if known and is_own(known)), "")
    return ours or next((known for known in found if known), "")


def returned_ids(mail: ParsedMail) -> tuple[str, ...]:
    """Return the Message-IDs of what a mail carries or quotes, at most a hundred."""
    return tuple(dict.fromkeys(islice(_returned_ids(mail), MOST_IDS)))


def attached_ids(mail: ParsedMail) -> tuple[str, ...]:
    """Return the Message-ID of every attached mail, empty where it has none; at most a hundred."""
    parts = (part for part in leaves(mail.message) if content_type(part) in ATTACHED_TYPES)
    return tuple(islice((next(_ids_of_returned(part), "") for part in parts), MOST_IDS))


def recipients_in_text(mail: ParsedMail, own_address: str) -> tuple[str, ...]:
    """Return the addresses a bounce for people names before it quotes the returned message, at most twenty."""
    named = ADDRESS.findall(mail.header("x-failed-recipients"))
    mark = RETURNED_MARK.search(mail.text)
    addresses = named or ADDRESS.findall(mail.text[: mark.start()] if mark else mail.text[:5000])
    lowered = dict.fromkeys(a.lower().strip("'`").rstrip(".") for a in addresses)
    return tuple(a for a in lowered if a not in (own_address, mail.from_address) and not a.startswith("mailto:"))[:20]


def _blocks(part: Message) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield the header blocks of a status part; encoded parts are not split by the parser, so do it here."""
    blocks = raw_payload(part)
    if isinstance(blocks, list) and transfer_encoding(part) is not Encoding.BASE64:
        for block in (block for block in blocks if isinstance(block, Message)):
            if inner := decoded_headers(block):
                yield inner
            yield from _split_blocks(text_of(block))  # all but the first of a message/global-delivery-status
        return
    whole = blocks[0] if isinstance(blocks, list) and blocks else part
    if isinstance(whole, Message):
        raw = Message()
        raw.set_payload(raw_payload(whole))
        raw["Content-Transfer-Encoding"] = transfer_encoding(part).value
        yield from _split_blocks(text_of(raw))


def _split_blocks(text: str) -> Iterator[dict[str, tuple[str, ...]]]:
    for block in re.split(r"\r?\n\s*\r?\n", text[:50_000]):
        if ":" in block:
            yield decoded_headers(email.message_from_string(block.strip() + "\n\n"))


def _action(block: dict[str, tuple[str, ...]]) -> str:
    """Return the action of a recipient's block; without one its status class decides."""
    action = block.get("action", ("",))[0].lower().split("(")[0].strip(" ;")
    if action in ("failed", "delayed", "delivered", "relayed", "expanded"):
        return action
    status = block.get("status", ("",))[0][:1]
    return {"5": "failed", "4": "delayed", "2": "delivered"}.get(status, "failed" if action.startswith("fail") else "")


def _recipient(block: dict[str, tuple[str, ...]]) -> str:
    """Return the address we wrote to; the final recipient may be a forwarding address nobody here knows."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        found = ADDRESS.search(block.get(name, ("",))[0].rpartition(";")[2])
        if found:
            return found[0].lower().rstrip(".")
    return ""


def _returned_ids(mail: ParsedMail) -> Iterator[str]:
    for part in leaves(mail.message):
        kind = content_type(part)
        if kind in RETURNED_TYPES:
            yield from _ids_of_returned(part)
        elif kind in ("message/disposition-notification", *STATUS_TYPES):
            for block in _blocks(part):
                yield from MESSAGE_ID.findall(" ".join(block.get("original-message-id", ())))
        elif kind.startswith("text/"):
            yield from re.findall(r"(?im)^[ \t>]*message-id:\s*(<[^<>\s]+>)", text_of(part))


def _ids_of_returned(part: Message) -> Iterator[str]:
    inner = raw_payload(part)
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        yield from MESSAGE_ID.findall(raw_header(inner[0], "message-id"))
    yield from re.findall(r"(?im)^message-id:\s*(<[^<>\s]+>)", payload(part)[:50_000].decode("latin-1"))
