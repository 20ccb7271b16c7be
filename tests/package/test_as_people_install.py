"""`pipx install` and `uv tool install` of the wheel, each by the real program, in a home of its own: init, check, completion.

Part of `make package`, which downloads anyway; skipped with the reason where pip cannot get the installer.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ozg_workflow import __version__

ROOT = Path(__file__).parents[2]
INSTALL = {"pipx": ("pipx", "install"), "uv": ("uv", "tool", "install")}
PASSED_ON = ("PIP_", "UV_", "SSL_")  # how packages are reached from this machine
pytestmark = pytest.mark.timeout(1800)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a home of their own, whose programs lie in `bin`."""

    home: Path
    bin: Path

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a line in bash, as in a terminal."""
        environment = {"HOME": str(self.home), "PATH": f"{self.bin}:/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "120"}
        return subprocess.run(
            ["bash", "-c", f"{command}; exit $?"], cwd=self.home, env=environment, capture_output=True, text=True, check=False
        )


def pip(python: Path | str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(python), "-m", "pip", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is checked in."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "src")], check=True)
    made = pip(sys.executable, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(folder / "src"))
    assert made.returncode == 0, made.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module", params=INSTALL)
def person(request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Person:
    """A person who has installed the wheel."""
    root = tmp_path_factory.mktemp(request.param)
    subprocess.run([sys.executable, "-m", "venv", str(root / "tools")], check=True)
    got = pip(root / "tools" / "bin" / "python", "install", "--quiet", request.param)
    if got.returncode:
        pytest.skip(f"pip cannot install {request.param} here: {got.stderr.strip().splitlines()[-1]}")
    (root / "home").mkdir()
    places = {"PIPX_HOME": "pipx", "PIPX_BIN_DIR": "bin", "PIPX_MAN_DIR": "man"}
    places |= {"UV_TOOL_DIR": "uv", "UV_TOOL_BIN_DIR": "bin", "UV_CACHE_DIR": "cache"}
    reached = {name: value for name, value in os.environ.items() if name.startswith(PASSED_ON)}
    environment = reached | {name: str(root / place) for name, place in places.items()}
    environment |= {"HOME": str(root / "home"), "PATH": f"{root / 'tools' / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run([*INSTALL[request.param], str(wheel)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return Person(home=root / "home", bin=root / "bin")


def test_it_is_there_by_its_name(person: Person) -> None:
    assert person.run("ozg --version").stdout == f"ozg-workflow {__version__}\n"


def test_a_city_is_set_up_and_checked_outside_any_checkout(person: Person) -> None:
    made = person.run("ozg init stadt --city Musterhausen --land NW --year 2027 --domain musterhausen.example")
    assert made.returncode == 0, made.stderr
    checked = person.run("ozg --home stadt check")
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith("musterhausen-2027: in Ordnung – ")
    assert person.run("ozg --home stadt prepare").returncode == 0
    assert str(ROOT) not in checked.stdout


def test_the_shell_completes_its_commands(person: Person) -> None:
    shown = person.run("ozg --show-completion")
    assert shown.stdout.startswith("_ozg_completion()")
    told = person.run("ozg --install-completion").stdout
    assert told == "Die Vervollständigung mit der Tabulatortaste ist eingerichtet; sie wirkt in jedem neuen Terminal.\n"
    assert "ozg" in (person.home / ".bashrc").read_text(encoding="utf-8")
    completed = person.run("_OZG_COMPLETE=complete_bash COMP_WORDS='ozg st' COMP_CWORD=1 ozg")
    assert completed.stdout.split() == ["status", "start-implementation"]


def test_its_help_is_german(person: Person) -> None:
    said = person.run("ozg --help").stdout
    assert "Aufruf: ozg [OPTIONEN] BEFEHL" in said
    assert not [word for word in ("Usage", "Install completion", "Show this message", "Options", "Commands") if word in said]
