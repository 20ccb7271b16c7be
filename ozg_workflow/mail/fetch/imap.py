"""A mailbox on an IMAP server: read without marking as read, moved after it was stored, never deleted."""

import math
import selectors
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Final, Self

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.domain.post.pretended import is_loopback
from ozg_workflow.mail.fetch.imap_server import connect, ensure_folder, reason
from ozg_workflow.mail.fetch.inbox import FetchedMail, Folder
from ozg_workflow.mail.fetch.login import log_in
from ozg_workflow.mail.fetch.lookout import Lookout
from ozg_workflow.mail.login.tokens import TokenError, Tokens
from ozg_workflow.mail.server_url import IMAP_PORTS, mailbox_name, parse_server_url

FILED: Final = b"$OZGProcessed"
BODY: Final = b"BODY[]"
TIMEOUT_SECONDS: Final = 60
POLL_SECONDS: Final = 30  # where the server has no IDLE
IDLE_SECONDS: Final = 1500  # RFC 2177: servers may hang up after 29 minutes


class ImapInbox:
    """Reads one folder of an IMAP mailbox; connects at the first use."""

    def __init__(
        self, url: str, *, timeout: float = TIMEOUT_SECONDS, poll_seconds: float = POLL_SECONDS, tokens: Tokens | None = None
    ) -> None:
        self._server = parse_server_url(url, IMAP_PORTS, "OZG_INBOX_URL")
        if self._server.scheme == "imap" and not is_loopback(self._server.host):
            raise InputError(
                f"OZG_INBOX_URL: imap:// ist unverschlüsselt und nur auf dem eigenen Rechner erlaubt; "
                f"bitte imaps:// oder imap+starttls:// für {self._server.host} verwenden."
            )
        self._timeout, self._tokens = timeout, tokens
        self._folder = self._server.path or "INBOX"
        self._client: IMAPClient | None = None
        self._good_until = math.inf
        self._uidvalidity = 0
        self._keywords_allowed = True
        self._known_folders: dict[Folder, str] = {}
        self._poll_seconds = poll_seconds
        self._lookout = Lookout(self._unfiled, self._rest, poll_seconds=IDLE_SECONDS)

    @property
    def name(self) -> str:
        """Return user, host and folder; see `Inbox.name`."""
        return mailbox_name(self._server)

    def probe(self) -> None:
        """Log in and select the folder; see `Inbox.probe`."""
        with self._translated():
            self._connected()

    def fetch(self) -> Iterator[FetchedMail]:
        """Yield what is not filed yet; see `Inbox.fetch`."""
        with self._translated():
            client = self._connected()
            uidvalidity, uids = self._uidvalidity, sorted(client.search(self._criteria(client)))
        for uid in uids:
            with self._translated():
                client = self._connected()
                self._require_same(uidvalidity)
                content = _body(client.fetch([uid], ["BODY.PEEK[]"]), uid)
            if content is not None:
                yield FetchedMail(mailbox=self.name, uidvalidity=self._uidvalidity, uid=str(uid), content=content)

    def file(self, mail: FetchedMail, folder: Folder) -> None:
        """Move a mail; a server without MOVE gets a copy and a mark instead. See `Inbox.file`."""
        with self._translated():
            client = self._connected()
            self._require_same(mail.uidvalidity)
            uid = int(mail.uid)
            if not client.search(["UID", str(uid)]):
                return
            target = self._target(client, folder)
            if client.has_capability("MOVE"):
                client.move([uid], target)
            else:
                client.copy([uid], target)
                marks = [b"\\Seen", FILED] if self._keywords_allowed else [b"\\Seen", b"\\Flagged"]
                client.add_flags([uid], marks, silent=True)

    def _require_same(self, uidvalidity: int) -> None:
        if uidvalidity != self._uidvalidity:
            where = f"Das Postfach auf {self._server}"
            raise UnavailableError(f"{where} wurde neu angelegt; die Mail wird beim nächsten Abruf wiedererkannt.")

    def wait(self, seconds: float) -> bool:
        """Wait with IDLE where the server offers it, else by asking now and then; see `Inbox.wait`."""
        with self._translated():
            return self._lookout.wait(seconds)

    def close(self) -> None:
        """Log out; a failure there changes nothing."""
        client, self._client = self._client, None
        self._known_folders.clear()
        if client is not None:
            with suppress(Exception):
                client.logout()
            with suppress(Exception):
                client.shutdown()

    def __enter__(self) -> Self:
        """Return the inbox itself; it connects at the first use."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        """Log out."""
        self.close()

    def _unfiled(self) -> frozenset[str]:
        client = self._connected()
        client.noop()  # brings the selected folder up to date
        return frozenset(f"{self._uidvalidity}/{uid}" for uid in client.search(self._criteria(client)))

    def _rest(self, seconds: float) -> None:
        client = self._connected()
        if not client.has_capability("IDLE"):
            time.sleep(min(seconds, self._poll_seconds))
            return
        try:
            client.idle()
            with selectors.DefaultSelector() as selector:
                selector.register(client.socket(), selectors.EVENT_READ)
                selector.select(min(seconds, max(self._good_until - time.monotonic(), 0)))
            client.idle_done()
        except IMAPClientError:  # something arrived just before IDLE began, or the server refuses it: look again on a new line
            self._hang_up()
            time.sleep(min(seconds, 1))
        except BaseException:  # Ctrl-C: nobody says goodbye in the middle of IDLE
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                client.shutdown()

    def _criteria(self, client: IMAPClient) -> list[Any]:
        if client.has_capability("MOVE"):
            return ["UNDELETED"]
        # Only a star together with "read" is ours: people set a star on mails they have not finished.
        return ["UNDELETED", "UNKEYWORD", FILED] if self._keywords_allowed else ["UNDELETED", "NOT", ["FLAGGED", "SEEN"]]

    def _connected(self) -> IMAPClient:
        if self._client is not None and time.monotonic() >= self._good_until:
            self.close()  # the token of this line ends: go on with another one
        if self._client is None:
            client = connect(self._server, self._timeout)
            self._client = client
            self._good_until = log_in(client, self._server, self._tokens)
            selected: dict[bytes, Any] = client.select_folder(self._folder)
            self._uidvalidity = int(selected.get(b"UIDVALIDITY", 0))
            permanent = {flag.lower() for flag in selected.get(b"PERMANENTFLAGS", ())}
            self._keywords_allowed = b"\\*" in permanent or FILED.lower() in permanent
        return self._client

    def _target(self, client: IMAPClient, folder: Folder) -> str:
        if folder not in self._known_folders:
            self._known_folders[folder] = ensure_folder(client, folder)
        return self._known_folders[folder]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except TokenError:
            self._hang_up()
            raise
        except (OSError, IMAPClientError, ValueError) as error:
            self.close()
            raise UnavailableError(f"Das Postfach auf {self._server} {reason(error, self._folder)}.") from error


def _body(responses: dict[int, dict[bytes, Any]], uid: int) -> bytes | None:
    """Return the content of the wanted mail; servers send other FETCH responses unasked, and a mail may have vanished."""
    content = responses.get(uid, {}).get(BODY)
    return content if isinstance(content, bytes) else None
