"""`ozg check --online` really logs in, through relay and mailbox of each rollout, and sends and reads nothing."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from imapclient import IMAPClient

from tests.cli.conftest import Ozg
from tests.mail.imap_servers import DOVECOT, PASSWORD, USER, dovecot_server, oauth_dovecot, pymap_server
from tests.mail.token_server import token_server
from tests.usecases.relay import Relay

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it is loopback
RIGHT = f"{USER}:{quote(PASSWORD, safe='')}"
WRONG = f"{USER}:falsch"


def let_in(_server: SMTP, _session: object, _envelope: object, _mechanism: str, said: LoginPassword) -> AuthResult:
    right = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


@pytest.fixture
def relay() -> Iterator[Relay]:
    with Relay(auth_required=True, auth_require_tls=False, authenticator=let_in) as running:
        yield running


@pytest.fixture(scope="module", params=["pymap", "dovecot"])
def mailbox(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A mailbox on a real server."""
    if request.param == "dovecot" and not DOVECOT.exists():
        pytest.skip("Dovecot is not installed")
    server = pymap_server(tmp_path_factory.mktemp("pymap")) if request.param == "pymap" else dovecot_server()
    with server as address:
        yield address


def smtp(relay: Relay, login: str) -> str:
    return relay.url.replace("://", f"://{login}@")


def imap(address: str, login: str, folder: str = "INBOX") -> str:
    return f"imap://{login}@{address}/{folder}"


def test_both_let_us_in_and_nothing_was_sent(empty: Ozg, relay: Relay, mailbox: str) -> None:
    result = empty("check", "--online", OZG_SMTP_URL=smtp(relay, RIGHT), OZG_INBOX_URL=imap(mailbox, RIGHT))
    assert result.code == 0, result.err
    said = result.out.splitlines()[-2:]
    port = relay.url.rpartition(":")[2]
    assert said == [
        f"Mailserver 127.0.0.1:{port} ({USER}): angemeldet.",
        f"Postfach {USER}@{mailbox}/INBOX: angemeldet.",
    ]
    assert relay.received == []
    assert PASSWORD not in result.out + result.err


def test_what_lies_in_the_mailbox_stays_unread(empty: Ozg, mailbox: str) -> None:
    host, _, port = mailbox.partition(":")
    with IMAPClient(host, int(port), ssl=False) as client:
        client.login(USER, PASSWORD)
        client.append("INBOX", b"From: a@stadt.example\r\nSubject: Frage\r\n\r\nGuten Tag\r\n")
        client.select_folder("INBOX", readonly=True)
        before = {uid: data[b"FLAGS"] for uid, data in client.fetch(client.search(), ["FLAGS"]).items()}
        assert empty("check", "--online", OZG_INBOX_URL=imap(mailbox, RIGHT)).code == 0
        client.select_folder("INBOX", readonly=True)
        after = {uid: data[b"FLAGS"] for uid, data in client.fetch(client.search(), ["FLAGS"]).items()}
    without_recent = [{uid: set(flags) - {b"\\Recent"} for uid, flags in found.items()} for found in (before, after)]
    assert without_recent[0] == without_recent[1]


def test_a_wrong_password_is_told_for_each_and_the_exit_status_is_that_of_something_outside(
    empty: Ozg, relay: Relay, mailbox: str
) -> None:
    result = empty("check", "--online", OZG_SMTP_URL=smtp(relay, WRONG), OZG_INBOX_URL=imap(mailbox, WRONG))
    assert result.code == 3
    first, second = result.err.splitlines()
    assert first.startswith("Der Mailserver 127.0.0.1:")
    assert "lehnt die Anmeldung ab (Antwort 535); bitte Benutzer und Kennwort prüfen" in first
    assert second == f"Das Postfach auf {mailbox} lehnt die Anmeldung ab; bitte Benutzer und Kennwort prüfen."
    assert "falsch" not in result.out + result.err
    assert "Mailserver: 127.0.0.1" in result.out, "the rest of the check is told all the same"


def test_a_folder_that_does_not_exist_is_told(empty: Ozg, mailbox: str) -> None:
    result = empty("check", "--online", OZG_INBOX_URL=imap(mailbox, RIGHT, "Gibtesnicht"))
    assert result.code == 3
    assert "antwortet auf den Ordner „Gibtesnicht“ mit einem Fehler" in result.err


