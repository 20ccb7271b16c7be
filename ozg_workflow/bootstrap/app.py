"""One workspace with its settings, and what is built from them for a step."""

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from ozg_workflow.bootstrap.ways import inbox_of, mailbox_of, relay_of, tokens_or_none, transport_of
from ozg_workflow.database.session import HEAD_REVISION, make_engine, make_sessions, read_only, revision, sqlite_url
from ozg_workflow.domain.desk import Desk
from ozg_workflow.domain.errors import ConfigurationError, InputError, NotPreparedError, OzgError, UnavailableError
from ozg_workflow.domain.german import BERLIN
from ozg_workflow.domain.post.pretended import why_no_mail
from ozg_workflow.usecases.step.context import Context, MailFields
from ozg_workflow.usecases.step.rollout_access import meant_rollouts, only_rollout_key, rollout_keys
from ozg_workflow.workspace.desk_file import read_desk
from ozg_workflow.workspace.log import start_log
from ozg_workflow.workspace.places import keep_private, make_private, secret_key, template_folders
from ozg_workflow.workspace.settings import Settings, load_settings, settings_of_rollout

if TYPE_CHECKING:
    from ozg_workflow.mail.write.templates import Templates

COPIES = "sicherungen"
COPIES_KEPT = 5


@dataclass(frozen=True)
class App:
    """One workspace with its settings; everything else is built when it is first needed."""

    home: Path
    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The database engine."""
        if self.settings.database_url:
            return make_engine(self.settings.database_url)
        return make_engine(sqlite_url(self.home / "var" / "ozg.db"))

    @cached_property
    def sessions(self) -> sessionmaker[Session]:
        """The factory of database sessions."""
        return make_sessions(self.engine)

    @cached_property
    def readers(self) -> sessionmaker[Session]:
        """The factory of sessions that only read and wait for no writer."""
        return make_sessions(read_only(self.engine))

    @cached_property
    def templates(self) -> "Templates":
        """The mail templates: overrides of the workspace over the shipped ones."""
        return _templates(template_folders(self.home))

    def settings_of(self, rollout: str) -> Settings:
        """Return the settings as they are for one rollout. Raises ConfigurationError with file and line."""
        return settings_of_rollout(self.home, self.settings, rollout)

    def mail_of(self, rollout: str, pretended: date | None) -> MailFields:
        """Return the mail of a rollout as a context has it. Raises ConfigurationError."""
        settings = self.settings_of(rollout)
        return {
            "allow_list": settings.recipients,
            "sender": settings.sender,
            "open_transport": lambda: transport_of(settings),
            "open_inbox": lambda: inbox_of(settings),
            "relay": relay_of(settings),
            "mailbox": mailbox_of(settings),
            "tokens": tokens_or_none(settings),
            "why_no_mail": why_no_mail(pretended, settings.smtp_url),
            "smtp_per_minute": settings.smtp_per_minute,
            "smtp_connections": settings.smtp_connections,
        }

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be in any log, of the installation and of every rollout that can be read."""
        from ozg_workflow.workspace.rollouts import rollout_folders
        from ozg_workflow.workspace.settings.of_rollout import settings_in

        found = list(self.settings.secrets)
        for folder in rollout_folders(self.home):
            with suppress(InputError):
                found += settings_in(self.home, self.settings, folder).secrets
        return tuple(found)

    def ping(self) -> None:
        """Tell whoever waits for it that the day is done."""
        from ozg_workflow.workspace.ping import ping

        if self.settings.ping_url:
            ping(self.settings.ping_url)

    def upgrade(self) -> Path | None:
        """Create or migrate the database; return the copy that was made before an existing one was migrated."""
        from ozg_workflow.database.upgrade import upgrade

        if not self.settings.database_url:
            make_private(self.home / "var")
        try:
            copy = self._copy_before_upgrade()
            upgrade(self.engine)
        except OperationalError as error:
            raise self._unreachable(error) from error
        return copy

    def _copy_before_upgrade(self) -> Path | None:
        found = revision(self.engine) if self._exists() else None
        if found is None or found == HEAD_REVISION:
            return None
        if found > HEAD_REVISION:
            raise InputError(
                f"Die Datenbank hat den Stand {found} und stammt aus einem neueren Programm; dieses kennt {HEAD_REVISION}."
            )
        from ozg_workflow.database.backup import backup

        copy = self.safety_copy(found)
        backup(self.engine, copy)
        tidy_up(copy.parent)
        return copy

    def safety_copy(self, label: str) -> Path:
        """Return where to keep a copy of the database that is about to be changed: beside the SQLite file, or below `var`."""
        sqlite = self.engine.dialect.name == "sqlite"
        beside = Path(str(self.engine.url.database)).parent if sqlite else self.home / "var"
        return make_private(beside / COPIES) / f"ozg-{label}-{datetime.now(BERLIN):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.db"

    def backups(self) -> list[Path]:
        """Return the copies of the database that the program keeps: before each loading, and before what replaces or changes it."""
        return [*sorted((self.home / "var" / "backups").glob("*.db")), *sorted((self.home / "var" / COPIES).glob("ozg-*.db"))]

    def _exists(self) -> bool:
        return self.engine.dialect.name != "sqlite" or Path(str(self.engine.url.database)).exists()

    def require_database_file(self) -> None:
        """Raise InputError where the SQLite file is something else; one that is not there yet or is in use is none of the configuration."""
        if self.engine.dialect.name == "sqlite" and self._exists():
            with suppress(OperationalError):
                revision(self.engine)

    def _unreachable(self, error: OperationalError) -> UnavailableError:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
        if reason == "unable to open database file":  # SQLite has no other words, whatever the reason
            reason = f"„{self.engine.url.database}“ lässt sich nicht öffnen."
        return UnavailableError(f"Die Datenbank ist nicht erreichbar: {reason}")

    def require_schema(self) -> None:
        """Raise NotPreparedError or InputError unless the database has the schema of this version."""
        if not self.settings.database_url and not (self.home / "var" / "ozg.db").exists():
            raise NotPreparedError
        try:
            found = revision(self.engine)
        except OperationalError as error:
            raise self._unreachable(error) from error
        if found is None:
            raise NotPreparedError
        if found != HEAD_REVISION:
            raise InputError(
                f"Die Datenbank hat den Stand {found}, das Programm erwartet {HEAD_REVISION}. Bitte „ozg db upgrade“ ausführen."
            )

    def context(
        self, rollout: str | None = None, *, today: date | None = None, preview: bool = False, actor: str = "cli"
    ) -> Context:
        """Return the context of one step on one rollout (default: the only one), today or on a pretended day."""
        self.require_schema()
        with self.readers() as session:
            key = only_rollout_key(session, rollout)
        return self.context_for(key, today=today, preview=preview, actor=actor)

    def rollouts(self, wanted: str | None) -> tuple[str, ...]:
        """Return the rollout that is wanted, all in the database where none is named. Raises NotPreparedError, InputError."""
        self.require_schema()
        return meant_rollouts(self.readers, wanted)

    def known_rollouts(self) -> tuple[str, ...]:
        """Return the keys of all rollouts, those below `config/` and those in the database, where that can be asked."""
        from ozg_workflow.workspace.rollouts import rollout_folders, rollout_key

        named = {key for folder in rollout_folders(self.home) if (key := rollout_key(folder))}
        with suppress(OzgError):
            self.require_schema()
            named |= set(rollout_keys(self.readers))
        return tuple(sorted(named))

    def require_users(self) -> None:
        """Raise ConfigurationError where `config/users.toml` is wrong or names a rollout that does not exist."""
        from ozg_workflow.workspace.users import FILE, users_problems

        if (self.home / FILE).exists() and (problems := users_problems(self.home, self.known_rollouts())):
            raise ConfigurationError(problems)

    def context_for(self, key: str, *, today: date | None = None, preview: bool = False, actor: str = "cli") -> Context:
        """Return the context for a rollout key that need not be in the database yet."""
        settings = self.settings
        real = datetime.now(BERLIN).date()
        pretended = day if (day := today or settings.today) != real else None  # the real day by its name is no pretended one
        return Context(
            sessions=self.readers,
            writers=self.sessions,
            home=self.home,
            rollout_key=key,
            today=pretended or real,
            clock=clock_on(pretended),
            actor=actor,
            worker=f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}",  # numbers of processes come again
            templates=lambda: self.templates,
            secret=secret_key(self.home, settings.secret_key),
            mail_of=lambda rollout: self.mail_of(rollout, pretended),
            preview=preview,
            pretended=pretended is not None,
            ping=self.ping if pretended is None else lambda: None,
            desk=lambda: public_desk(self.home, settings),
            **self.mail_of(key, pretended),
        )


