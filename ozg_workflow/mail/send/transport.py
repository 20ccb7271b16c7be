"""Mail out: what a transport is."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from ozg_workflow.domain.post.outbox import DeliveryResult, Envelope


class Journal(Protocol):
    """Where a transport writes down how far it has come; each call commits before it returns."""

    def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> None:
        """Record that the content is about to be transferred to all but `refused` (address → answer).

        From here on a lost line means "unknown". Raises `LeaseLostError` when the message is not ours any more: then nothing is
        transferred, nothing more is recorded, and the next envelope is pulled.
        """

    def finished(self, envelope: Envelope, result: DeliveryResult) -> None:
        """Record how the attempt ended."""


class Transport(Protocol):
    """A way out for mail."""

    @property
    def name(self) -> str:
        """Return what tells this way from others, without the password."""

    @property
    def sends_copies(self) -> bool:
        """Tell whether a copy to our own mailbox could arrive there."""

    def deliver(self, outgoing: Iterator[Envelope], journal: Journal) -> None:
        """Deliver all messages one by one; pulling the next envelope claims its message.

        Each pulled envelope ends in exactly one `journal.finished`. Nothing is connected before the first envelope.
        Raises `UnavailableError` when the relay cannot be reached; what was not pulled is untouched.
        """
