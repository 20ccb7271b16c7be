"""Who we are at an OAuth2 provider: the client whose tokens open mailbox and relay (RFC 6749, 4.4)."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.pretended import is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClient:
    """Where tokens are asked for, and as whom; the secret is in no text of it."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str

    @property
    def host(self) -> str:
        """Return the name of the provider's server, as messages show it."""
        return urlsplit(self.token_url).hostname or ""


def oauth_client(token_url: str, client_id: str, client_secret: str, scope: str) -> OAuthClient | None:
    """Return the client, None where nothing is set. Raises InputError naming the settings that are missing or wrong."""
    given = {"TOKEN_URL": token_url, "CLIENT_ID": client_id, "CLIENT_SECRET": client_secret, "SCOPE": scope}
    if not any(given.values()):
        return None
    if missing := [f"OZG_OAUTH_{name}" for name, value in given.items() if not value]:
        raise InputError(f"Für die Anmeldung mit OAuth2 fehlt noch: {', '.join(missing)}.")
    _require_safe(token_url)
    return OAuthClient(token_url=token_url, client_id=client_id, client_secret=client_secret, scope=scope)


def _require_safe(token_url: str) -> None:
    try:
        parts = urlsplit(token_url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", 0
    if not host or port == 0 or parts.scheme not in ("http", "https") or parts.username:
        raise InputError("OZG_OAUTH_TOKEN_URL ist keine Adresse wie https://login.microsoftonline.com/MANDANT/oauth2/v2.0/token.")
    if parts.scheme == "http" and not is_loopback(host):
        raise InputError(f"OZG_OAUTH_TOKEN_URL: Das Geheimnis ginge unverschlüsselt an {host}; bitte https:// verwenden.")
