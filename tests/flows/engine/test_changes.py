"""Important changes are events of Prefect: each one once, without words about persons."""

from typing import Any

import pytest

from flows.engine.changes import emit_changes
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
