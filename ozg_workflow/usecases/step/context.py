"""What every use case needs from outside, and what it tells about its work."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session, sessionmaker

from ozg_workflow.database.changes import watch
from ozg_workflow.database.models import Event, Rollout
from ozg_workflow.usecases.step.journal import write_journal

if TYPE_CHECKING:
    from ozg_workflow.mail.fetch.inbox import Inbox
    from ozg_workflow.mail.send.transport import Transport
    from ozg_workflow.mail.write.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of one step. `sessions` only read and wait for nobody; what changes something goes through `transaction`.

    `clock` gives the present moment (aware), on the pretended day in a rehearsal.
    `worker` is this step's own name among all workers; `smtp_per_minute` and `smtp_connections` limit them all (0: no limit).
    """

    sessions: sessionmaker[Session]
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
    preview: bool = False
    smtp_per_minute: int = 0
    smtp_connections: int = 0
    wait: Callable[[float], None] = time.sleep
    ping: Callable[[], object] = lambda: None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit at the end, with the new figures in the journal; in a preview roll everything back, so that it shows exactly what the step would do."""
        with self.writers() as session:
            changes = watch(session)
            yield session
            if self.preview:
                session.rollback()
            else:
                write_journal(session, self.rollout_key, changes, self.clock, self.actor)
                session.commit()

    @property
    def reports(self) -> Path:
        """Folder of the reports of this rollout."""
        return self.home / "var" / "reports" / self.rollout_key


@dataclass(slots=True, kw_only=True)
class QueuedMail:
    """One mail a step queued, for people; its `content` is kept in a preview only, where the outbox forgets it again."""

    recipients: tuple[str, ...]
    subject: str
    state: str
    attachments: tuple[str, ...]
    header_id: str
    content: bytes = b""


@dataclass(slots=True, kw_only=True)
class StepResult:
    """What a step did: German lines (also why something was skipped), figures, mails and files."""

    title: str
    lines: list[str] = field(default_factory=list)
    mails: list[QueuedMail] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    changed: bool = False

    def say(self, line: str) -> None:
        """Add a line that changes nothing."""
        self.lines.append(line)

    def did(self, line: str) -> None:
        """Add a line about a change."""
        self.lines.append(line)
        self.changed = True

    def count(self, figure: str, number: int = 1) -> None:
        """Add to a figure."""
        self.figures[figure] = self.figures.get(figure, 0) + number

    def absorb(self, other: "StepResult") -> None:
        """Take over what a part of this step did."""
        self.lines += other.lines
        self.mails += other.mails
        self.files += other.files
        self.changed = self.changed or other.changed
        for figure, number in other.figures.items():
            self.count(figure, number)

    def as_json(self) -> dict[str, Any]:
        """Return the result for `--json`."""
        return {
            "title": self.title,
            "changed": self.changed,
            "lines": self.lines,
            "figures": self.figures,
            "files": self.files,
            "mails": [
                {"to": m.recipients, "subject": m.subject, "state": m.state, "attachments": m.attachments} for m in self.mails
            ],
        }


_ADDRESS = re.compile(r"<?[^\s<>\"(),:;„“]{1,128}@[^\s<>\"(),:;„“]{1,255}>?")
_QUOTED = re.compile(r"„[^“]{1,300}“")


def without_addresses(text: str) -> str:
    """Return a text in which mail addresses are left out."""
    return _ADDRESS.sub("(Adresse)", text) if "@" in text else text


def without_names(text: str) -> str:
    """Return a text in which also the names of files and whatever else is quoted are left out."""
    return _QUOTED.sub("„…“", without_addresses(text))


def record(
    ctx: Context,
    session: Session,
    rollout: Rollout,
    verb: str,
    subject: tuple[str, object],
    text: str,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add a line to the audit log; `subject` is (object type, object id), `data` are figures beside the words.

    The log is kept for good and holds no personal data: addresses are left out of `text`, and `data` must have none.
    """
    session.add(
        Event(
            rollout_id=rollout.id,
            at=ctx.clock(),
            actor=ctx.actor,
            verb=verb,
            object_type=subject[0],
            object_id=str(subject[1]),
            text=without_addresses(text),
            data=dict(data or {}),
        )
    )
