"""The log has one JSON object a line, is private, does not grow for ever, and quotes nobody."""

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ozg_workflow.workspace import log as module
from ozg_workflow.workspace.log import append, start_log, without_secrets

LOG = logging.getLogger("ozg_workflow.tests")


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Any]:
    (tmp_path / "var").mkdir()
    start_log(tmp_path, "info")
    file = tmp_path / "var" / "log" / "ozg.log"
    yield lambda: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    start_log(tmp_path, "off")


def test_a_line_holds_the_words_and_what_stands_beside_them(lines: Any, tmp_path: Path) -> None:
    LOG.debug("too fine")
    LOG.info("step ended", extra={"ozg": {"step": "collect", "figures": {"returns": 2}}})
    (line,) = lines()
    assert {k: line[k] for k in ("level", "logger", "message", "step", "figures")} == {
        "level": "info",
        "logger": "ozg_workflow.tests",
        "message": "step ended",
        "step": "collect",
        "figures": {"returns": 2},
    }
    assert stat.S_IMODE((tmp_path / "var" / "log" / "ozg.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "var" / "log").stat().st_mode) == 0o700


def test_of_an_exception_only_the_class_and_the_places_are_kept(lines: Any) -> None:
    try:
        raise ValueError("krueger@bielefeld.example")
    except ValueError:
        LOG.warning("incoming %s could not be processed", 7, exc_info=True)
    (line,) = lines()
    assert (line["message"], line["error"]) == ("incoming 7 could not be processed", "ValueError")
    assert line["places"][0].startswith("test_log.py:")
    assert "krueger" not in json.dumps(line)


def test_without_a_workspace_nothing_is_written(tmp_path: Path) -> None:
    start_log(tmp_path / "nirgends", "info")
    LOG.info("nobody reads this")
    start_log(tmp_path, "off")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_stops_no_step(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "append", full)
    LOG.info("goes on")
    assert lines() == []


def test_a_large_log_is_put_aside_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 10)
    for number in range(10):
        append(tmp_path / "ozg.log", f"Zeile Nummer {number}\n")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["ozg.log", *(f"ozg.log.{n}" for n in range(1, 6))]
    assert (tmp_path / "ozg.log").read_text(encoding="utf-8") == "Zeile Nummer 9\n"
    assert (tmp_path / "ozg.log.5").read_text(encoding="utf-8") == "Zeile Nummer 4\n"


def test_secrets_and_passwords_of_urls_are_hidden() -> None:
    text = "smtp://ozg:geheim@mail.stadt.example und postgresql+psycopg://u:p%40w@h/ozg und der Schlüssel s3cret"
    assert without_secrets(text, ("s3cret", "")) == (
        "smtp://ozg:[…]@mail.stadt.example und postgresql+psycopg://u:[…]@h/ozg und der Schlüssel […]"
    )
