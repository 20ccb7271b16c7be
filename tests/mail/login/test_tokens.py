"""Tokens are asked for once, kept while they hold, renewed before they end; a refusal is told in German and without secrets."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ozg_workflow.domain.post.login_faults import LoginFault
from ozg_workflow.mail.login.tokens import TokenError, Tokens
from tests.mail.token_server import PADDING, SCOPE, SECRET, Provider, token_server


@pytest.fixture
def provider() -> Iterator[Provider]:
    with token_server() as started:
        yield started


def refused(provider: Provider) -> TokenError:
    with pytest.raises(TokenError) as caught:
        Tokens(provider.client).token()
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None, "the cause would show the request or the answer in a traceback"
    return caught.value


def test_a_token_is_asked_for_once_with_the_client_credentials(provider: Provider) -> None:
    tokens = Tokens(provider.client)
    assert tokens.token() is tokens.token()
    assert provider.asked == [
        {"grant_type": "client_credentials", "client_id": "anwendung", "client_secret": SECRET, "scope": SCOPE}
    ]


def test_a_token_is_renewed_before_it_ends(provider: Provider) -> None:
    provider.seconds = 1
    tokens = Tokens(provider.client)
    first = tokens.token()
    time.sleep(max(first.good_until - time.monotonic(), 0))
    assert provider.holds(first.text), "it is not over yet"
    assert tokens.token() is not first
    assert len(provider.asked) == 2


def test_a_long_lived_token_is_renewed_five_minutes_early_and_one_without_an_end_soon(provider: Provider) -> None:
    provider.seconds = 3600
    assert 3290 < Tokens(provider.client).token().good_until - time.monotonic() <= 3300
    provider.stated = "0"
    assert 260 < Tokens(provider.client).token().good_until - time.monotonic() <= 270


def test_a_refused_token_is_given_up_once_whoever_says_so(provider: Provider) -> None:
    tokens = Tokens(provider.client)
    first = tokens.token()
    second = tokens.renewed(first)
    assert second is not first
    assert tokens.renewed(first) is second, "another line has renewed it already"
    assert len(provider.asked) == 2


def test_several_threads_share_one_token(provider: Provider) -> None:
    tokens = Tokens(provider.client)
    threads = [threading.Thread(target=tokens.token) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("refusal", "fault", "code"),
    [
        (("invalid_client", "AADSTS7000215: Invalid client secret provided."), LoginFault.WRONG_SECRET, "AADSTS7000215"),
        (("invalid_client", "AADSTS7000222: The provided client secret keys are expired."), LoginFault.EXPIRED_SECRET, "AADSTS7000222"),
        (("unauthorized_client", "AADSTS700016: Application not found."), LoginFault.UNKNOWN_CLIENT, "AADSTS700016"),
        (("invalid_request", "AADSTS90002: Tenant not found."), LoginFault.UNKNOWN_TENANT, "AADSTS90002"),
        (("invalid_scope", "AADSTS1002012: The scope is not valid."), LoginFault.WRONG_SCOPE, "AADSTS1002012"),
        (("invalid_client", ""), LoginFault.WRONG_SECRET, "invalid_client"),
        (("unauthorized_client", ""), LoginFault.CONSENT_MISSING, "unauthorized_client"),
        (("etwas_anderes", "secret=" + SECRET), LoginFault.PROVIDER_REFUSES, "etwas_anderes"),
    ],
)  # fmt: skip
def test_why_a_provider_refuses_is_told_with_its_code(
    provider: Provider, refusal: tuple[str, str], fault: LoginFault, code: str
) -> None:
    provider.refusal = {"error": refusal[0], "error_description": refusal[1]}
    error = refused(provider)
    assert error.fault is fault
    assert str(error).startswith(f"Der Anmeldedienst 127.0.0.1 gibt kein Token ({code}). ")


def test_a_wrong_secret_names_the_setting(provider: Provider) -> None:
    with pytest.raises(TokenError, match="OZG_OAUTH_CLIENT_SECRET"):
        Tokens(replace(provider.client, client_secret="falsch")).token()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_provider_is_asked_again_later(provider: Provider, status: int) -> None:
    provider.status = status
    assert refused(provider).fault is LoginFault.PROVIDER_BUSY


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": ""}, {"access_token": "a\x01b"}, {"access_token": ["a"], "expires_in": "x"}]
)
def test_an_answer_that_holds_no_token_is_none(provider: Provider, answer: dict[str, str]) -> None:
    provider.answer = lambda path, form: (200, answer)  # type: ignore[method-assign,assignment]
    assert refused(provider).fault is LoginFault.PROVIDER_REFUSES


def test_a_redirect_is_not_followed_with_the_secret(provider: Provider) -> None:
    provider.status, provider.refusal = 302, {}
    assert refused(provider).fault is LoginFault.PROVIDER_REFUSES
    assert len(provider.asked) == 1


def test_an_unreachable_provider_is_named(provider: Provider) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        client = replace(provider.client, token_url=f"http://127.0.0.1:{probe.getsockname()[1]}/token")
        with pytest.raises(TokenError, match=r"^Der Anmeldedienst 127\.0\.0\.1 ist nicht erreichbar\.$") as caught:
            Tokens(client).token()
    assert caught.value.__cause__ is None
    assert caught.value.fault is None


def test_neither_token_nor_secret_is_in_a_log_or_a_repr(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = Tokens(provider.client).token()
    assert "token fetched" in caplog.text
    for text in (caplog.text, repr(token), repr(provider.client)):
        assert PADDING not in text
        assert SECRET not in text
