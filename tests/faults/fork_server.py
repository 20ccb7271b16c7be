"""A warm process that has loaded the whole product and forks a child for every command: a command starts in a few milliseconds.

`python -m tests.faults.fork_server` reads orders as JSON lines and answers with the child's process id and, when it has ended, its exit
status (negative: the signal that ended it).
"""

import gc
import json
import os
import pkgutil
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from tests.faults.steps import Order, redirect, run
from tests.usecases.town import new_workspace

ROOT = Path(__file__).parents[2]
NOT_LOADED = ("ozg_workflow.demo", "ozg_workflow.workbook.read.calamine_child", "ozg_workflow.database.migrations")
HEAVY = ("psycopg", "sqlalchemy.dialects.postgresql.psycopg", "alembic.command", "xlsxwriter", "typst", "icalendar", "css_inline")


def load_everything() -> None:
    package = import_module("ozg_workflow")
    for module in pkgutil.walk_packages(package.__path__, "ozg_workflow."):
        if not module.name.startswith(NOT_LOADED):
            import_module(module.name)
    for name in HEAVY:
        import_module(name)


def rehearse() -> None:
    """Run two commands in this process, so that its children find templates, mappers and validators ready.

    Nothing that starts threads (as setting a PDF does): a forked child has none of them and would wait for ever.
    """
    with TemporaryDirectory() as folder, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        home = str(new_workspace(Path(folder)))
        environment = {"OZG_SMTP_URL": f"dir:{folder}/ausgang", "OZG_RECIPIENTS": "*"}
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            for arguments in (["prepare"], ["announce", "--today", "2020-03-20"]):
                run(Order(arguments=arguments, environment=environment, home=home))
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "a process with threads cannot be forked"
    gc.collect()
    gc.freeze()


def serve() -> None:
    """Fork a child for every order on the standard input."""
    load_everything()
    if "--warm" in sys.argv:
        rehearse()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    print("0", file=answers)
    for line in sys.stdin:
        order = Order(**json.loads(line))
        child = os.fork()
        if child == 0:
            answers.close()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            redirect(order.output)
            status = run(order)
            sys.stdout.flush()
            os._exit(status)
        print(json.dumps(child), file=answers)
        print(json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])), file=answers)


class ForkServer:
    """The other end: runs one command after the other, each in a process of its own."""

    def __init__(self, *, warm: bool = False) -> None:
        command = [sys.executable, "-m", "tests.faults.fork_server", *(["--warm"] if warm else [])]
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "0",
            "OPENBLAS_NUM_THREADS": "1",
        }  # numpy starts none
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._read()
        self.pid = 0

    def start(self, order: Order) -> int:
        """Start a child and return its process id."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self.pid = int(self._read())
        return self.pid

    def wait(self) -> int:
        """Wait for the end of the child; negative: the signal that ended it."""
        status = int(self._read())
        self.pid = 0
        return status

    def run(self, order: Order) -> int:
        """Run a child to its end."""
        self.start(order)
        return self.wait()

    def kill(self) -> None:
        """End the running child at once; one that has just ended by itself is left alone."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _read(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the fork server has ended")
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


if __name__ == "__main__":
    serve()
