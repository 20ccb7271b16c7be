"""The ways of the mail: which transport and which inbox a setting means. Nothing is connected here."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.mail.server_url import IMAP_PORTS, SMTP_PORTS, mailbox_name, parse_server_url, relay_name
from ozg_workflow.workspace.settings import Settings

if TYPE_CHECKING:
    from ozg_workflow.domain.post.oauth import OAuthClient
    from ozg_workflow.mail.fetch.inbox import Inbox
    from ozg_workflow.mail.login.tokens import Tokens
    from ozg_workflow.mail.send.transport import Transport

UNREADABLE: Final = "(unlesbar)"


def transport_of(settings: Settings) -> "Transport":
    """Return the transport of `smtp_url`. Raises InputError telling how to set it."""
    return open_transport(settings.smtp_url, tokens_of(settings))


def inbox_of(settings: Settings) -> "Inbox":
    """Return the mailbox of `inbox_url`. Raises InputError telling how to set it."""
    return open_inbox(settings.inbox_url, tokens_of(settings))


def relay_of(settings: Settings) -> str:
    """Return the name of the relay as its transport has it, without loading what talks to it; empty where none is set."""
    url = settings.smtp_url.strip()
    if url.startswith("dir:"):
        return f"dir:{Path(url.removeprefix('dir:'))}"
    return _named(lambda: relay_name(parse_server_url(url, SMTP_PORTS, "OZG_SMTP_URL"))) if url else ""


def mailbox_of(settings: Settings) -> str:
    """Return the name of the mailbox as its inbox has it, without loading what talks to it; empty where none is set."""
    url = settings.inbox_url.strip()
    if url.startswith("maildir:"):
        return str(Path(url.removeprefix("maildir:")))
    return _named(lambda: mailbox_name(parse_server_url(url, IMAP_PORTS, "OZG_INBOX_URL"))) if url else ""


def _named(name: Callable[[], str]) -> str:
    """What cannot be understood has a name, too; whoever opens it is told."""
    try:
        return name()
    except InputError:
        return UNREADABLE


def mistakes_of_ways(settings: Settings) -> Iterator[str]:
    """Yield what is wrong with the mail servers of some settings; what is not set is not looked at, and of a folder only whether it is named."""
    tries: tuple[tuple[Callable[[str], object], str, str], ...] = (
        (open_transport, settings.smtp_url, "dir:"),
        (open_inbox, settings.inbox_url, "maildir:"),
    )
    for opened, url, folder in tries:
        try:
            if url and (not url.startswith(folder) or url.strip() == folder):
                opened(url)
        except InputError as error:
            yield str(error)
    try:
        tokens_of(settings)
    except InputError as error:
        yield str(error)


def open_transport(url: str, tokens: "Tokens | None" = None) -> "Transport":
    """Return the transport of `OZG_SMTP_URL`: `smtp://`, `smtp+starttls://`, `smtps://` or `dir:PATH`; raises `InputError`.

    `tokens` are for a URL with a user and no password.
    """
    if not url.strip():
        raise InputError(
            "Es ist kein Mailserver eingestellt. Bitte OZG_SMTP_URL setzen, z. B. smtp+starttls://benutzer:kennwort@mail.stadt.example:587 "
            "(oder dir:ORDNER, um Mails nur als Dateien abzulegen). Die Mails warten im Postausgang."
        )
    if url.startswith("dir:"):
        from ozg_workflow.mail.send.directory import DirectoryTransport

        return DirectoryTransport(url.removeprefix("dir:"))
    from ozg_workflow.mail.send.smtp import SmtpTransport

    return SmtpTransport(url, tokens=tokens)


def open_inbox(url: str, tokens: "Tokens | None" = None) -> "Inbox":
    """Return the inbox of `OZG_INBOX_URL`: `imaps://`, `imap+starttls://`, `imap://` (loopback only) or `maildir:PATH`.

    `tokens` as in `open_transport`. Raises `InputError`.
    """
    if not url.strip():
        raise InputError(
            "Es ist kein Postfach eingestellt. Bitte OZG_INBOX_URL setzen, z. B. imaps://benutzer:kennwort@mail.stadt.example/INBOX oder maildir:ORDNER."
        )
    if url.startswith("maildir:"):
        from ozg_workflow.mail.fetch.maildir import MaildirInbox

        return MaildirInbox(url.removeprefix("maildir:"))
    from ozg_workflow.mail.fetch.imap import ImapInbox

    return ImapInbox(url, tokens=tokens)


def tokens_of(settings: Settings) -> "Tokens | None":
    """Return the tokens of the client of `oauth_…`, None where none is set. Raises InputError naming what is missing."""
    client = settings.oauth
    return _tokens(client) if client else None


def tokens_or_none(settings: Settings) -> "Tokens | None":
    """Return the same, None also where the settings are incomplete: whoever opens one of the ways is told."""
    try:
        return tokens_of(settings)
    except InputError:
        return None


@lru_cache(maxsize=1000)
def _tokens(client: "OAuthClient") -> "Tokens":
    """Keep a token over the many contexts of a process; relay and mailbox of a city share it."""
    from ozg_workflow.mail.login.tokens import Tokens

    return Tokens(client)