def public_desk(home: Path, settings: Settings) -> Desk:
    """Return the desk as others reach it: under the addresses of the settings, whatever the program itself listens on."""
    return replace(read_desk(home), cockpit=settings.ui_url, reading_room=settings.reading_url)


def tidy_up(folder: Path) -> None:
    """Keep the newest copies that were made before a migration or a restore."""
    for old in sorted(folder.glob("ozg-*.db"), key=lambda path: path.stat().st_mtime)[:-COPIES_KEPT]:
        old.unlink()


@lru_cache(maxsize=4)
def _templates(folders: tuple[Path, ...]) -> "Templates":
    """Keep compiled templates over the many contexts of a process that runs flows; Jinja notices changed files."""
    from ozg_workflow.mail.write.templates import Templates

    return Templates(folders)


def clock_on(pretended: date | None) -> Callable[[], datetime]:
    """Return a clock; in a rehearsal it shows the real time of day on the pretended day."""

    def now() -> datetime:
        moment = datetime.now(BERLIN)
        if pretended is not None:
            moment = datetime.combine(pretended, moment.time(), BERLIN)
        return moment.astimezone(UTC)

    return now


def open_app(home: Path | str | None = None) -> App:
    """Open the workspace `home`, else the one of OZG_HOME, else the current folder. Raises ConfigurationError."""
    folder = Path(home or os.environ.get("OZG_HOME") or Path.cwd()).expanduser().absolute()
    if not folder.is_dir():
        raise InputError(f"Das Arbeitsverzeichnis „{folder}“ gibt es nicht. Mit „ozg init {folder}“ wird es angelegt.")
    keep_private()
    settings = load_settings(folder)
    start_log(folder, settings.log)
    return App(folder, settings)
