"""Logging in to a relay with a token: a real server on loopback that asks the provider whether the token holds."""

import base64
import json
import time
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import MISSING, SMTP, AuthResult

from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.mail.login.tokens import Tokens
from ozg_workflow.mail.send.smtp import SmtpTransport
from tests.mail.send.test_transport import CountingSmtp, Diary, Post, Relay, carry, envelope
from tests.mail.token_server import PADDING, SECRET, Provider, token_server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it is loopback

DISABLED = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."


class TokenRelay(Relay):
    """A relay that takes mail only from lines whose token the provider vouches for."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider, self.said, self.after_refusal = provider, [], []
        self.refusal: str | None = None
        self.hangs_up = False

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._judge(server, args, b"")

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._judge(server, args, b"\x01")

    async def _judge(self, server: SMTP, args: list[str], wanted: bytes) -> AuthResult:
        asked = await server.challenge_auth(b"") if len(args) == 1 else base64.b64decode(args[1])
        words = bytes(asked).decode()
        self.said.append(words)
        if self.refusal:
            await server.push(self.refusal)
            return AuthResult(success=False, handled=True)
        if self.provider.holds(words.partition("auth=Bearer ")[2].partition("\x01")[0]):
            return AuthResult(success=True)
        answer = await server.challenge_auth(json.dumps({"status": "400", "schemes": "Bearer"}).encode())
        self.after_refusal.append(b"" if answer is MISSING else answer)
        assert self.after_refusal[-1] == wanted
        await server.push("535 5.7.3 Authentication unsuccessful")
        if self.hangs_up:
            server.transport.close()
        return AuthResult(success=False, handled=True)


class PatientSmtp(CountingSmtp):
    """Reads lines as long as tokens are (RFC 4954, 4); those of commands stay short."""

    line_length_limit = 12_288


@pytest.fixture
def provider() -> Iterator[Provider]:
    with token_server() as started:
        yield started


@pytest.fixture
def relay(provider: Provider) -> TokenRelay:
    return TokenRelay(provider)


def started(relay: TokenRelay, *without: str) -> Post:
    return Post(
        relay, PatientSmtp, auth_require_tls=False, auth_required=True, auth_exclude_mechanism=["LOGIN", "PLAIN", *without]
    )


@pytest.fixture
def post(relay: TokenRelay) -> Iterator[Post]:
    running = started(relay)
    yield running
    running.stop()


def transport(post: Post, provider: Provider) -> SmtpTransport:
    return SmtpTransport(f"smtp://ozg%40stadt.example@127.0.0.1:{post.port}", timeout=5, tokens=Tokens(provider.client))


@pytest.mark.parametrize("padding", [PADDING, ""], ids=["a token as long as Microsoft's", "a short token"])
def test_a_user_without_a_password_logs_in_with_a_token(post: Post, relay: TokenRelay, provider: Provider, padding: str) -> None:
    provider.padding = padding
    diary = Diary()
    carry(transport(post, provider), iter([envelope(1), envelope(2)]), diary)
    assert {r.outcome for r in diary.results.values()} == {Outcome.ACCEPTED}
    assert relay.said[0].startswith("user=ozg@stadt.example\x01auth=Bearer Token-1-")
    assert (len(relay.said), len(provider.asked)) == (1, 1)


def test_oauthbearer_is_spoken_where_only_that_is_offered(relay: TokenRelay, provider: Provider) -> None:
    running = started(relay, "XOAUTH2")
    try:
        diary = Diary()
        carry(transport(running, provider), iter([envelope()]), diary)
    finally:
        running.stop()
    assert diary.results[1].outcome is Outcome.ACCEPTED
    assert relay.said[0].startswith("n,a=ozg@stadt.example,\x01host=127.0.0.1")


def test_a_token_that_was_withdrawn_is_replaced_before_anybody_notices(post: Post, relay: TokenRelay, provider: Provider) -> None:
    way = transport(post, provider)
    carry(way, iter([envelope(1)]), Diary())
    provider.withdraw()
    diary = Diary()
    carry(way, iter([envelope(2)]), diary)
    assert diary.results[2].outcome is Outcome.ACCEPTED
    assert len(relay.received) == 2
    assert len(relay.after_refusal) == 1, "the refused token is not sent again"


def test_a_token_that_ends_between_two_mails_gives_the_next_a_line_of_its_own(
    post: Post, relay: TokenRelay, provider: Provider
) -> None:
    provider.seconds = 1

    def slowly():
        yield envelope(1)
        time.sleep(1)
        yield envelope(2)

    diary = Diary()
    carry(transport(post, provider), slowly(), diary)
    assert [r.outcome for r in diary.results.values()] == [Outcome.ACCEPTED] * 2
    assert len(relay.received) == 2
    assert len(provider.asked) == 2
    assert not relay.after_refusal, "nobody has seen an old token"


def test_a_relay_that_wants_a_new_login_in_mid_batch_gets_one(post: Post, relay: TokenRelay, provider: Provider) -> None:
    relay.answers["MAIL"] = [None, "530 5.7.57 Client not authenticated", None]
    diary = Diary()
    carry(transport(post, provider), iter([envelope(1), envelope(2)]), diary)
    assert [r.outcome for r in diary.results.values()] == [Outcome.ACCEPTED] * 2
    assert len(relay.received) == 2


def test_a_refused_fresh_token_is_a_retry_that_says_what_to_grant(post: Post, relay: TokenRelay, provider: Provider) -> None:
    provider.seconds, provider.stated = -1, 3600  # the provider gives tokens that the relay does not like
    diary = Diary()
    with pytest.raises(
        UnavailableError, match=r"lehnt die Anmeldung mit OAuth2 ab \(Antwort 535\)\. .*New-ServicePrincipal"
    ) as caught:
        carry(transport(post, provider), iter([envelope()]), diary)
    assert diary.results[1].outcome is Outcome.RETRY
    assert diary.results[1].text == str(caught.value)
    assert not relay.received
    for secret in (SECRET, PADDING):
        assert secret not in str(caught.value)


def test_a_relay_that_hangs_up_after_an_old_token_gets_the_mail_with_the_next_attempt(
    post: Post, relay: TokenRelay, provider: Provider
) -> None:
    way = transport(post, provider)
    carry(way, iter([envelope(1)]), Diary())
    provider.withdraw()
    relay.hangs_up = True
    diary = Diary()
    with pytest.raises(UnavailableError, match="lehnt die Anmeldung mit OAuth2 ab"):
        carry(way, iter([envelope(2)]), diary)
    assert diary.results[2].outcome is Outcome.RETRY
    carry(way, iter([envelope(2)]), Diary())
    assert len(relay.received) == 2


def test_a_tenant_without_smtp_auth_is_told_as_that(post: Post, relay: TokenRelay, provider: Provider) -> None:
    relay.refusal = DISABLED
    with pytest.raises(UnavailableError, match="SMTP-AUTH ist für den ganzen Mandanten ausgeschaltet"):
        carry(transport(post, provider), iter([envelope()]), Diary())


def test_without_a_token_the_mail_waits(post: Post, relay: TokenRelay, provider: Provider) -> None:
    provider.refusal = {"error": "invalid_client", "error_description": "AADSTS7000222: expired"}
    diary = Diary()
    with pytest.raises(UnavailableError, match="abgelaufen"):
        carry(transport(post, provider), iter([envelope()]), diary)
    assert diary.results[1].outcome is Outcome.RETRY
    assert diary.results[1].stage == "connect"
    assert not relay.received


def test_a_url_with_a_password_uses_the_password(relay: TokenRelay, provider: Provider) -> None:
    seen = []

    def authenticator(_server, _session, _envelope, _mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=True)

    running = Post(relay, CountingSmtp, auth_require_tls=False, authenticator=authenticator)
    try:
        url = f"smtp://ozg:geheim@127.0.0.1:{running.port}"
        carry(SmtpTransport(url, timeout=5, tokens=Tokens(provider.client)), iter([envelope()]), Diary())
    finally:
        running.stop()
    assert seen == [(b"ozg", b"geheim")]
    assert not provider.asked