def test_without_online_nobody_is_asked(empty: Ozg, closed_port: int) -> None:
    nowhere = {"OZG_SMTP_URL": f"smtp://127.0.0.1:{closed_port}", "OZG_INBOX_URL": f"imap://u:p@127.0.0.1:{closed_port}/INBOX"}
    assert empty("check", **nowhere).code == 0
    result = empty("check", "--online", **nowhere)
    assert result.code == 3
    assert result.err.splitlines() == [
        f"Der Mailserver 127.0.0.1:{closed_port} ist nicht erreichbar (Verbindung abgelehnt).",
        f"Das Postfach auf 127.0.0.1:{closed_port} ist nicht erreichbar (Verbindung abgelehnt).",
    ]


def test_encryption_a_relay_does_not_offer_is_told(empty: Ozg, relay: Relay) -> None:
    result = empty("check", "--online", OZG_SMTP_URL=smtp(relay, RIGHT).replace("smtp://", "smtp+starttls://"))
    assert result.code == 3
    assert "bietet die verlangte Verschlüsselung (STARTTLS) oder Anmeldung (AUTH) nicht an." in result.err


def test_each_rollout_is_tried_through_its_own_and_named(empty: Ozg, relay: Relay, mailbox: str) -> None:
    own = empty.home / "config" / "bielefeld-2020" / "settings.toml"
    own.write_text(f'inbox_url = "{imap(mailbox, WRONG)}"\n', encoding="utf-8")
    own.chmod(0o600)
    result = empty("check", "--online", "--json", OZG_SMTP_URL=smtp(relay, RIGHT), OZG_INBOX_URL=imap(mailbox, RIGHT))
    assert result.code == 3
    assert [(t["rollout"], t["way"], t["ok"]) for t in json.loads(result.out)["online"]] == [
        (None, "smtp", True),
        (None, "inbox", True),
        ("bielefeld-2020", "inbox", False),
    ], "the relay both have in common is asked once"
    assert result.err.startswith("bielefeld-2020: Das Postfach auf ")


def test_folders_are_looked_at_too(empty: Ozg, tmp_path: Path) -> None:
    (tmp_path / "post").mkdir()
    box = {"OZG_SMTP_URL": f"dir:{tmp_path / 'post'}", "OZG_INBOX_URL": f"maildir:{tmp_path / 'kein'}"}
    result = empty("check", "--online", **box)
    assert result.code == 3
    assert f"Mailserver dir:{tmp_path / 'post'}: ist beschreibbar." in result.out
    assert result.err.startswith(f"Das Postfach „{tmp_path / 'kein'}“ ist kein Maildir")
    (tmp_path / "kein" / "new").mkdir(parents=True)
    assert empty("check", "--online", **box).code == 0


def test_nothing_set_is_said(empty: Ozg) -> None:
    result = empty("check", "--online")
    assert (result.code, result.out.splitlines()[-1]) == (
        0,
        "Weder ein Mailserver noch ein Postfach ist eingestellt; angemeldet wurde nirgends.",
    )


@pytest.mark.skipif(not DOVECOT.exists(), reason="Dovecot is not installed")
def test_a_token_is_used_where_oauth_is_set(empty: Ozg) -> None:
    with ExitStack() as stack:
        provider = stack.enter_context(token_server())
        provider.user = "ozg"
        address = stack.enter_context(oauth_dovecot(provider.port))
        client = provider.client
        settings = {
            "OZG_INBOX_URL": f"imap://ozg@{address}/INBOX",
            "OZG_OAUTH_TOKEN_URL": client.token_url,
            "OZG_OAUTH_CLIENT_ID": client.client_id,
            "OZG_OAUTH_CLIENT_SECRET": client.client_secret,
            "OZG_OAUTH_SCOPE": client.scope,
        }
        good = empty("check", "--online", **settings)
        assert good.code == 0, good.err
        provider.user = "jemand-anderes"
        bad = empty("check", "--online", **settings)
    assert bad.code == 3
    assert "lehnt die Anmeldung mit OAuth2 ab" in bad.err
