"""What the transport needs of a message, and what became of one attempt."""

from dataclasses import dataclass, field

from ozg_workflow.domain.post.outbox import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the transport needs to deliver one message; `copy_to` gets it too, but decides nothing (empty: nobody)."""

    message_id: int
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    title: str
    copy_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult:
    """The outcome of one attempt: stage reached, the server's code and text, answers per recipient (address → text)."""

    outcome: Outcome
    stage: str
    code: int | None = None
    text: str = ""
    refused: dict[str, str] = field(default_factory=dict)
