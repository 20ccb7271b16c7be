"""Log in to a relay and say goodbye: does everything that is set hold there? Nothing is sent."""

import contextlib

from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.mail.login.tokens import Tokens
from ozg_workflow.mail.send.login import log_in
from ozg_workflow.mail.send.smtp_line import QUIT_SECONDS, new_client, why_not
from ozg_workflow.mail.server_url import ServerUrl


async def probe(server: ServerUrl, timeout: float, tokens: Tokens | None) -> None:
    """Connect, encrypt, log in and quit, as a delivery does before its first mail. Raises UnavailableError with the reason in German."""
    client = new_client(server, timeout)
    try:
        await client.connect()
        await log_in(client, server, tokens)
    except Exception as error:
        reason = why_not(server, timeout, error)
        if reason is None:
            raise
        raise UnavailableError(reason) from error
    finally:
        if client.is_connected:
            with contextlib.suppress(Exception):  # it has let us in: a failure of QUIT changes nothing
                await client.execute_command(b"QUIT", timeout=min(QUIT_SECONDS, timeout))
        client.close()
