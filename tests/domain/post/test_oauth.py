"""Which settings make an OAuth2 client, and what is told about the others."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.oauth import oauth_client

URL = "https://login.microsoftonline.example/mandant/oauth2/v2.0/token"


def test_four_settings_make_a_client_and_none_make_none() -> None:
    client = oauth_client(URL, "anwendung", "geheim", "mail")
    assert client is not None
    assert client.host == "login.microsoftonline.example"
    assert "geheim" not in repr(client)
    assert oauth_client("", "", "", "") is None


def test_what_is_missing_is_named() -> None:
    with pytest.raises(InputError, match=r"fehlt noch: OZG_OAUTH_CLIENT_SECRET, OZG_OAUTH_SCOPE\.$"):
        oauth_client(URL, "anwendung", "", "")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/token", "http://localhost/token", "https://login.example/"])
def test_a_secret_goes_over_tls_or_stays_on_this_machine(url: str) -> None:
    assert oauth_client(url, "anwendung", "geheim", "mail")


@pytest.mark.parametrize(
    "url", ["http://login.example/token", "http://localhost.example/token", "login.example", "https://", "https://a:b@x.example", "https://x:0", "https://[x"]
)  # fmt: skip
def test_other_addresses_are_refused_without_the_secret(url: str) -> None:
    with pytest.raises(InputError, match=r"^OZG_OAUTH_TOKEN_URL") as caught:
        oauth_client(url, "anwendung", "geheim", "mail")
    assert "anwendung" not in str(caught.value)
    assert "geheim" not in str(caught.value)
