"""A town in which real commands run in processes of their own: workspace, mailbox, database; saved under a name, restored in no time."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, NullPool, create_engine, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Message
from ozg_workflow.database.session import sqlite_url
from tests.faults.fork_server import ForkServer
from tests.faults.smtp_server import SmtpServer, Taken
from tests.faults.steps import Order
from tests.postgres import Postgres
from tests.usecases.town import NOTHING, Letter, new_workspace, read_letter

BERLIN = ZoneInfo("Europe/Berlin")


class World:
    """`postgres` is None for SQLite. Everything happens in one folder, so that paths in the database stay true."""

    def __init__(self, folder: Path, smtp: SmtpServer, forks: ForkServer, postgres: Postgres | None) -> None:
        self.folder, self.smtp, self.forks = folder, smtp, forks
        self.home, self.box, self.log, self.output = (
            folder / "stadt",
            folder / "stadt" / "postfach",
            folder / "steps",
            folder / "out",
        )
        self.environment = {
            "OZG_SMTP_URL": smtp.url(),
            "OZG_INBOX_URL": f"maildir:{self.box}",
            "OZG_RECIPIENTS": "*",
            "OZG_SMTP_CONNECTIONS": "1",
        }
        self.saved: dict[str, str] = {}
        self.taken_in: dict[str, list[Taken]] = {}
        self.sent_contents: list[bytes] = []
        self._postgres = postgres
        self._url = ""
        self._engine: Engine | None = None
        self._mails = 0

    # --- the place ---------------------------------------------------------------------------------------------------

    @property
    def database(self) -> str:
        return "postgres" if self._postgres else "sqlite"

    @property
    def database_url(self) -> str:
        return self._url or sqlite_url(self.home / "var" / "ozg.db")

    def begin(self) -> None:
        """Start with a workspace that nothing has happened in."""
        self._forget()
        new_workspace(self.home)
        for place in ("new", "cur", "tmp"):
            (self.box / place).mkdir(parents=True)
        self._new_database("template1")

    def save(self, name: str) -> None:
        """Keep the present state."""
        shutil.copytree(self.home, self.folder / f"saved-{name}")
        self.saved[name] = self._postgres.new_database(self._url) if self._postgres else ""

    def load(self, name: str) -> None:
        """Return to a state that was kept."""
        self._forget()
        shutil.copytree(self.folder / f"saved-{name}", self.home)
        self._new_database(self.saved[name])
        self.smtp.wait_until_idle()
        self.smtp.heal()
        self.smtp.taken.clear()

    def close(self) -> None:
        """Remove the databases."""
        self._forget()
        for url in filter(None, [self._url, *self.saved.values()]):
            if self._postgres:
                self._postgres.drop_database(url)

    def empty_database(self) -> None:
        """Forget everything that is in the database."""
        if self._postgres:
            self._new_database("template1")
        else:
            for file in (self.home / "var").glob("ozg.db*"):
                file.unlink()

    def _forget(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def _new_database(self, template: str) -> None:
        if self._postgres and self._url:
            self._postgres.replace_database(self._url, template)
        elif self._postgres:
            self._url = self.environment["OZG_DATABASE_URL"] = self._postgres.new_database(template)

    # --- commands ----------------------------------------------------------------------------------------------------

    def order(self, *arguments: str, at: str, minutes: float = 0) -> Order:
        """A command at a moment of the town's time (`2020-03-25 07:00`, or with an offset)."""
        start = datetime.fromisoformat(at)
        moment = (start if start.tzinfo else start.replace(tzinfo=BERLIN)).astimezone(UTC) + timedelta(minutes=minutes)
        return Order(
            arguments=list(arguments),
            environment=dict(self.environment),
            home=str(self.home),
            moment=moment.isoformat(),
            output=str(self.output),
        )

    def run(self, *arguments: str, at: str, minutes: float = 0, environment: Mapping[str, str] = NOTHING, **faults: float) -> int:
        """Run a command to its end or to its death; the boundaries it passed are in `passed()`. `faults` as in `Order`."""
        order = self.order(*arguments, at=at, minutes=minutes)
        order = replace(order, log=str(self.log), environment=order.environment | dict(environment), **faults)  # type: ignore[arg-type]
        status = self.forks.run(order)
        self.smtp.wait_until_idle()
        return status

    def ozg(self, *arguments: str, at: str, **environment: str) -> None:
        """Run a command that must succeed."""
        order = self.order(*arguments, at=at)
        status = self.forks.run(replace(order, environment=order.environment | environment))
        assert status == 0, f"ozg {' '.join(arguments)} ended with {status}: {self.said()}"

    def passed(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    # --- mail and database -------------------------------------------------------------------------------------------

    def letters(self) -> list[Letter]:
        """What the relay has taken over, oldest first."""
        return [read_letter(mail.content) for mail in self.smtp.taken]

    def drop(self, content: bytes) -> None:
        """Put a mail into the mailbox."""
        self._mails += 1
        (self.box / "new" / f"{1000 + self._mails}.stadt").write_bytes(content)

    def message(self, state: str) -> str:
        """The number of the first mail in a state."""
        with self.session() as session:
            found = session.scalar(select(Message.id).where(Message.state == state).order_by(Message.id).limit(1))
            assert found, f"no mail is {state}"
            return str(found)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session of a connection of its own; SQLite gets no file where there is none."""
        if self._engine is None or self._engine.url.render_as_string(hide_password=False) != self.database_url:
            self._engine = create_engine(self.database_url, poolclass=NullPool)
        with Session(self._engine, expire_on_commit=False) as session:
            yield session
