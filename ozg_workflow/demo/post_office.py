"""The built-in post office: an SMTP server on loopback that delivers every mail into Maildirs (RFC 5321)."""

import socket
from email import message_from_bytes, policy
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.demo.maildirs import mailbox_of, put

if TYPE_CHECKING:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, Envelope, Session

HOST: Final = "127.0.0.1"
NAME: Final = "post.bielefeld.example"
LATER: Final = "451 4.7.1 Greylisting: Bitte in einigen Minuten erneut versuchen"
NO_MAILBOX: Final = "553 5.1.3 Diese Adresse kann nicht zugestellt werden"


class PostOffice:
    """A context manager that runs the server in a thread of its own.

    `post` is the folder of the Maildirs. The first mail to an address of `greylisted` is put off once (451); mail to
    an address of `dead` is taken over and comes back as undeliverable (RFC 3464) to its envelope sender.
    """

    def __init__(self, post: Path, *, greylisted: frozenset[str] = frozenset(), dead: frozenset[str] = frozenset()) -> None:
        self.post = post
        self._desk = _Desk(post, set(greylisted), dead)
        self._controller: Controller | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address of the server as `OZG_SMTP_URL` wants it."""
        return f"smtp://{HOST}:{self.port}"

    @property
    def delivered(self) -> int:
        """How many mails have been put into Maildirs."""
        return self._desk.delivered

    @property
    def put_off(self) -> int:
        """How many recipients were greylisted."""
        return self._desk.put_off

    def __enter__(self) -> Self:
        """Start on a free port."""
        from aiosmtpd.controller import Controller

        self.port = _free_port()
        # the version banner of the library is of no use to anybody
        self._controller = Controller(self._desk, hostname=HOST, port=self.port, server_hostname=NAME, ident="Poststelle")
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        """Stop; mails that were accepted have been delivered by then."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class _Desk:
    """What happens to a mail; called by the server's thread only."""

    def __init__(self, post: Path, greylisted: set[str], dead: frozenset[str]) -> None:
        self._post, self._greylisted, self._dead = post, greylisted, dead
        self.delivered = self.put_off = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: "SMTP", session: "Session", envelope: "Envelope", address: str, rcpt_options: list[str]
    ) -> str:
        """Accept a recipient, put it off, or refuse it."""
        del server, session, rcpt_options
        if mailbox_of(self._post, address) is None:
            return NO_MAILBOX
        if address.lower() in self._greylisted:
            self._greylisted.discard(address.lower())
            self.put_off += 1
            return LATER
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: "SMTP", session: "Session", envelope: "Envelope") -> str:  # noqa: N802 - see above
        """Deliver a mail to all its recipients."""
        del server, session
        content: Any = envelope.content
        sender = (envelope.mail_from or "").strip("<>")  # the library hands the null sender over as it was written
        for recipient in envelope.rcpt_tos:
            if recipient.lower() not in self._dead:
                self._deliver(sender, recipient, content)
            elif sender:  # a bounce is never bounced
                self._deliver("", sender, bounce_for(content, recipient, reporter=NAME))
        return f"250 2.0.0 Angenommen als {self.delivered:06d}"

    def _deliver(self, sender: str, recipient: str, content: bytes) -> None:
        mailbox = mailbox_of(self._post, recipient)
        if mailbox is not None:
            self.delivered += 1
            put(mailbox, _envelope_headers(sender, recipient, content, self.delivered) + content)


def _envelope_headers(sender: str, recipient: str, content: bytes, number: int) -> bytes:
    """Return the headers a mail server adds at the last hop; the mail's own date keeps the pretended day."""
    date = " ".join(str(message_from_bytes(content[:20_000], policy=policy.compat32).get("Date", "")).split())
    received = f"Received: by {NAME} with ESMTP id {number:06d}" + (f"; {date}" if date else "")
    lines = (f"Return-Path: <{sender}>", f"Delivered-To: {recipient}", received)
    return "".join(f"{line}\r\n" for line in lines).encode("ascii", "replace")
