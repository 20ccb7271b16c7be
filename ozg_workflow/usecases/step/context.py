"""What every use case needs from outside."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy.orm import Session, sessionmaker

from ozg_workflow.database.changes import watch
from ozg_workflow.database.session import undone
from ozg_workflow.domain.desk import NOWHERE, Desk
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.journal import write_journal
from ozg_workflow.usecases.step.rollout_access import find_rollout
from ozg_workflow.usecases.step.work import Work

if TYPE_CHECKING:
    from ozg_workflow.mail.fetch.inbox import Inbox
    from ozg_workflow.mail.login.tokens import Tokens
    from ozg_workflow.mail.send.transport import Transport
    from ozg_workflow.mail.write.templates import Templates


class MailFields(TypedDict):
    """The fields of a context that each rollout may have for itself."""

    allow_list: tuple[str, ...]
    sender: str
    open_transport: "Callable[[], Transport]"
    open_inbox: "Callable[[], Inbox]"
    relay: str
    mailbox: str
    tokens: "Tokens | None"
    why_no_mail: str
    smtp_per_minute: int
    smtp_connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of one step. `sessions` only read and wait for nobody; what changes something goes through `transaction`.

    `clock` gives the present moment (aware), on the pretended day in a rehearsal; `why_no_mail` is the sentence that forbids
    to queue and deliver mail on that day, empty where it may be.
    `relay` and `mailbox` are the names of the servers, empty where none is set; `mail_of` gives the mail of another rollout.
    `tokens` stand for the passwords of both servers where OAuth2 is set.
    `desk` tells where mails may link to: only addresses that others reach, too, nowhere where none is set.
    `worker` is this step's own name among all workers; `smtp_per_minute` and `smtp_connections` limit them all (0: no limit).
    """

    sessions: Callable[[], AbstractContextManager[Session]]
    writers: sessionmaker[Session]
    home: Path
    rollout_key: str
    today: date
    clock: Callable[[], datetime]
    actor: str
    worker: str
    templates: "Callable[[], Templates]"
    secret: bytes
    allow_list: tuple[str, ...]
    sender: str
    open_transport: "Callable[[], Transport]"
    open_inbox: "Callable[[], Inbox]"
    mail_of: "Callable[[str], MailFields]"
    relay: str = ""
    mailbox: str = ""
    tokens: "Tokens | None" = None
    preview: bool = False
    undone: bool = False
    pretended: bool = False
    why_no_mail: str = ""
    smtp_per_minute: int = 0
    smtp_connections: int = 0
    wait: Callable[[float], None] = time.sleep
    ping: Callable[[], object] = lambda: None
    desk: Callable[[], Desk] = lambda: NOWHERE

    def on(self, rollout_key: str) -> "Context":
        """Return the same step on another rollout, with the mail of that one. Raises ConfigurationError where its settings are wrong."""
        return replace(self, rollout_key=rollout_key, **self.mail_of(rollout_key))

    def shares_mailbox_with(self, rollout_key: str) -> bool:
        """Tell whether another rollout reads the mailbox of this one; settings that cannot be read share with nobody."""
        try:
            return self.mail_of(rollout_key)["mailbox"] == self.mailbox
        except InputError:
            return False

    def require_mail(self) -> None:
        """Raise InputError where mail could reach people on a day that is only pretended; a preview sends nothing."""
        if self.why_no_mail and not self.preview:
            raise InputError(f"{self.why_no_mail} Es ist nichts geändert; was geschähe, zeigt die Vorschau.")

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit at the end, with the new figures in the journal; in a preview roll everything back, so that it shows exactly what the step would do."""
        with self.writers() as session:
            changes = watch(session)
            yield session
            if self.preview and not self.undone:
                session.rollback()
            else:
                write_journal(session, self.rollout_key, changes, self.clock, self.actor)
                session.commit()

    @contextmanager
    def transactions(self, title: str = "") -> Iterator[Callable[[], AbstractContextManager[Work]]]:
        """Return a function that opens one transaction after the other on one connection, each as `work` does without a lock.

        Between them nothing is remembered but the rollout, as it was at the beginning. For a real step only, not for a preview.
        """
        with self.writers.kw["bind"].connect() as connection, self.writers(bind=connection) as session:
            changes = watch(session)
            work = Work(ctx=self, session=session, rollout=find_rollout(session, self.rollout_key), title=title)
            session.rollback()

            @contextmanager
            def transaction() -> Iterator[Work]:
                yield work
                write_journal(session, self.rollout_key, changes, self.clock, self.actor)
                session.commit()
                changes.clear()
                for item in [item for item in session if item is not work.rollout]:
                    session.expunge(item)

            yield transaction

    @contextmanager
    def as_one(self) -> Iterator["Context"]:
        """Let what happens in several transactions be previewed: a later one sees what an earlier one would have changed.

        Where this is no preview nothing is different. Other steps that write wait for the end of the block.
        """
        if not self.preview or self.undone:
            yield self
            return
        with undone(self.writers) as sessions:
            yield replace(self, sessions=sessions, writers=sessions, undone=True)

    @contextmanager
    def work(self, title: str = "", *, lock: bool = True) -> Iterator[Work]:
        """Open a transaction on the rollout, locked against other steps that change it, and tell about it under `title`.

        Raises NotPreparedError when the rollout is not loaded. Without `lock` the work changes nothing another step decides on.
        """
        with self.transaction() as session:
            yield Work(ctx=self, session=session, rollout=find_rollout(session, self.rollout_key, lock=lock), title=title)

    @contextmanager
    def reading(self, title: str = "") -> Iterator[Work]:
        """Return the same for what only looks; it waits for nobody. Raises NotPreparedError."""
        with self.sessions() as session:
            yield Work(ctx=self, session=session, rollout=find_rollout(session, self.rollout_key), title=title)

    @property
    def reports(self) -> Path:
        """Folder of the reports of this rollout."""
        return self.home / "var" / "reports" / self.rollout_key
