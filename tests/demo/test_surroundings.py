"""The demo's folder and environment: nothing of somebody else's is touched."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ozg_workflow.demo.summary import shortcomings
from ozg_workflow.demo.surroundings import MARKER, environment, make_folder, write_settings
from ozg_workflow.domain.cockpit.status import (
    ImplementationStatus,
    ListStatus,
    MilestoneStatus,
    Planned,
    PrioritisationStatus,
    Status,
)
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.workspace.settings import load_settings

DAY = datetime(2020, 4, 6, 7, 0, tzinfo=UTC)


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


def _list(office: str, state: ListState) -> ListStatus:
    return ListStatus(
        list_id=1,
        office=office,
        name="Amt",
        department="1",
        round="erhebung-1",
        version=1,
        closed=False,
        state=state,
        rows=1,
        answered=1,
        invalid=0,
        disputed=0,
        due_on=DAY.date(),
        sent_at=DAY,
        returned_at=None,
        reminders=0,
    )


def _milestone(state: MilestoneState) -> MilestoneStatus:
    return MilestoneStatus(key="konzept", title="Konzept", planned=Planned.read("2020-03-17"), state=state, done_at=None)


GOOD = Status(
    rollout="bielefeld-2020",
    title="OZG",
    today=DAY.date(),
    milestones=(_milestone(MilestoneState.DONE),),
    departments=(),
    lists=(_list("33", ListState.RETURNED), _list("13", ListState.NIL_RETURN), _list("62", ListState.SENT)),
    mail=dict.fromkeys(MessageState, 0),
    inbox={},
    mailboxes=(),
    cases={CaseState.OPEN: 0, CaseState.SETTLED: 1},
    prioritisation=PrioritisationStatus(evaluated_at=DAY, ranked=1, blocked=0, incomplete=0),
    implementation=ImplementationStatus(measures=1, started=1, reached_target=1, target_level=4, target_on=DAY.date()),
)


def test_a_good_end_has_no_shortcomings() -> None:
    assert shortcomings(GOOD, "62") == []


@pytest.mark.parametrize(
    "change",
    [
        {"milestones": (_milestone(MilestoneState.LATE),)},
        {"lists": (_list("33", ListState.SENT),)},
        {"lists": (_list("62", ListState.RETURNED),)},
        {"mail": GOOD.mail | {MessageState.QUEUED: 1}},
        {"cases": {CaseState.OPEN: 0, CaseState.SETTLED: 0}},
        {"cases": {CaseState.OPEN: 1, CaseState.SETTLED: 1}},
        {"prioritisation": None},
    ],
)
def test_whatever_is_missing_at_the_end_is_named(change: dict) -> None:
    assert len(shortcomings(replace(GOOD, **change), "62")) == 1
