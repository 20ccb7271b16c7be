"""Logging in to a mailbox with a token: a real Dovecot asks the provider whether the token holds."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from imapclient import IMAPClient

from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.mail.fetch.imap import ImapInbox
from ozg_workflow.mail.fetch.inbox import Folder
from ozg_workflow.mail.login.tokens import Tokens
from tests.mail.boxes import content
from tests.mail.imap_servers import DOVECOT, oauth_dovecot
from tests.mail.token_server import PADDING, SECRET, Provider, token_server

pytestmark = pytest.mark.skipif(not DOVECOT.exists(), reason="Dovecot is not installed")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with token_server() as started:
        yield started


@pytest.fixture(autouse=True)
def _fresh(provider: Provider) -> None:
    provider.seconds, provider.stated, provider.refusal, provider.user = 3600, None, None, "ozg"
    provider.asked.clear()


@pytest.fixture(scope="module")
def dovecot(provider: Provider) -> Iterator[Callable[[str], str]]:
    """Start a Dovecot with some mechanisms, each once; its address."""
    running: dict[str, str] = {}
    with ExitStack() as stack:

        def address(mechanisms: str) -> str:
            if mechanisms not in running:
                running[mechanisms] = stack.enter_context(oauth_dovecot(provider.port, mechanisms))
            return running[mechanisms]

        yield address


@pytest.fixture
def box(dovecot: Callable[[str], str], provider: Provider) -> Iterator[ImapInbox]:
    with opened(dovecot("plain xoauth2 oauthbearer"), provider) as inbox:
        yield inbox


def opened(address: str, provider: Provider) -> ImapInbox:
    return ImapInbox(f"imap://ozg@{address}", tokens=Tokens(provider.client), timeout=20)


def put(address: str, provider: Provider, *numbers: int) -> None:
    """Put mails in over a line of our own, logged in with a token."""
    host, _, port = address.partition(":")
    token = Tokens(provider.client).token().text
    with IMAPClient(host, int(port), ssl=False) as client:
        client.oauth2_login("ozg", token) if client.has_capability("AUTH=XOAUTH2") else client.oauthbearer_login("ozg", token)
        client.select_folder("INBOX")
        if old := client.search():
            client.delete_messages(old)
            client.expunge()
        for number in numbers:
            client.append("INBOX", content(number))
    provider.asked.clear()


@pytest.mark.parametrize("mechanisms", ["plain xoauth2 oauthbearer", "plain oauthbearer"])
def test_a_user_without_a_password_reads_the_mailbox_with_a_token(
    dovecot: Callable[[str], str], provider: Provider, mechanisms: str
) -> None:
    address = dovecot(mechanisms)
    put(address, provider, 1, 2)
    with opened(address, provider) as inbox:
        mails = list(inbox.fetch())
        for mail in mails:
            inbox.file(mail, Folder.PROCESSED)
        assert [mail.content for mail in mails] == [content(1), content(2)]
        assert list(inbox.fetch()) == []
    assert len(provider.asked) == 1


def test_a_token_that_was_withdrawn_is_replaced_at_the_next_login(box: ImapInbox, provider: Provider) -> None:
    list(box.fetch())
    box.close()
    provider.withdraw()
    list(box.fetch())
    assert len(provider.asked) == 2


def test_a_token_that_ends_while_mails_are_read_loses_none_and_doubles_none(
    dovecot: Callable[[str], str], provider: Provider
) -> None:
    address = dovecot("plain xoauth2 oauthbearer")
    put(address, provider, 1, 2, 3)
    provider.seconds = 1
    seen = []
    with opened(address, provider) as inbox:
        for mail in inbox.fetch():
            seen.append(mail.content)
            time.sleep(1)
            inbox.file(mail, Folder.PROCESSED)
        assert seen == [content(1), content(2), content(3)]
        assert list(inbox.fetch()) == []
    assert len(provider.asked) > 2


def test_a_refused_fresh_token_says_what_to_grant_and_no_secret(box: ImapInbox, provider: Provider) -> None:
    provider.seconds, provider.stated = -1, 3600
    with pytest.raises(UnavailableError, match=r"lehnt die Anmeldung mit OAuth2 ab\. .*New-ServicePrincipal") as caught:
        list(box.fetch())
    for secret in (SECRET, PADDING):
        assert secret not in str(caught.value)
    provider.stated, provider.seconds = None, 3600
    assert list(box.fetch()) == [], "the next look begins anew"


def test_without_a_token_the_mailbox_is_told_as_unreachable_and_tried_anew(box: ImapInbox, provider: Provider) -> None:
    provider.refusal = {"error": "unauthorized_client", "error_description": "AADSTS65001: no consent"}
    with pytest.raises(UnavailableError, match=r"\(AADSTS65001\)\. Die Zustimmung fehlt"):
        list(box.fetch())
    provider.refusal = None
    list(box.fetch())


def test_the_token_of_another_mailbox_opens_this_one_for_nobody(box: ImapInbox, provider: Provider) -> None:
    provider.user = "jemand"
    with pytest.raises(UnavailableError, match="lehnt die Anmeldung mit OAuth2 ab"):
        list(box.fetch())
