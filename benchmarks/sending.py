"""Mails composed, stored and sent per second, beside bare aiosmtplib sending the same bytes."""

import asyncio
import time
from collections.abc import Iterable

import aiosmtplib
from aiosmtpd.controller import Controller
from sqlalchemy import select

from benchmarks.rows import Row, ratio
from benchmarks.world import SENT_ON, prepared
from flows.engine.server import free_port
from ozg_workflow.database.models import Message
from ozg_workflow.usecases.day.steps import perform


class Sink:
    """Takes every mail."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - the name aiosmtpd calls
        """Take it."""
        return "250 taken"


async def _send_bare(port: int, mails: list[tuple[str, list[str], bytes]]) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
        for sender, recipients, content in mails:
            await client.sendmail(sender, recipients, content)


def rows() -> Iterable[Row]:
    """Measure mails per second: sending alone, and everything from the decision to the server's answer."""
    port = free_port()
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        with prepared(smtp_url=f"smtp://127.0.0.1:{port}") as app:
            ctx = app.context(today=SENT_ON)
            started = time.perf_counter()
            for step in ("announce", "send-lists"):
                perform(ctx, step)
            composed = time.perf_counter() - started
            with app.sessions() as session:
                messages = session.scalars(select(Message))
                mails = [(m.sender, [r.address for r in m.recipients], m.content) for m in messages]
            started = time.perf_counter()
            perform(ctx, "deliver")
            sent = time.perf_counter() - started
            asyncio.run(_send_bare(port, mails))
            started = time.perf_counter()
            asyncio.run(_send_bare(port, mails))
            bare = time.perf_counter() - started
    finally:
        server.stop()
    yield ratio("Mails zustellen", ours=sent, bare=bare, mails=len(mails))
    yield ratio("Mails erzeugen und zustellen, mit Listen", ours=composed + sent, bare=bare, mails=len(mails))
