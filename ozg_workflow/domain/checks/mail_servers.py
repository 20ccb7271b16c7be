"""The settings of the mail: what is sent in clear text, and who is reached by none of it."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.post.pretended import is_loopback

OTHER_PORT: Final = {("smtp+starttls", 465): "smtps", ("smtps", 587): "smtp+starttls", ("smtps", 25): "smtp+starttls", ("imap+starttls", 993): "imaps", ("imaps", 143): "imap+starttls"}  # fmt: skip

_SEPARATORS: Final = late(r"[;\s<>]")


def server_hints(smtp_url: str, inbox_url: str) -> tuple[str, ...]:
    """Return what is told about URLs that can be read; passwords are in no sentence."""
    return (*_hints("OZG_SMTP_URL", smtp_url), *_hints("OZG_INBOX_URL", inbox_url))


def password_hints(smtp_url: str, inbox_url: str) -> tuple[str, ...]:
    """Return which URLs have a user and no password; told where there is no OAuth2 client whose token stands for it."""
    return tuple(
        f"{setting}: Der Benutzer hat kein Kennwort, und OZG_OAUTH_… ist nicht gesetzt; der Server wird die Anmeldung ablehnen."
        for setting, url in (("OZG_SMTP_URL", smtp_url), ("OZG_INBOX_URL", inbox_url))
        if (parts := urlsplit(url.strip())).username and not parts.password
    )


def recipient_hints(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Return which entries of the allow-list match no address at all."""
    return tuple(_about(entry) for entry in recipients if not _matches(entry))


def _matches(entry: str) -> bool:
    """Tell whether an address can match an entry: it has one @ between two parts, or a star may stand for what is missing."""
    if _SEPARATORS.search(entry):
        return False
    name, at, domain = entry.rpartition("@")
    return bool(name and domain and "@" not in name) if at else "*" in entry


def _about(entry: str) -> str:
    domain = entry.strip("*@")
    if _SEPARATORS.search(entry):
        return f"OZG_RECIPIENTS: „{entry}“ passt auf keine Adresse; mehrere Einträge werden mit Komma getrennt."
    if domain and "@" not in domain:
        return f"OZG_RECIPIENTS: „{entry}“ passt auf keine Adresse; gemeint ist wohl „*@{domain}“."
    return f"OZG_RECIPIENTS: „{entry}“ passt auf keine Adresse; erwartet wird eine Adresse, *@domäne oder *."


def _hints(setting: str, url: str) -> Iterator[str]:
    parts = urlsplit(url.strip())
    if parts.scheme == "smtp" and parts.hostname and not is_loopback(parts.hostname):
        what = "Mails und Kennwort" if parts.username else "Mails"
        yield f"{setting}: smtp:// überträgt {what} unverschlüsselt an {parts.hostname}; besser smtp+starttls:// oder smtps://."
    if other := OTHER_PORT.get((parts.scheme, parts.port or 0)):
        yield f"{setting}: Der Port {parts.port} gehört in der Regel zu {other}://, nicht zu {parts.scheme}://."
