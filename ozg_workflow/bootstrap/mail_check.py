"""What `ozg check` tells about the mail of an installation and of each rollout that has settings of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ozg_workflow.bootstrap.ways import mailbox_of, mistakes_of_ways, relay_of, tokens_of
from ozg_workflow.domain.checks.mail_servers import password_hints, recipient_hints, server_hints
from ozg_workflow.domain.errors import ConfigurationError, InputError
from ozg_workflow.domain.post.outbox import LINES_AT_ONCE
from ozg_workflow.workspace.rollouts import rollout_folders, rollout_key
from ozg_workflow.workspace.settings import Settings
from ozg_workflow.workspace.settings.of_rollout import settings_in

FILE = "config/{}/settings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOf:
    """The mail of the installation (`rollout` is empty) or of one rollout; `place` is where its settings stand."""

    settings: Settings
    rollout: str = ""
    place: str = ""

    @property
    def smtp(self) -> str:
        """Return the name of the relay, without the password; empty where none is set."""
        return relay_of(self.settings)

    @property
    def lines(self) -> str:
        """Return in German how many lines to the relay may be open at once; empty where mails go to a folder, or nowhere."""
        if not self.smtp or self.smtp.startswith("dir:"):
            return ""
        most = self.settings.smtp_connections
        return f"höchstens {most} zugleich" if most else f"höchstens {LINES_AT_ONCE} zugleich für jeden Lauf"

    @property
    def inbox(self) -> str:
        """Return the name of the mailbox, without the password; empty where none is set."""
        return mailbox_of(self.settings)

    @property
    def hints(self) -> Iterator[str]:
        """Yield what should be looked at; each names the file where it is not the installation's."""
        mail = self.settings
        prefix = f"{self.place}: " if self.place else ""
        for hint in (*server_hints(mail.smtp_url, mail.inbox_url), *recipient_hints(mail.recipients), *self._password_hints()):
            yield prefix + hint

    def _password_hints(self) -> Iterator[str]:
        if self.settings.oauth is None:
            yield from password_hints(self.settings.smtp_url, self.settings.inbox_url)

    def oauth_state(self) -> str:
        """Ask the provider for a token and return what came of it, in German; empty where OAuth2 is not set."""
        tokens = tokens_of(self.settings)
        return tokens.state[1] if tokens else ""


def mail_of_all(home: Path, settings: Settings) -> tuple[MailOf, ...]:
    """Return the mail of the installation, then of each rollout with a file of its own. Raises InputError naming every mistake."""
    mistakes: list[str] = list(mistakes_of_ways(settings))
    found = [MailOf(settings=settings)]
    for folder in rollout_folders(home):
        if not (folder / "settings.toml").exists():
            continue
        place = FILE.format(folder.name)
        try:
            own = settings_in(home, settings, folder)
        except ConfigurationError as error:
            mistakes.append(str(error))
            continue
        mistakes += [f"{place}: {mistake}" for mistake in mistakes_of_ways(own) if mistake not in mistakes]
        found.append(MailOf(settings=own, rollout=rollout_key(folder) or folder.name, place=place))
    if mistakes:
        raise InputError("\n".join(mistakes))
    return tuple(found)
