"""Logging in to a relay: with a password, with a token, or not at all; and how long that holds."""

import asyncio
import base64
import math
from typing import Final

import aiosmtplib

from ozg_workflow.domain.post.login_faults import LoginFault, server_fault
from ozg_workflow.mail.login.sasl import TokenWords, refusal_in, token_words
from ozg_workflow.mail.login.tokens import Token, Tokens
from ozg_workflow.mail.server_url import ServerUrl

CHALLENGED: Final = 334
LOGGED_IN: Final = 235
LONGEST_LINE: Final = 512  # of a command; tokens of Microsoft are longer


class TokenRefusedError(aiosmtplib.SMTPAuthenticationError):
    """A relay did not take our token; `fault` says why."""

    def __init__(self, code: int, fault: LoginFault) -> None:
        super().__init__(code, "")  # its words may repeat what we sent
        self.fault = fault


async def log_in(client: aiosmtplib.SMTP, server: ServerUrl, tokens: Tokens | None) -> float:
    """Log in to a relay that was just connected, and say EHLO in any case: a refusal there is the relay's and not the first mail's.

    Returns until which moment of the monotonic clock the line may be used. Raises what aiosmtplib raises, TokenRefusedError where a
    fresh token is refused, TokenError where there is none.
    """
    good_until = math.inf
    if server.user and not server.password and tokens:
        good_until = await _with_token(client, server, tokens)
    elif server.user:
        await client.login(server.user, server.password)
    if client.is_ehlo_or_helo_needed:
        await _greet(client)
    return good_until


async def _with_token(client: aiosmtplib.SMTP, server: ServerUrl, tokens: Tokens) -> float:
    """A token that was kept may have been withdrawn meanwhile: only a refused fresh one is a failure."""
    await _greet(client)
    token = await asyncio.to_thread(tokens.token)
    try:
        await _authenticate(client, server, token)
    except TokenRefusedError:
        token = await asyncio.to_thread(tokens.renewed, token)
        if not client.is_connected:  # the next line has another token
            raise
        await _authenticate(client, server, token)
    return token.good_until


async def _authenticate(client: aiosmtplib.SMTP, server: ServerUrl, token: Token) -> None:
    words = token_words(server, token.text, client.server_auth_methods)
    if not client.supports_extension("auth"):
        raise aiosmtplib.SMTPNotSupported("the relay offers no AUTH")
    answer = await _said_first(client, words)
    reason = ""
    if answer.code == CHALLENGED:  # the reason; the refusal itself comes after our answer
        reason = refusal_in(answer.message)
        answer = await client.execute_command(base64.b64encode(words.last))
    if answer.code != LOGGED_IN:
        raise TokenRefusedError(answer.code, server_fault(f"{answer.message} {reason}"))


async def _said_first(client: aiosmtplib.SMTP, words: TokenWords) -> aiosmtplib.SMTPResponse:
    """Send the token in the line of the command where it fits, on a line of its own where the server asks for it (RFC 4954, 4)."""
    first = base64.b64encode(words.first)
    line = (b"AUTH", words.mechanism.encode(), first)
    if len(b" ".join(line)) + 2 <= LONGEST_LINE:
        return await client.execute_command(*line)
    answer = await client.execute_command(*line[:2])
    return await client.execute_command(first) if answer.code == CHALLENGED else answer


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()
