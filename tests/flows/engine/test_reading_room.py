"""The reading room is kept running beside the cockpit: its end is told, it comes back, and not for ever."""

import sys
import threading
import time
from pathlib import Path

import pytest

from flows.engine.server import Listening, desk_of
from flows.engine.serving import reading_room
from flows.engine.serving.reading_room import _Keeper
from ozg_workflow.domain.desk import Desk
from ozg_workflow.workspace.settings import Settings

DIES = (sys.executable, "-c", "import sys; print('kaputt', file=sys.stderr); sys.exit(7)")
LIVES = (sys.executable, "-c", "import time; time.sleep(60)")


def test_one_that_cannot_live_is_told_started_again_and_given_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_room, "RESTARTS", 1)
    log = tmp_path / "lesesaal.log"
    _Keeper(DIES, log).keep()
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"Der Lesesaal ist unerwartet beendet (Status 7) und wird neu gestartet; Näheres steht in {log}."
    assert second == f"Der Lesesaal endet immer wieder (Status 7) und bleibt geschlossen; Näheres steht in {log}."
    assert log.read_text(encoding="utf-8") == "kaputt\n" * 2


def test_one_that_is_ended_is_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keeper = _Keeper(LIVES, tmp_path / "lesesaal.log")
    thread = threading.Thread(target=keeper.keep)
    thread.start()
    while keeper.process is None:
        time.sleep(0.02)
    keeper.end()
    thread.join(10)
    assert (thread.is_alive(), keeper.process.poll()) == (False, -15)
    assert capsys.readouterr().err == ""


def test_one_that_is_ended_before_it_began_never_begins(tmp_path: Path) -> None:
    keeper = _Keeper(LIVES, tmp_path / "lesesaal.log")
    keeper.end()
    keeper.keep()
    assert keeper.process is None


@pytest.mark.parametrize(
    ("listening", "cockpit", "room"),
    [
        (Listening(port=4200), "http://127.0.0.1:4200", "http://127.0.0.1:4201"),
        (Listening(port=4200, reading_port=8000), "http://127.0.0.1:4200", "http://127.0.0.1:8000"),
        (Listening(port=65_535, host="0.0.0.0"), "http://127.0.0.1:65535", "http://127.0.0.1:65534"),
        (Listening(port=80, host="::1"), "http://[::1]:80", "http://[::1]:81"),
    ],
)
def test_the_desk_stands_where_both_listen_unless_the_settings_name_other_addresses(
    listening: Listening, cockpit: str, room: str
) -> None:
    found = desk_of(listening, Settings(), {"07 Erinnern": "x"})
    assert (found.cockpit, found.reading_room) == (cockpit, room)
    outside = Settings(ui_url="https://ozg.stadt.example", reading_url="https://lesen.stadt.example")
    assert desk_of(listening, outside, {}) == Desk(cockpit=outside.ui_url, reading_room=outside.reading_url)
