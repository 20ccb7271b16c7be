"""`ozg health` for monitoring, the ping after a good day, and a log that names nobody."""

import json
import re
import threading
from pathlib import Path

import pytest

from tests.cli.conftest import Ozg
from tests.workspace.test_ping import Watcher, watcher  # noqa: F401 - a fixture

NAMES = ("Krüger", "Lindner", "Petersen", "Anders", "Brandes", "Kaiser")


def checks(text: str) -> dict[str, bool]:
    return {check["name"]: check["ok"] for check in json.loads(text)["checks"]}


def test_a_fresh_workspace_says_that_the_day_never_ran_and_after_it_all_is_well(ozg: Ozg) -> None:
    before = ozg("health")
    assert (before.code, before.err) == (1, "")
    assert "BITTE PRÜFEN  Tageslauf: noch nie gelaufen, erwartet am " in before.out
    assert ozg("run-day").code == 0
    after = ozg("health", "--json")
    assert (after.code, json.loads(after.out)["ok"]) == (0, True)
    assert checks(after.out)["database"]
    assert ozg("health", "--quiet").out == ""


def test_what_is_outside_has_a_status_of_its_own(ozg: Ozg, closed_port: int) -> None:
    url = f"postgresql+psycopg://ozg:geheim@127.0.0.1:{closed_port}/ozg?connect_timeout=2"
    result = ozg("health", "--json", OZG_DATABASE_URL=url)
    assert (result.code, checks(result.out)) == (3, {"database": False})
    assert "geheim" not in result.out + result.err


def test_a_workspace_that_is_not_prepared_is_not_healthy(empty: Ozg) -> None:
    assert empty("health").code == 1


def test_the_ping_comes_after_a_real_day_only(ozg: Ozg, watcher: Watcher) -> None:  # noqa: F811 - the fixture
    assert ozg("run-day", "--preview", OZG_PING_URL=watcher.url).code == 0
    assert ozg("run-day", "--today", "2020-03-25", OZG_PING_URL=watcher.url).code == 0
    assert watcher.asked == []
    assert ozg("run-day", OZG_PING_URL=watcher.url).code == 0
    assert len(watcher.asked) == 1
    assert ozg("run-day", OZG_PING_URL="http://127.0.0.1:1/").code == 0, "a failing ping fails no day"


def test_a_failed_day_is_not_told_as_done(ozg: Ozg, watcher: Watcher, closed_port: int) -> None:  # noqa: F811 - the fixture
    result = ozg("run-day", OZG_PING_URL=watcher.url, OZG_INBOX_URL=f"imap://u:p@127.0.0.1:{closed_port}/INBOX")
    assert result.code == 3
    assert watcher.asked == []


def test_the_status_does_not_wait_for_a_step_that_writes(ozg: Ozg) -> None:
    import sqlite3

    writer = sqlite3.connect(ozg.home / "var" / "ozg.db", isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE rollout SET title = 'unfertig'")
    late = threading.Timer(20, writer.rollback)
    late.start()
    result = ozg("status", "--json")
    assert late.is_alive(), "it waited until the writer gave up"
    late.cancel()
    writer.rollback()
    writer.close()
    assert (result.code, "unfertig" in result.out) == (0, False)


def test_the_log_of_a_round_names_steps_and_figures_and_nobody(ozg: Ozg, tmp_path: Path, closed_port: int) -> None:
    secret = {"OZG_SECRET_KEY": "sehr-geheim", "OZG_RECIPIENTS": "*"}
    post, box = f"dir:{tmp_path / 'post'}", f"maildir:{tmp_path / 'postfach'}"
    ozg("run-day", "--today", "2020-03-25", OZG_SMTP_URL=post, **secret)
    (tmp_path / "postfach" / "new").mkdir(parents=True, exist_ok=True)
    (tmp_path / "postfach" / "new" / "1").write_bytes(
        b"From: Frau Petersen <petersen@bielefeld.example>\r\nSubject: Frage\r\n\r\nHallo"
    )
    ozg("collect", "--today", "2020-04-06", OZG_INBOX_URL=box, OZG_SMTP_URL=post, **secret)
    broken = f"smtp://ozg:sehr-geheim@127.0.0.1:{closed_port}"
    assert ozg("remind", "--today", "2020-05-13", OZG_SMTP_URL=broken, **secret).code == 3
    text = (ozg.home / "var" / "log" / "ozg.log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    ended = {line["step"]: line["figures"] for line in lines if line["message"] == "step ended"}
    assert {"announce", "send-lists", "collect", "run-day", "deliver"} <= set(ended)
    assert ended["collect"]["quarantined"] == 1
    assert [line["error"] for line in lines if line["message"] == "step failed"] == ["UnavailableError"]
    assert not re.search(r"[\w.]@[\w.]", text), "no address"
    assert "geheim" not in text
    assert [name for name in NAMES if name in text] == []


def test_the_kept_traceback_has_no_password(ozg: Ozg, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("smtp://ozg:sehr-geheim@mail.stadt.example und der Schlüssel auch-geheim")

    monkeypatch.setattr("ozg_workflow.usecases.cockpit.status.status", fail)
    result = ozg("status", OZG_SMTP_URL="smtp://ozg:sehr-geheim@mail.stadt.example", OZG_SECRET_KEY="auch-geheim")
    kept = (ozg.home / "var" / "fehler.log").read_text(encoding="utf-8")
    assert "RuntimeError" in kept
    assert "geheim" not in kept
    assert "sehr-geheim" not in result.err
