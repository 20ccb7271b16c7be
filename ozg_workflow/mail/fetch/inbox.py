"""Mail in: what an inbox is."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self


class Folder(StrEnum):
    """Where a mail is filed after it was stored; `/` stands for whatever the server separates folders with."""

    PROCESSED = "OZG/Verarbeitet"
    QUARANTINE = "OZG/Klärung"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedMail:
    """One mail as the server has it; `mailbox`, `uidvalidity` and `uid` together name it for good (RFC 9051, 2.3.1.1)."""

    mailbox: str
    uidvalidity: int
    uid: str
    content: bytes


class Inbox(Protocol):
    """A mailbox that is read; nothing is ever deleted in it."""

    @property
    def name(self) -> str:
        """Return what tells this mailbox from others, without the password: the `mailbox` of its mails."""

    def probe(self) -> None:
        """Log in and look at the folder, and read nothing. Raises `UnavailableError` with the reason in German."""

    def fetch(self) -> Iterator[FetchedMail]:
        """Yield what is not filed yet, oldest first, one mail in memory at a time; raises `UnavailableError`."""

    def file(self, mail: FetchedMail, folder: Folder) -> None:
        """Move a mail into a folder, created when missing; call it only after the mail is stored. Raises `UnavailableError`.

        A mail that somebody else has moved meanwhile is left where it is.
        """

    def wait(self, seconds: float) -> bool:
        """Wait until something new may have arrived (True) or the time is over (False); raises `UnavailableError`.

        New is what was not there at the last look; mails that could not be filed do not end the wait again and again.
        """

    def close(self) -> None:
        """Hang up; may be called twice."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
