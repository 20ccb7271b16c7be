"""The content of one mail on one line: DATA, everything but the final dot, a wait until the relay has it, then the dot.

A relay takes a mail over with the dot and never before (RFC 5321, 4.1.1.4). aiosmtplib sends both in one write, so this module sends the
content itself, and listens meanwhile: a relay may refuse or hang up before the end.
"""

import asyncio

import aiosmtplib
from aiosmtplib import SMTPResponse

from ozg_workflow.mail.send.wire import acknowledged, on_the_wire

START_INPUT = 354


class Transfer:
    """Sends one content; `patience` are seconds for each answer and for the content. After `begun` a line that is given up has to be closed."""

    def __init__(self, client: aiosmtplib.SMTP, content: bytes, patience: float) -> None:
        self._client, self._content, self._patience = client, content, patience
        self._answer: asyncio.Future[SMTPResponse] | None = None

    @property
    def begun(self) -> bool:
        """Tell whether the relay has let us begin: from here on it takes everything for content."""
        return self._answer is not None

    async def content(self) -> None:
        """Send DATA and everything but the dot. Raises what stands against it: a refusal, a lost line, a silence."""
        started = await self._client.execute_command(b"DATA", timeout=self._patience)
        if started.code != START_INPUT:
            raise aiosmtplib.SMTPDataError(started.code, started.message)
        protocol = self._client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        self._answer = asyncio.ensure_future(protocol.read_response())
        line = self._write(on_the_wire(self._content))
        async with asyncio.timeout(self._patience):
            await acknowledged(line, self._answer)
        await self.listen()

    async def listen(self) -> None:
        """Raise what the relay has said already, or that it has hung up: then the dot need not be sent, and the mail is not taken over."""
        for _ in range(2):  # one turn to read what has arrived, one to understand it
            await asyncio.sleep(0)
        if self._answer is not None and self._answer.done():
            answer = self._answer.result()
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)
        if not self._client.is_connected:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")

    async def dot(self) -> SMTPResponse:
        """End the content and return the answer; whatever is raised here, the relay may have the mail."""
        if self._answer is None:
            raise RuntimeError("the dot comes after the content")
        self._write(b".\r\n")
        async with asyncio.timeout(self._patience):
            return await self._answer

    def give_up(self) -> None:
        """Hang up, without the dot if it was not sent."""
        if self._answer is not None and not self._answer.cancel() and not self._answer.cancelled():
            self._answer.exception()  # told already
        self._client.close()

    def _write(self, data: bytes) -> asyncio.WriteTransport:
        line = self._client.transport
        if not isinstance(line, asyncio.WriteTransport) or line.is_closing():
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        line.write(data)
        return line
