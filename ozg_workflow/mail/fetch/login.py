"""Logging in to a mailbox: with a password or with a token, and how long that holds."""

import math

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from ozg_workflow.domain.post.login_faults import LoginFault, server_fault
from ozg_workflow.mail.login.sasl import TokenWords, refusal_in, token_words
from ozg_workflow.mail.login.tokens import Token, Tokens
from ozg_workflow.mail.server_url import ServerUrl


class TokenRefusedError(LoginError):  # type: ignore[misc]  # IMAPClient has no types
    """A mailbox did not take our token; `fault` says why."""

    def __init__(self, fault: LoginFault) -> None:
        super().__init__("token refused")  # the server's words may repeat what we sent
        self.fault = fault


def log_in(client: IMAPClient, server: ServerUrl, tokens: Tokens | None) -> float:
    """Log in to a mailbox; returns until which moment of the monotonic clock the line may be used.

    Raises what IMAPClient raises, TokenRefusedError where a fresh token is refused, TokenError where there is none.
    """
    if tokens and not server.password:
        return _with_token(client, server, tokens)
    _with_password(client, server)
    return math.inf


def _with_password(client: IMAPClient, server: ServerUrl) -> None:
    """SASL PLAIN is the way for umlauts, because LOGIN is ASCII (RFC 9051, 6.2.3)."""
    plain = (server.user + server.password).isascii()
    if not plain and client.has_capability("AUTH=PLAIN"):
        client.plain_login(server.user, server.password)
    elif plain:
        client.login(server.user, server.password)
    else:
        raise LoginError("non-ASCII credentials and no AUTH=PLAIN")


def _with_token(client: IMAPClient, server: ServerUrl, tokens: Tokens) -> float:
    """A token that was kept may have been withdrawn meanwhile: only a refused fresh one is a failure."""
    token = tokens.token()
    try:
        _authenticate(client, server, token)
    except TokenRefusedError:
        token = tokens.renewed(token)
        _authenticate(client, server, token)
    return token.good_until


def _authenticate(client: IMAPClient, server: ServerUrl, token: Token) -> None:
    offered = (text.removeprefix("AUTH=") for text in (item.decode("ascii", "replace").upper() for item in client.capabilities()))
    said = _Dialogue(token_words(server, token.text, offered))
    try:
        client.sasl_login(said.words.mechanism, said)
    except LoginError as error:
        raise TokenRefusedError(server_fault(f"{error} {said.reason}")) from None


class _Dialogue:
    """Answers the challenges of one login: the token once, then the end; `reason` is what the server said against it."""

    def __init__(self, words: TokenWords) -> None:
        self.words, self.reason, self._said = words, "", False

    def __call__(self, challenge: bytes) -> bytes:
        if not self._said:
            self._said = True
            return self.words.first
        self.reason = refusal_in(challenge)
        return self.words.last
