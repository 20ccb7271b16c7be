"""Delivery by SMTP that knows its stage: what fails before the content is tried again, what fails after it is unknown.

aiosmtplib raises the same exceptions before and after DATA, so this module drives MAIL, RCPT and DATA itself (RFC 5321).
"""

import asyncio
import contextlib
import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import aiosmtplib

from ozg_workflow.domain.errors import LeaseLostError, UnavailableError
from ozg_workflow.domain.post.outbox import ANSWER_SECONDS, DeliveryResult, Envelope, Outcome
from ozg_workflow.mail.login.tokens import TokenError, Tokens
from ozg_workflow.mail.send.login import log_in
from ozg_workflow.mail.send.smtp_attempt import Attempt
from ozg_workflow.mail.send.smtp_wording import code_of, connect_reason
from ozg_workflow.mail.server_url import SMTP_PORTS, ServerUrl, parse_server_url, relay_name

if TYPE_CHECKING:
    from ozg_workflow.mail.send.transport import Journal

QUIT_SECONDS: Final = 5


class SmtpTransport:
    """Delivers through one relay, one connection per batch.

    `timeout` are seconds per answer (four times as long, and longer for large mails, after the content).
    """

    def __init__(self, url: str, *, timeout: float = ANSWER_SECONDS, tokens: Tokens | None = None) -> None:
        self._server = parse_server_url(url, SMTP_PORTS, "OZG_SMTP_URL")
        self._timeout, self._tokens = timeout, tokens

    @property
    def name(self) -> str:
        """Return host, port and user."""
        return relay_name(self._server)

    sends_copies = True

    def deliver(self, outgoing: Iterator[Envelope], journal: "Journal") -> None:
        """Deliver all messages; see `Transport.deliver`. May be called from any thread, also below a running event loop."""
        batch = _Batch(self._server, self._timeout, journal, self._tokens)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            asyncio.run(batch.run(outgoing))
            return
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ozg-smtp") as pool:
            pool.submit(lambda: asyncio.run(batch.run(outgoing))).result()


class _Batch:
    def __init__(self, server: ServerUrl, timeout: float, journal: "Journal", tokens: Tokens | None) -> None:
        self._server, self._timeout, self._journal, self._tokens = server, timeout, journal, tokens
        self._client: aiosmtplib.SMTP | None = None
        self._good_until = math.inf
        self._lines: list[asyncio.WriteTransport] = []

    async def run(self, outgoing: Iterator[Envelope]) -> None:
        try:
            for envelope in outgoing:
                with contextlib.suppress(LeaseLostError):  # another worker delivers it
                    self._journal.finished(envelope, _without(self._server.password, await self._deliver(envelope)))
        finally:
            await self._hang_up()

    async def _deliver(self, envelope: Envelope) -> DeliveryResult:
        client, fresh = await self._connected(envelope)
        result = await Attempt(client, envelope, self._journal, self._timeout).run()
        if not fresh and result.stage == "mail" and result.outcome is Outcome.RETRY and not client.is_connected:
            # The relay hung up while we prepared this mail; nothing of it was transferred, so it deserves a new line.
            client, _ = await self._connected(envelope)
            result = await Attempt(client, envelope, self._journal, self._timeout).run()
        return result

    async def _connected(self, envelope: Envelope) -> tuple[aiosmtplib.SMTP, bool]:
        if self._client is not None and self._client.is_connected:
            if time.monotonic() < self._good_until:
                return self._client, False
            await self._say_goodbye()  # the token of this line ends: the next mail gets a line with another one
        client = _new_client(self._server, self._timeout)
        try:
            await client.connect()
            if isinstance(client.transport, asyncio.WriteTransport):
                self._lines.append(client.transport)
            self._good_until = await log_in(client, self._server, self._tokens)
        except Exception as error:
            reason = connect_reason(error, self._timeout)
            if reason is None and not isinstance(error, TokenError):
                raise
            message = f"Der Mailserver {self._server} {reason}." if reason else str(error)
            self._journal.finished(
                envelope, DeliveryResult(outcome=Outcome.RETRY, stage="connect", code=code_of(error), text=message)
            )
            raise UnavailableError(message) from error
        self._client = client
        return client, True

    async def _hang_up(self) -> None:
        await self._say_goodbye()
        for line in self._lines:  # a TLS line would wait for the relay's farewell longer than this event loop lives
            line.abort()
        await asyncio.sleep(0)

    async def _say_goodbye(self) -> None:
        if self._client is not None and self._client.is_connected:
            with contextlib.suppress(Exception):  # everything is settled already: a failure of QUIT changes nothing
                await self._client.execute_command(b"QUIT", timeout=min(QUIT_SECONDS, self._timeout))


def _without(password: str, result: DeliveryResult) -> DeliveryResult:
    """Return a result whose texts do not repeat the password, whatever a relay answers."""
    if not password:
        return result
    refused = {address: answer.replace(password, "…") for address, answer in result.refused.items()}
    return replace(result, text=result.text.replace(password, "…"), refused=refused)


def _new_client(server: ServerUrl, timeout: float) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=timeout,
        use_tls=server.scheme == "smtps",
        start_tls=server.scheme == "smtp+starttls",
    )
