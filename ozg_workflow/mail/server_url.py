"""URLs of mail servers: user and password are percent-encoded and never shown again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from ozg_workflow.domain.errors import InputError

SMTP_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
IMAP_PORTS: Final = {"imaps": 993, "imap+starttls": 143, "imap": 143}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerUrl:
    """The parts of a mail server's URL; `str()` and error messages show host and port only."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    path: str = ""

    def __str__(self) -> str:
        """Return `host:port`, the only part that is safe to show."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def relay_name(server: ServerUrl) -> str:
    """Return what tells a relay from others: host and port, and the user, because a server counts and refuses by mailbox."""
    return f"{server} ({server.user})" if server.user else str(server)


def mailbox_name(server: ServerUrl) -> str:
    """Return what tells a mailbox from others: user, host, port and folder."""
    user = f"{server.user}@" if server.user else ""
    return f"{user}{server}/{server.path or 'INBOX'}"


def parse_server_url(url: str, default_ports: Mapping[str, int], setting: str) -> ServerUrl:
    """Split a URL such as `smtps://user:p%40ss@host:465/path`.

    `default_ports` holds the allowed schemes; `setting` is the variable people set (`OZG_SMTP_URL`).
    Raises `InputError` without repeating the URL, because it may hold a password.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise InputError(f"{setting} ist keine gültige Adresse (Rechnername oder Port ist falsch).") from error
    if parts.scheme not in default_ports:
        known = ", ".join(f"{scheme}://" for scheme in default_ports)
        raise InputError(f"{setting} beginnt mit „{_scheme_shown(url)}“; möglich sind {known}.")
    if not parts.hostname:
        raise InputError(
            f"{setting} nennt keinen Rechner; erwartet wird z. B. {parts.scheme}://rechner.example:{default_ports[parts.scheme]}."
        )
    if parts.query or parts.fragment:
        raise InputError(
            f"{setting}: Sonderzeichen in Benutzer und Kennwort (# ? / @ :) müssen prozentkodiert sein, z. B. %23 für #."
        )
    return _server(parts, port or default_ports[parts.scheme])


def _server(parts: SplitResult, port: int) -> ServerUrl:
    return ServerUrl(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        path=unquote(parts.path.strip("/")),
    )


def _scheme_shown(url: str) -> str:
    scheme, separator, _ = url.strip().partition(":")
    return f"{scheme}:" if separator and scheme.replace("+", "").replace("-", "").isalnum() else "…"
