"""Important changes are events of Prefect: each one once, without words about persons, and automations hear them."""

from pathlib import Path
from typing import Any

import pytest

from flows.engine.automations import NAME
from flows.engine.changes import emit_changes
from tests.cockpit import program, wait_for
from tests.flows.engine.test_serve import Serve
from tests.usecases.town import Town, not_ours


@pytest.fixture
def heard(prefect: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The events as they would go out."""
    events: list[dict[str, Any]] = []
    monkeypatch.setattr("flows.engine.changes.emit_event", lambda **event: events.append(event))
    return events


def test_on_a_new_server_the_past_is_not_told_and_later_each_change_once(asked: Town, heard: list[dict[str, Any]]) -> None:
    from prefect.variables import Variable

    Variable.unset("ozg-told-bielefeld-2020")
    assert emit_changes(asked.ctx()) == 0
    asked.send_back("50", {2: not_ours()})
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    assert emit_changes(asked.ctx()) == len(heard)
    assert sorted(event["event"] for event in heard) == ["ozg.case.opened", "ozg.mail.quarantined", "ozg.return.recorded"]
    assert "@" not in repr(heard)
    assert {event["payload"]["rollout"] for event in heard} == {"bielefeld-2020"}
    assert all(event["resource"]["prefect.resource.id"].startswith("ozg.") for event in heard)
    assert emit_changes(asked.ctx()) == 0


def test_an_automation_hears_of_a_mail_in_the_quarantine(asked: Town, tmp_path: Path) -> None:
    import subprocess
    import sys

    serve = Serve(asked, tmp_path / "serve.log", OZG_INBOX_URL=f"maildir:{asked.box}")
    with program(serve.command, serve.environment, serve.log):
        serve.ready()
        environment = serve.environment | {"PREFECT_API_URL": serve.api.url}
        for _ in range(2):  # the second time changes nothing
            subprocess.run([sys.executable, "-m", "flows.engine.automations"], env=environment, check=True, timeout=60)
        assert [a["name"] for a in serve.api.post("/automations/filter")] == [NAME]
        assert serve.api.run("21 Stand anzeigen", today="2020-04-06")[0] == "COMPLETED"
        asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
        assert serve.api.run("05 Rückläufe einsammeln", today="2020-04-06")[0] == "COMPLETED"
        deployment = serve.api.deployments()["21 Stand anzeigen"]["id"]

        def triggered() -> Any:
            runs = serve.api.post("/flow_runs/filter", deployments={"id": {"any_": [deployment]}})
            return [run for run in runs if (run["created_by"] or {}).get("type") == "AUTOMATION"]

        wait_for(triggered, 60, "the run of the automation")
