"""A worker process for the tests: carries out `ozg` commands it reads from stdin, one JSON list a line, and answers each."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).parent.parent.parent


def serve() -> None:
    """Carry out commands until stdin ends."""
    from ozg_workflow.cli.app import run

    print("bereit", flush=True)
    for line in sys.stdin:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(json.loads(line))
        print(json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue()}), flush=True)


class Workers:
    """Several processes on one workspace that begin each command at the same moment."""

    def __init__(self, number: int, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-c", "from tests.usecases.worker import serve; serve()"]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": HERE, "env": environment}
        self._processes = [subprocess.Popen(command, **pipes) for _ in range(number)]
        for process in self._processes:
            assert process.stdout
            assert process.stdout.readline() == "bereit\n"

    def all(self, *arguments: str) -> list[dict[str, Any]]:
        """Let every worker carry out the same command."""
        return self.each([arguments] * len(self._processes))

    def each(self, commands: Iterable[Iterable[str]]) -> list[dict[str, Any]]:
        """Let every worker carry out its own command."""
        for process, command in zip(self._processes, commands, strict=True):
            assert process.stdin
            process.stdin.write(json.dumps(list(command)) + "\n")
            process.stdin.flush()
        return [json.loads(process.stdout.readline()) for process in self._processes if process.stdout]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.stdout.close()
            process.wait(60)
