"""A mailbox on an IMAP server: read without marking as read, moved after it was stored, never deleted."""

import imaplib
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Final, Self

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.mail.inbox import FetchedMail, Folder
from ozg_workflow.mail.server_url import ServerUrl, parse_server_url

PORTS: Final = {"imaps": 993, "imap+starttls": 143, "imap": 143}
FILED: Final = b"$OZGProcessed"
BODY: Final = b"BODY[]"
TIMEOUT_SECONDS: Final = 60


class ImapInbox:
    """Reads one folder of an IMAP mailbox; connects at the first use."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._server = parse_server_url(url, PORTS, "OZG_INBOX_URL")
        if self._server.scheme == "imap" and not _is_loopback(self._server.host):
            raise InputError(
                f"OZG_INBOX_URL: imap:// ist unverschlüsselt und nur auf dem eigenen Rechner erlaubt; "
                f"bitte imaps:// oder imap+starttls:// für {self._server.host} verwenden."
            )
        self._timeout = timeout
        self._folder = self._server.path or "INBOX"
        self._client: IMAPClient | None = None
        self._uidvalidity = 0
        self._keywords_allowed = True
        self._known_folders: dict[Folder, str] = {}

    def fetch(self) -> Iterator[FetchedMail]:
        """Yield what is not filed yet; see `Inbox.fetch`."""
        with self._translated():
            client = self._connected()
            uids = sorted(client.search(self._criteria(client)))
        for uid in uids:
            with self._translated():
                content = _body(client.fetch([uid], ["BODY.PEEK[]"]), uid)
            if content is not None:
                yield FetchedMail(mailbox=self._name, uidvalidity=self._uidvalidity, uid=str(uid), content=content)

    def file(self, mail: FetchedMail, folder: Folder) -> None:
        """Move a mail; a server without MOVE gets a copy and a mark instead. See `Inbox.file`."""
        with self._translated():
            client = self._connected()
            if mail.uidvalidity != self._uidvalidity:
                where = f"Das Postfach auf {self._server}"
                raise UnavailableError(f"{where} wurde neu angelegt; die Mail wird beim nächsten Abruf wiedererkannt.")
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

    @property
    def _name(self) -> str:
        user = f"{self._server.user}@" if self._server.user else ""
        return f"{user}{self._server}/{self._folder}"

    def _criteria(self, client: IMAPClient) -> list[Any]:
        if client.has_capability("MOVE"):
            return ["UNDELETED"]
        # Only a star together with "read" is ours: people set a star on mails they have not finished.
        return ["UNDELETED", "UNKEYWORD", FILED] if self._keywords_allowed else ["UNDELETED", "NOT", ["FLAGGED", "SEEN"]]

    def _connected(self) -> IMAPClient:
        if self._client is None:
            client = _connect(self._server, self._timeout)
            self._client = client
            _log_in(client, self._server)
            selected: dict[bytes, Any] = client.select_folder(self._folder)
            self._uidvalidity = int(selected.get(b"UIDVALIDITY", 0))
            permanent = {flag.lower() for flag in selected.get(b"PERMANENTFLAGS", ())}
            self._keywords_allowed = b"\\*" in permanent or FILED.lower() in permanent
        return self._client

    def _target(self, client: IMAPClient, folder: Folder) -> str:
        if folder not in self._known_folders:
            self._known_folders[folder] = _ensure_folder(client, folder)
        return self._known_folders[folder]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, IMAPClientError, ValueError) as error:
            self.close()
            raise UnavailableError(f"Das Postfach auf {self._server} {_reason(error, self._folder)}.") from error


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _connect(server: ServerUrl, timeout: float) -> IMAPClient:
    context = ssl.create_default_context()
    client = IMAPClient(
        server.host, port=server.port, ssl=server.scheme == "imaps", ssl_context=context, timeout=timeout, use_uid=True
    )
    if server.scheme == "imap+starttls":
        try:
            client.starttls(context)
        except Exception:
            with suppress(OSError):
                client.shutdown()
            raise
    return client


def _log_in(client: IMAPClient, server: ServerUrl) -> None:
    """Log in; SASL PLAIN is the way for umlauts, because LOGIN is ASCII (RFC 9051, 6.2.3)."""
    plain = (server.user + server.password).isascii()
    if not plain and client.has_capability("AUTH=PLAIN"):
        client.plain_login(server.user, server.password)
    elif plain:
        client.login(server.user, server.password)
    else:
        raise LoginError("non-ASCII credentials and no AUTH=PLAIN")


def _body(responses: dict[int, dict[bytes, Any]], uid: int) -> bytes | None:
    """Return the content of the wanted mail; servers send other FETCH responses unasked, and a mail may have vanished."""
    content = responses.get(uid, {}).get(BODY)
    return content if isinstance(content, bytes) else None


def _ensure_folder(client: IMAPClient, folder: Folder) -> str:
    """Create the folder in the personal namespace with the server's separator, and return its full name."""
    prefix, separator = _namespace(client)
    parts = folder.value.split("/")
    for depth in range(1, len(parts) + 1):
        name = prefix + separator.join(parts[:depth])
        if not client.folder_exists(name):
            with suppress(IMAPClientError):  # another worker was faster, or the server creates the levels by itself
                client.create_folder(name)
            with suppress(IMAPClientError):  # unsubscribed folders are invisible in some mail programs only
                client.subscribe_folder(name)
    return prefix + separator.join(parts)


def _namespace(client: IMAPClient) -> tuple[str, str]:
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, separator = personal[0]
            return str(prefix or ""), str(separator or "/")
    listed = client.list_folders("", "")
    separator = listed[0][1] if listed else b"/"
    return "", separator.decode() if isinstance(separator, bytes) else str(separator or "/")


def _reason(error: Exception, folder: str) -> str:
    """Return what went wrong, in German and without the password; a server's own words may repeat what we sent."""
    if isinstance(error, LoginError):
        return "lehnt die Anmeldung ab; bitte Benutzer und Kennwort prüfen"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"zeigt ein TLS-Zertifikat, das nicht geprüft werden kann ({error.verify_message})"
    if isinstance(error, OSError):
        return f"ist nicht erreichbar ({_network_reason(error)})"
    if isinstance(error, imaplib.IMAP4.abort):
        return "hat die Verbindung unterbrochen"
    return f"antwortet auf den Ordner „{folder}“ mit einem Fehler ({' '.join(str(error).split())[:200]})"


def _network_reason(error: OSError) -> str:
    reasons: tuple[tuple[type[OSError], str], ...] = (
        (ConnectionRefusedError, "Verbindung abgelehnt"),
        (socket.gaierror, "Rechnername unbekannt"),
        (TimeoutError, "keine Antwort"),
        (ssl.SSLError, "TLS-Fehler"),
    )
    return next((text for kind, text in reasons if isinstance(error, kind)), "Verbindung abgebrochen")
