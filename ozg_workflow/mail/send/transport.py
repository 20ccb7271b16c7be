"""Mail out: what a transport is."""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Protocol

from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope


class Outgoing(Protocol):
    """The mails of one delivery, and where a transport writes down how far each has come. May be called from any thread."""

    def at_hand(self) -> Envelope | None:
        """Return the next mail where nobody has to wait for it, else None, and `claim` tells."""

    def claim(self) -> Envelope | None:
        """Claim the next mail, None when there is none for now; may wait, for the database or for the relay's rate."""

    @property
    def more_wait(self) -> bool:
        """Tell whether another line would find a mail at once."""

    def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> "Future[None]":
        """Record that the final dot is about to leave for all but `refused` (address → answer); committed when the answer is there.

        From here on a lost line means "unknown". The answer is `LeaseLostError` when the message is not ours any more: then the dot must
        not leave, nothing more is recorded, and the next mail is claimed.
        """

    def finished(self, envelope: Envelope, result: DeliveryResult) -> "Future[None]":
        """Record how the attempt ended; nobody has to wait for the answer."""

    def stop(self) -> None:
        """Claim nothing more: the relay is gone."""


class Transport(Protocol):
    """A way out for mail."""

    @property
    def name(self) -> str:
        """Return what tells this way from others, without the password."""

    @property
    def sends_copies(self) -> bool:
        """Tell whether a copy to our own mailbox could arrive there."""

    @property
    def most_lines(self) -> int:
        """Tell how many lines it can use at once."""

    def probe(self) -> None:
        """Try whether mail could go this way, and send none. Raises `UnavailableError` with the reason in German."""

    def deliver(self, outgoing: Outgoing, lines: int = 1) -> None:
        """Deliver all mails over at most so many lines at once.

        Each claimed mail ends in exactly one `finished`. Nothing is connected before the first mail.
        Raises `UnavailableError` when the relay cannot be reached; what was not claimed is untouched.
        """
