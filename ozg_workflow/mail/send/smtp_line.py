"""One line to a relay: it connects when the first mail is there, and carries one mail after the other.

aiosmtplib raises the same exceptions before and after the content, so `Attempt` drives MAIL, RCPT and DATA itself (RFC 5321).
"""

import asyncio
import contextlib
import logging
import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import aiosmtplib

from ozg_workflow.domain.errors import LeaseLostError, UnavailableError
from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.mail.login.tokens import TokenError, Tokens
from ozg_workflow.mail.send.login import log_in
from ozg_workflow.mail.send.smtp_attempt import Attempt
from ozg_workflow.mail.send.smtp_wording import code_of, connect_reason
from ozg_workflow.mail.server_url import ServerUrl

if TYPE_CHECKING:
    from ozg_workflow.mail.send.transport import Outgoing

QUIT_SECONDS: Final = 5
_LOG = logging.getLogger(__name__)


class Line:
    """A client of its own: aiosmtplib's are not shared."""

    def __init__(self, server: ServerUrl, timeout: float, outgoing: "Outgoing", tokens: Tokens | None) -> None:
        self._server, self._timeout, self._outgoing, self._tokens = server, timeout, outgoing, tokens
        self._client: aiosmtplib.SMTP | None = None
        self._fresh, self._good_until = True, math.inf
        self._transports: list[asyncio.WriteTransport] = []

    async def begin(self) -> Envelope | None:
        """Claim the first mail and connect for it; None when there is none. Raises UnavailableError."""
        envelope = await self._claim()
        if envelope is not None:
            await self._connected(envelope)
        return envelope

    async def join(self) -> None:
        """Help another line where more mails wait. A relay that allows no more lines, or is slow to answer, keeps those it has."""
        if not self._outgoing.more_wait:
            return
        try:
            await self._connect()
        except Exception as error:
            if self._why_not(error) is None:
                raise
            _LOG.info("no further line to %s: %s", self._server, type(error).__name__)
            return
        await self.run(None)

    async def run(self, envelope: Envelope | None) -> None:
        """Deliver this mail and all that follow; after a failure of the relay or the database nobody claims any more."""
        try:
            while envelope := envelope or await self._claim():
                with contextlib.suppress(LeaseLostError):  # another worker delivers it
                    result = _without(self._server.password, await self._deliver(envelope))
                    stored = self._outgoing.finished(envelope, result)
                    if result.outcome is not Outcome.ACCEPTED:  # so many failures in a row and the relay rests
                        await asyncio.wrap_future(stored)
                envelope = None
        except BaseException:
            self._outgoing.stop()
            raise

    async def _claim(self) -> Envelope | None:
        return self._outgoing.at_hand() or await asyncio.to_thread(self._outgoing.claim)

    async def _deliver(self, envelope: Envelope) -> DeliveryResult:
        client = await self._connected(envelope)
        fresh, self._fresh = self._fresh, False
        result = await Attempt(client, envelope, self._outgoing, self._timeout).run()
        if not fresh and result.stage == "mail" and result.outcome is Outcome.RETRY and not client.is_connected:
            # The relay hung up while we prepared this mail; nothing of it was transferred, so it deserves a new line.
            client = await self._connected(envelope)
            result = await Attempt(client, envelope, self._outgoing, self._timeout).run()
        return result

    async def _connected(self, envelope: Envelope) -> aiosmtplib.SMTP:
        """Return the client, connected. Raises UnavailableError, after the mail is put off."""
        if self._client is not None and self._client.is_connected:
            if time.monotonic() < self._good_until:
                return self._client
            await self._say_goodbye()  # the token of this line ends: the next mail gets a line with another one
        try:
            return await self._connect()
        except Exception as error:
            text = self._why_not(error)
            if text is None:
                raise
            self._outgoing.finished(
                envelope, DeliveryResult(outcome=Outcome.RETRY, stage="connect", code=code_of(error), text=text)
            )
            raise UnavailableError(text) from error

    def _why_not(self, error: Exception) -> str | None:
        """Return why no line came about, None for an error that is none of the relay's."""
        return why_not(self._server, self._timeout, error)

    async def _connect(self) -> aiosmtplib.SMTP:
        client = new_client(self._server, self._timeout)
        await client.connect()
        if isinstance(client.transport, asyncio.WriteTransport):
            self._transports.append(client.transport)
        self._good_until = await log_in(client, self._server, self._tokens)
        self._client, self._fresh = client, True
        return client

    async def hang_up(self) -> None:
        """Say goodbye and close."""
        await self._say_goodbye()
        for transport in self._transports:  # a TLS line would wait for the relay's farewell longer than this event loop lives
            transport.abort()

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


def why_not(server: ServerUrl, timeout: float, error: Exception) -> str | None:
    """Return why no line to a relay came about, in German; None for an error that is none of the relay's."""
    reason = connect_reason(error, timeout)
    if reason is None:
        return str(error) if isinstance(error, TokenError) else None
    return f"Der Mailserver {server} {reason}."


def new_client(server: ServerUrl, timeout: float) -> aiosmtplib.SMTP:
    """Return a client that is not connected yet; `timeout` in seconds per answer."""
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=timeout,
        use_tls=server.scheme == "smtps",
        start_tls=server.scheme == "smtp+starttls",
    )
