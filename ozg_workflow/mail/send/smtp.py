"""Delivery by SMTP that knows its stage: what fails before the final dot is tried again, what fails after it is unknown."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain.post.outbox import ANSWER_SECONDS
from ozg_workflow.mail.login.tokens import Tokens
from ozg_workflow.mail.send.smtp_line import Line
from ozg_workflow.mail.send.smtp_probe import probe
from ozg_workflow.mail.server_url import SMTP_PORTS, parse_server_url, relay_name

if TYPE_CHECKING:
    from ozg_workflow.mail.send.transport import Outgoing

MOST_LINES: Final = 100


class SmtpTransport:
    """Delivers through one relay, over one or several lines.

    `timeout` are seconds per answer (four times as long, and longer for large mails, for the content and after it).
    """

    def __init__(self, url: str, *, timeout: float = ANSWER_SECONDS, tokens: Tokens | None = None) -> None:
        self._server = parse_server_url(url, SMTP_PORTS, "OZG_SMTP_URL")
        self._timeout, self._tokens = timeout, tokens

    @property
    def name(self) -> str:
        """Return host, port and user."""
        return relay_name(self._server)

    sends_copies = True
    most_lines = MOST_LINES

    def probe(self) -> None:
        """Log in and quit; see `Transport.probe`."""
        asyncio.run(probe(self._server, self._timeout, self._tokens))

    def deliver(self, outgoing: "Outgoing", lines: int = 1) -> None:
        """Deliver all messages; see `Transport.deliver`. May be called from any thread, also below a running event loop."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            asyncio.run(self._deliver(outgoing, lines))
            return
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ozg-smtp") as pool:
            pool.submit(lambda: asyncio.run(self._deliver(outgoing, lines))).result()

    async def _deliver(self, outgoing: "Outgoing", lines: int) -> None:
        """Let the first line begin; the others join it where more mails wait. All of them end before a failure is raised."""
        own = [Line(self._server, self._timeout, outgoing, self._tokens) for _ in range(lines)]
        try:
            first = await own[0].begin()
            if first is not None:
                ends = await asyncio.gather(own[0].run(first), *(line.join() for line in own[1:]), return_exceptions=True)
                for error in ends:
                    if error is not None:
                        raise error
        finally:
            await asyncio.gather(*(line.hang_up() for line in own))
            await asyncio.sleep(0)
