"""`ozg` in this process: arguments and environment in, exit status and output out."""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ozg_workflow.cli.main import main
from ozg_workflow.workspace.places import create_workspace


@dataclass(frozen=True, kw_only=True)
class Result:
    """How one command ended."""

    code: int
    out: str
    err: str


class Ozg:
    """Runs commands on one workspace; nothing of the caller's environment counts."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str, **environment: str) -> Result:
        """Run `ozg arguments` with `environment` on top of OZG_HOME."""
        with self._monkeypatch.context() as patch:
            for name in [n for n in os.environ if n.startswith("OZG_")]:
                patch.delenv(name)
            for name, value in {"OZG_HOME": str(self.home), **environment}.items():
                patch.setenv(name, value)
            patch.setattr("sys.argv", ["ozg", *arguments])
            self._capsys.readouterr()
            with pytest.raises(SystemExit) as end:
                main()
        captured = self._capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        assert isinstance(end.value.code, int)
        return Result(code=end.value.code, out=captured.out, err=captured.err)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ozg:
    """A workspace that is not prepared."""
    create_workspace(tmp_path / "stadt", with_templates=False)
    return Ozg(tmp_path / "stadt", monkeypatch, capsys)


def _run(home: Path, *arguments: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("OZG_")]:
            patch.delenv(name)
        patch.setattr("sys.argv", ["ozg", "--home", str(home), *arguments])
        with pytest.raises(SystemExit, match="0"):
            main()


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared workspace that nobody may change."""
    home = tmp_path_factory.mktemp("prepared")
    create_workspace(home, with_templates=False)
    _run(home, "prepare", "--json")
    return home


@pytest.fixture(scope="session")
def sent_home(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after the day of the sending, with all mails held; nobody may change it."""
    home = tmp_path_factory.mktemp("sent") / "stadt"
    shutil.copytree(prepared_home, home)
    _run(home, "send-lists", "--today", "2020-03-25")
    return home


@pytest.fixture
def ozg(prepared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ozg:
    """A prepared workspace of its own."""
    shutil.copytree(prepared_home, tmp_path / "stadt")
    return Ozg(tmp_path / "stadt", monkeypatch, capsys)


@pytest.fixture
def sent(sent_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ozg:
    """A workspace of its own after the day of the sending."""
    shutil.copytree(sent_home, tmp_path / "stadt")
    return Ozg(tmp_path / "stadt", monkeypatch, capsys)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine on which nobody listens: bound, so that nobody else takes it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def change(ozg: Ozg) -> Any:
    """Replace a text in a file of the rollout."""

    def edit(file: str, old: str, new: str) -> None:
        path = ozg.home / "config" / "bielefeld-2020" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit
