"""What is given away works: wheel and sdist are built, installed with the hashes of the lock outside the checkout, and serve a town.

The steps are those of the Containerfile, carried out one by one in a folder of their own; `make package` keeps wheel, sdist and the
list of parts in dist/. It downloads every package of the lock, so it is no part of `make test`.
"""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "dist"
PATIENCE_SECONDS = 120
pytestmark = pytest.mark.timeout(1200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A virtual environment outside the checkout, and the folders that stand for those of the container."""

    root: Path

    def path(self, text: str) -> str:
        """Put our folders in the place of the container's."""
        return re.sub(r"(?<![\w.])/(src|dist|data|tmp)\b", lambda found: f"{self.root}/{found[1]}", text)

    def run(self, *command: str, cwd: Path | None = None, **environment: str) -> str:
        """Run a command of the environment; its output. Fails with what it said."""
        done = subprocess.run(
            command, cwd=cwd or self.root, env=self.environment(**environment), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def environment(self, **changes: str) -> dict[str, str]:
        """Nothing of the checkout: only this environment's programs, and a home without packages."""
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "LANG"))}
        return kept | {"PATH": f"{self.root / 'venv' / 'bin'}:/usr/bin:/bin", "HOME": str(self.root / "data")} | changes


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of the Containerfile, stage by stage."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for word, rest in lines:
        found.append([]) if word == "FROM" else found[-1].append((word, rest))
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The package, built and installed by the steps of the Containerfile."""
    made = Place(root=tmp_path_factory.mktemp("package"))
    for name in ("src", "dist", "data", "tmp"):
        (made.root / name).mkdir()
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, files):
        if (ROOT / name).is_file():
            (made.root / "src" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, made.root / "src" / name)
    for stage in stages():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(made.root / "venv")], check=True)
        shutil.copyfile(ROOT / "requirements.lock", made.root / "tmp" / "requirements.lock")
        shutil.copytree(made.root / "dist", made.root / "tmp" / "dist", dirs_exist_ok=True)
        for word, command in stage:
            if word == "RUN" and not command.startswith("useradd"):  # we are nobody special here
                made.run("sh", "-c", made.path(command), cwd=made.root / "src")
    DIST.mkdir(exist_ok=True)
    for wheel in (made.root / "dist").glob("*.whl"):
        shutil.copyfile(wheel, DIST / wheel.name)
    return made


def _free_ports() -> int:
    """A port whose next one is free, too."""
    for _ in range(50):
        with socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                next_one.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no two free ports")


def test_the_program_knows_its_version_and_lies_outside_the_checkout(place: Place) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert place.run("ozg", "--version") == f"ozg-workflow {version}\n"
    where = place.run("python", "-c", "import flows, ozg_workflow; print(flows.__file__, ozg_workflow.__file__)")
    assert str(ROOT) not in where
    assert (
        place.run("python", "-c", "import importlib.metadata as m; print(m.metadata('ozg-workflow')['License-Expression'])")
        == "EUPL-1.2\n"
    )


def test_a_new_town_sends_its_lists_on_the_day(place: Place) -> None:
    town = place.root / "stadt"
    place.run("ozg", "init", str(town))
    settings = {"OZG_HOME": str(town), "OZG_SMTP_URL": f"dir:{place.root / 'post'}", "OZG_RECIPIENTS": "*"}
    place.run("ozg", "check", **settings)
    place.run("ozg", "prepare", **settings)
    place.run("ozg", "run-day", "--today", "2020-03-25", **settings)
    status = json.loads(place.run("ozg", "status", "--json", "--today", "2020-03-25", **settings))
    assert status["mail"]["accepted"] == len(list((place.root / "post").glob("*.eml"))) > 6
    assert {item["state"] for item in status["lists"]} == {"sent"}
    assert "vollständig und unverändert" in place.run("ozg", "audit", "verify", **settings)


@contextmanager
def _serving(place: Place, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = dict(stages()[-1])["CMD"]
    arguments = [*json.loads(command), "--port", str(port)]
    settings = {"OZG_HOME": str(place.root / "stadt"), "OZG_UI_AUTH": "ozg:geheim"}
    log = (place.root / "serve.log").open("wb")
    process = subprocess.Popen(arguments, cwd=place.root, env=place.environment(**settings), stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill() if process.poll() is None else None
        log.close()


def test_it_serves_says_that_it_is_alive_and_stops_quietly(place: Place) -> None:
    port = _free_ports()
    health = json.loads(re.sub(r"^.*?CMD ", "", dict(stages()[-1])["HEALTHCHECK"]).replace("4201", str(port + 1)))
    with _serving(place, port) as process:
        deadline = time.monotonic() + PATIENCE_SECONDS
        alive = False
        while not alive and process.poll() is None and time.monotonic() < deadline:
            alive = subprocess.run(health, env=place.environment(), capture_output=True, check=False).returncode == 0
            time.sleep(1)
        said = (place.root / "serve.log").read_text(encoding="utf-8")
        assert alive, said
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, (place.root / "serve.log").read_text(encoding="utf-8")
    assert "Traceback" not in (place.root / "serve.log").read_text(encoding="utf-8")


def test_the_sdist_holds_what_the_wheel_is_made_of(place: Place) -> None:
    place.run(sys.executable, "-m", "venv", str(place.root / "tools"))
    tools = str(place.root / "tools" / "bin" / "python")
    place.run(tools, "-m", "pip", "install", "--quiet", "--requirement", str(ROOT / "packaging" / "tools.txt"))
    place.run(tools, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(place.root / "dist"), cwd=place.root / "src")
    (sdist,) = (place.root / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(place.root / "unpacked", filter="data")
    (folder,) = (place.root / "unpacked").iterdir()
    place.run(tools, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place.root / "again"), cwd=folder)
    names = [
        sorted(zipfile.ZipFile(wheel).namelist())
        for wheel in (*(place.root / "dist").glob("*.whl"), *(place.root / "again").glob("*.whl"))
    ]
    assert names[0] == names[1]
    assert {"ozg_workflow/_data/config/bielefeld-2020/rollout.yaml", "ozg_workflow/web/style.css"} <= set(names[0])
    shutil.copyfile(sdist, DIST / sdist.name)


def test_the_list_of_parts_is_what_was_installed(place: Place) -> None:
    made = DIST / "sbom.cdx.json"
    tools = place.root / "tools" / "bin" / "cyclonedx-py"
    options = ("--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON", "-o", str(made))
    place.run(str(tools), "environment", *options, str(place.root / "venv" / "bin" / "python"))
    parts = {_normal(part["name"]): part["version"] for part in json.loads(made.read_text(encoding="utf-8"))["components"]}
    locked = dict(re.findall(r"^([\w.-]+)==([^ ]+) \\$", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert {name: parts.get(_normal(name)) for name in locked} == locked
    assert "pytest" not in parts


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def test_compose_names_only_settings_that_exist_and_gives_no_secret() -> None:
    compose = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))
    service = compose["services"]["ozg"]
    for name, value in service["environment"].items():
        assert name.endswith("_FILE"), "secrets come from files"
        assert value.removeprefix("/run/secrets/") in compose["secrets"]
    assert service["read_only"] is True
    assert shlex.split(compose["services"]["database"]["healthcheck"]["test"][1]) == ["pg_isready"]
