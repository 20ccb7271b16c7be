"""A city on a server that takes no passwords: lists go out and come back with OAuth2 tokens that hold for seconds only."""

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes

import pytest
from imapclient import IMAPClient

from ozg_workflow.mail.login.tokens import Tokens
from tests.mail.imap_servers import DOVECOT, oauth_dovecot
from tests.mail.send.test_login import TokenRelay, started
from tests.mail.send.test_transport import Post
from tests.mail.token_server import PADDING, SECRET, Provider, token_server
from tests.usecases.town import Town

pytestmark = [
    pytest.mark.skipif(not DOVECOT.exists(), reason="Dovecot is not installed"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with token_server() as running:
        yield running


@pytest.fixture
def mailbox(provider: Provider) -> Iterator[str]:
    with oauth_dovecot(provider.port) as address:
        yield address


@pytest.fixture
def relay(provider: Provider) -> TokenRelay:
    return TokenRelay(provider)


@pytest.fixture
def post(relay: TokenRelay) -> Iterator[Post]:
    running = started(relay)
    yield running
    running.stop()


def deliver_to(mailbox: str, provider: Provider, contents: list[bytes]) -> None:
    """Put mails into the mailbox as a mail server does."""
    host, _, port = mailbox.partition(":")
    with IMAPClient(host, int(port), ssl=False) as client:
        client.oauth2_login("ozg", Tokens(provider.client).token().text)
        for content in contents:
            client.append("INBOX", content)


def test_a_day_with_tokens_loses_nothing_and_doubles_nothing(
    asked: Town, provider: Provider, mailbox: str, relay: TokenRelay, post: Post
) -> None:
    returned = [asked.send_back(office) for office in ("20", "33", "34", "50")]
    provider.seconds = 1  # every step, and many a mail, needs another token
    asked.settings(smtp_url=f"smtp://ozg@127.0.0.1:{post.port}", inbox_url=f"imap://ozg@{mailbox}/INBOX", **provider.settings)
    deliver_to(mailbox, provider, returned)
    asked.do("collect")
    provider.withdraw()
    asked.do("deliver")
    asked.day("2020-04-27", "remind", "deliver")
    assert not asked.do("collect").changed
    assert not asked.do("deliver").changed
    found = asked.status()
    assert found["inbox"]["returns"] == len(returned)
    assert {name for name, number in found["mail"].items() if number} == {"accepted"}
    sent = Counter(str(message_from_bytes(content)["Message-ID"]) for _, _, content in relay.received)
    already_out = 2  # the lists went into a folder before
    assert sent == Counter(message.header_id for message in asked.messages()[already_out:])
    assert len(sent) > len(returned), "the answers and the reminder of the Hauptamt"
    assert len(provider.asked) > 2


def test_neither_secret_nor_token_stands_in_the_database_or_a_message(
    asked: Town, provider: Provider, relay: TokenRelay, post: Post
) -> None:
    asked.settings(smtp_url=f"smtp://ozg@127.0.0.1:{post.port}", **provider.settings)
    relay.refusal = f"535 5.7.3 {SECRET} {PADDING}"  # a server that repeats what it was told
    asked.day("2020-04-27", "remind")
    with pytest.raises(Exception, match="lehnt die Anmeldung mit OAuth2 ab") as caught:
        asked.do("deliver")
    for text in (str(caught.value), repr(asked.dump())):
        assert SECRET not in text
        assert PADDING not in text
