"""The demo's folder and environment: nothing of somebody else's is touched."""

import os
from pathlib import Path

import pytest

from ozg_workflow.demo.summary import shortcomings
from ozg_workflow.demo.surroundings import MARKER, environment, make_folder, write_settings
from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.settings import load_settings


def test_a_folder_that_is_not_a_demo_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "wichtig.txt").write_text("x")
    with pytest.raises(InputError, match="keine frühere Vorführung"):
        make_folder(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["wichtig.txt"]


def test_an_earlier_demo_is_replaced(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "demo")
    (folder / "var" / "alt.txt").write_text("x")
    make_folder(folder)
    assert (folder / MARKER).is_file()
    assert not (folder / "var" / "alt.txt").exists()
    assert (folder / "config" / "bielefeld-2020" / "timeline.yaml").is_file()


def test_the_settings_of_a_real_installation_are_hidden_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZG_DATABASE_URL", "postgresql://real")
    monkeypatch.setenv("PREFECT_API_URL", "https://prefect.example/api")
    before = dict(os.environ)
    with environment({"OZG_SMTP_URL": "smtp://127.0.0.1:1"}):
        os.environ["OZG_HOME"] = "set by the server"
        assert {n for n in os.environ if n.startswith(("OZG_", "PREFECT_"))} == {"OZG_SMTP_URL", "OZG_HOME"}
    assert dict(os.environ) == before


def test_the_commands_go_on_without_the_post_office(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "demo")
    write_settings(folder, folder / "var" / "post" / "ozg@bielefeld.example")
    settings = load_settings(folder, {})
    assert settings.smtp_url == f"dir:{folder / 'var' / 'ausgang'}"
    assert settings.inbox_url == f"maildir:{folder / 'var' / 'post' / 'ozg@bielefeld.example'}"
    assert settings.recipients == ("*@bielefeld.example",)


def _status(**changes) -> dict:
    states = {"33": "returned", "13": "nil_return", "62": "sent"}
    return {
        "milestones": [{"title": "Konzept", "state": "done"}],
        "lists": [{"office": o, "state": s, "round": "erhebung-1", "version": 1} for o, s in states.items()],
        "mail": {"queued": 0, "unknown": 0, "held": 0},
        "cases": {"open": 0, "settled": 1},
        "prioritisation": {"ranked": 1},
        "implementation": {"measures": 1},
    } | changes


def test_a_good_end_has_no_shortcomings() -> None:
    assert shortcomings(_status(), "62") == []


@pytest.mark.parametrize(
    "change",
    [
        {"milestones": [{"title": "Konzept", "state": "late"}]},
        {"lists": [{"office": "33", "state": "sent", "round": "erhebung-1", "version": 1}]},
        {"lists": [{"office": "62", "state": "returned", "round": "erhebung-1", "version": 1}]},
        {"mail": {"queued": 1, "unknown": 0, "held": 0}},
        {"cases": {"open": 0, "settled": 0}},
        {"cases": {"open": 1, "settled": 1}},
        {"prioritisation": None},
    ],
)
def test_whatever_is_missing_at_the_end_is_named(change: dict) -> None:
    assert len(shortcomings(_status(**change), "62")) == 1
