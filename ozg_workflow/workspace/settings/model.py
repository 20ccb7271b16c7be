"""What can be set; the names are those of the contract in lower case without `OZG_`."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Final
from urllib.parse import unquote

from ozg_workflow.domain.post.oauth import OAuthClient, oauth_client
from ozg_workflow.domain.post.outbox import LINES_AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of an installation, or as they are for one rollout."""

    database_url: str = ""
    smtp_url: str = ""
    smtp_per_minute: int = 0
    smtp_connections: int = LINES_AT_ONCE
    inbox_url: str = ""
    oauth_token_url: str = ""
    oauth_client_id: str = ""
    oauth_client_secret: str = ""
    oauth_scope: str = ""
    recipients: tuple[str, ...] = ()
    sender: str = ""
    secret_key: str = ""
    ui_auth: str = ""
    ui_url: str = ""
    reading_url: str = ""
    reading_hosts: tuple[str, ...] = ()
    today: date | None = None
    ping_url: str = ""
    log: str = "info"

    @property
    def oauth(self) -> OAuthClient | None:
        """How tokens are asked for, None where nothing of it is set. Raises InputError naming what is missing or wrong."""
        return oauth_client(self.oauth_token_url, self.oauth_client_id, self.oauth_client_secret, self.oauth_scope)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be in any log: the URLs with passwords and tokens, and their passwords alone, as written and as meant."""
        urls = (self.database_url, self.smtp_url, self.inbox_url, self.ping_url)
        passwords = [p for url in urls if (p := url.partition("://")[2].rpartition("@")[0].partition(":")[2])]
        return (*urls, *passwords, *map(unquote, passwords), self.secret_key, self.oauth_client_secret)

    def __repr__(self) -> str:
        """Never show URLs with passwords or the key."""
        return f"Settings(recipients={self.recipients!r}, sender={self.sender!r}, today={self.today!r})"


NAMES: Final = frozenset(field.name for field in fields(Settings))
# What a rollout may say for itself; everything else is one for the whole installation.
OF_ROLLOUT: Final = frozenset(
    {"smtp_url", "smtp_per_minute", "smtp_connections", "inbox_url", "recipients", "sender"}
    | {name for name in NAMES if name.startswith("oauth_")}
)
