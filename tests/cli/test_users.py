"""`ozg user`: who may log in to the reading room."""

import json
from pathlib import Path
from typing import Any

import pytest

from ozg_workflow.workspace.users import FILE
from tests.cli.conftest import Ozg

PASSWORD = "Ein langes Kennwort"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "kennwort"
    path.write_text(PASSWORD + "\n", encoding="utf-8")
    return str(path)


def test_a_user_is_added_listed_and_removed(ozg: Ozg, secret: str) -> None:
    added = ozg("user", "add", "anna", "--rollout", "bielefeld-2020", "--password-file", secret, "--by", "Frau Lindner")
    assert added.code == 0, added.err
    assert "„anna“ liest bielefeld-2020." in added.out
    assert "die Anmeldung des Cockpits (OZG_UI_AUTH) gilt dort nicht mehr" in added.out
    assert (ozg.home / FILE).stat().st_mode & 0o777 == 0o600
    assert json.loads(ozg("user", "list", "--json").out) == [{"name": "anna", "role": "reader", "rollouts": ["bielefeld-2020"]}]
    assert "argon2" not in ozg("user", "list").out
    removed = ozg("user", "remove", "anna", "--by", "Frau Lindner")
    assert "„anna“ kommt nicht mehr herein; 0 Benutzer bleiben." in removed.out
    told = json.loads(ozg("audit", "--json", "--object", "user:anna").out)
    assert {(line["actor"], line["verb"]) for line in told} == {("Frau Lindner", "user_added"), ("Frau Lindner", "user_removed")}


def test_an_unknown_rollout_and_a_short_password_are_refused(ozg: Ozg, tmp_path: Path) -> None:
    short = tmp_path / "kurz"
    short.write_text("geheim", encoding="utf-8")
    result = ozg("user", "add", "anna", "--rollout", "bohn", "--password-file", str(short))
    assert result.code == 1
    assert "Den Rollout „bohn“ gibt es nicht. Vorhanden: bielefeld-2020." in result.err
    assert "12 bis 200 Zeichen" in result.err
    assert "geheim" not in result.out + result.err


def test_the_password_is_asked_for_twice_and_never_shown(ozg: Ozg, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "vertippt"])
    asked: list[str] = []

    def read(words: str) -> str:
        asked.append(words)
        return next(typed)

    monkeypatch.setattr("getpass.getpass", read)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    call: Any = ("user", "add", "anna", "--rollout", "*", "--role", "coordinator")
    done = ozg(*call)
    assert (done.code, asked) == (0, ["Kennwort: ", "Kennwort wiederholen: "])
    assert "„anna“ koordiniert alle Rollouts." in done.out
    wrong = ozg(*call, "--replace")
    assert (wrong.code, "verschieden" in wrong.err) == (2, True)
    assert PASSWORD not in done.out + done.err + wrong.out + wrong.err


def test_where_nobody_can_be_asked_a_file_is_wanted(ozg: Ozg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    result = ozg("user", "add", "anna", "--rollout", "*")
    assert (result.code, "--password-file" in result.err) == (2, True)


def test_before_there_is_a_database_that_is_said(empty: Ozg, secret: str) -> None:
    result = empty("user", "add", "anna", "--rollout", "bielefeld-2020", "--password-file", secret)
    assert result.code == 0
    assert "Ohne Datenbank gibt es noch kein Protokoll" in result.out


@pytest.mark.parametrize("command", [("check",), ("serve", "--port", "1")])
def test_a_broken_file_and_an_unknown_rollout_are_named_with_their_line(ozg: Ozg, secret: str, command: tuple[str, ...]) -> None:
    ozg("user", "add", "anna", "--rollout", "bielefeld-2020", "--password-file", secret)
    path = ozg.home / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('["bielefeld-2020"]', '["bielefeld-2020", "bohn"]'), encoding="utf-8")
    result = ozg(*command)
    assert result.code == 1
    assert "config/users.toml:8: Den Rollout „bohn“ gibt es nicht. Vorhanden: bielefeld-2020." in result.err
    path.write_text(text + "role = 1\n", encoding="utf-8")
    result = ozg(*command)
    assert (result.code, "config/users.toml:10: Die Datei ist kein gültiges TOML" in result.err) == (1, True)
