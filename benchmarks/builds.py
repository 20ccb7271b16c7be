"""Two builds of the program side by side: this one and that of a commit, each run as the command people run."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

HERE = Path(__file__).parents[1]
EVERY = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a command: CPU seconds (user and system) of the process and its children, and the most MB they held together."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A build of the program in a folder."""

    name: str
    root: Path

    def run(self, home: Path, *words: str, settings: Mapping[str, str] | None = None) -> Run:
        """Run `ozg` with these words in the workspace `home`, watched; its output lies in `output.json` there."""
        code = "from ozg_workflow.cli.main import main; main()"
        command = [sys.executable, "-P", "-c", code, "--home", str(home), *words]
        environment = {**os.environ, "PYTHONPATH": str(self.root), "OZG_RECIPIENTS": "*", **(settings or {})}
        with (home / "output.json").open("wb") as output:
            process = subprocess.Popen(command, stdout=output, env=environment)
            peak = peak_bytes(psutil.Process(process.pid))
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, (home / "output.json").read_text()
        return Run(seconds=usage.ru_utime + usage.ru_stime, megabytes=peak / 1e6)


def compile_modules(root: Path) -> None:
    """Keep the compiled modules of a build, also where the surroundings forbid Python to write them."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(root / "ozg_workflow")], check=True)


def this_build() -> Build:
    """Return the build of this folder."""
    return _checked(Build(name="dieser Stand", root=HERE))


def build_of(commit: str, folder: Path) -> Build:
    """Lay the build of a commit into an empty folder."""
    folder.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=HERE, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return _checked(Build(name=commit, root=folder))


def _checked(build: Build) -> Build:
    """Compile it, as an installation does and as the libraries beside it are, and make sure that its own modules are what it loads."""
    compile_modules(build.root)
    command = [sys.executable, "-P", "-c", "import ozg_workflow; print(ozg_workflow.__file__)"]
    told = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(build.root)}, check=True, capture_output=True, text=True)
    assert Path(told.stdout).is_relative_to(build.root), told.stdout
    return build


def peak_bytes(process: psutil.Process) -> float:
    """Return the most bytes a process and its children held together until it ended."""
    peak = 0.0
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            peak = max(peak, sum(p.memory_info().rss for p in (process, *process.children(recursive=True))))
        except psutil.NoSuchProcess:
            continue
        time.sleep(EVERY)
    return peak
