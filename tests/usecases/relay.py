"""A real mail server on loopback whose answers can be chosen per address."""

import asyncio
import threading
from typing import Any, Self

from aiosmtpd.smtp import SMTP


class Relay:
    """`answers` (address → SMTP answers, used up one by one) at RCPT; mails to `silent` addresses lose their line in DATA.

    `options` are those of aiosmtpd's SMTP class.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self.answers: dict[str, list[str]] = {}
        self.data_answers: list[str] = []
        self.silent: set[str] = set()
        self.seconds = 0.0  # how long the server thinks after DATA, when it has already taken the mail over
        self.received: list[tuple[tuple[str, ...], bytes]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        assert self._server
        return f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def reached(self) -> list[str]:
        """Every address a mail was taken over for."""
        return [address for addresses, _ in self.received for address in addresses]

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answers.get(address):
            answer = self.answers[address].pop(0)
            if not answer.startswith("2"):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.silent & set(envelope.rcpt_tos):
            server.transport.abort()
            return "250 nobody hears this"
        answer = self.data_answers.pop(0) if self.data_answers else "250 2.0.0 Angenommen als Q1"
        if answer.startswith("2"):
            self.received.append((tuple(envelope.rcpt_tos), envelope.original_content))
            await asyncio.sleep(self.seconds)
        return answer

    def __enter__(self) -> Self:
        self._thread.start()
        start = self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, hostname="relay.example", **self._options), "127.0.0.1", 0
        )
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        async def stop() -> None:
            assert self._server
            self._server.close()
            others = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
