"""An IMAP server: connecting, the folders we file into, and what went wrong in German."""

import imaplib
import socket
import ssl
from contextlib import suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from ozg_workflow.domain.post.login_faults import WHAT_TO_DO
from ozg_workflow.mail.fetch.inbox import Folder
from ozg_workflow.mail.fetch.login import TokenRefusedError
from ozg_workflow.mail.server_url import ServerUrl


def connect(server: ServerUrl, timeout: float) -> IMAPClient:
    """Connect with TLS from the start, after STARTTLS or without; raises what the network raises."""
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


def ensure_folder(client: IMAPClient, folder: Folder) -> str:
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


def reason(error: Exception, folder: str) -> str:
    """Return what went wrong, in German and without the password; a server's own words may repeat what we sent."""
    if isinstance(error, TokenRefusedError):
        return f"lehnt die Anmeldung mit OAuth2 ab. {WHAT_TO_DO[error.fault].rstrip('.')}"
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
