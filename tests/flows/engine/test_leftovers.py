"""After a downtime: what was interrupted is ended, and the late runs of the calendar do not pile up."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId
from prefect.states import Pending, Running, Scheduled

from flows.deployments import deployments
from flows.engine.serving.leftovers import ENDED, end_interrupted_runs, free_all_turns, skip_late_runs


@pytest.fixture
def collection(prefect: SyncPrefectClient) -> Any:
    """The deployment that is due every ten minutes, without runs; it rests, so that the server adds none by itself."""
    (found,) = [d for d in deployments() if d.name == "05 Rückläufe einsammeln"]
    found.paused = True
    deployment = found.apply()
    for run in runs_of(prefect, deployment):
        prefect.delete_flow_run(run.id)
    return deployment


def runs_of(client: SyncPrefectClient, deployment: Any) -> list[Any]:
    return client.read_flow_runs(flow_run_filter=FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment])))


def due(client: SyncPrefectClient, deployment: Any, minutes: int, *, by_calendar: bool = True) -> Any:
    """A run that is due in so many minutes; only the server's own calendar can make one of its kind."""
    run = client.create_flow_run_from_deployment(
        deployment, state=Scheduled(scheduled_time=datetime.now(UTC) + timedelta(minutes=minutes))
    )
    if by_calendar:
        with closing(sqlite3.connect(Path(os.environ["PREFECT_HOME"]) / "prefect.db", timeout=30)) as connection:
            connection.execute("UPDATE flow_run SET auto_scheduled = 1 WHERE id = ?", (str(run.id),))
            connection.commit()
    return run.id


def test_of_the_late_runs_of_the_calendar_only_the_newest_is_kept(prefect: SyncPrefectClient, collection: Any) -> None:
    late = [due(prefect, collection, -10 * number) for number in range(1, 6)]
    by_hand = due(prefect, collection, -120, by_calendar=False)
    later = due(prefect, collection, 60)
    assert skip_late_runs(prefect) == 4
    assert {run.id for run in runs_of(prefect, collection)} == {late[0], by_hand, later}, "what a person asked for is done"
    assert skip_late_runs(prefect) == 0


def test_before_a_rehearsal_no_late_run_of_the_calendar_is_kept(prefect: SyncPrefectClient, collection: Any) -> None:
    due(prefect, collection, -10)
    assert skip_late_runs(prefect, keep=0) == 1
    assert runs_of(prefect, collection) == []


def test_interrupted_runs_are_ended_and_free_their_places(prefect: SyncPrefectClient, collection: Any) -> None:
    run = due(prefect, collection, 0, by_calendar=False)
    for state in (Pending(), Running()):
        prefect.set_flow_run_state(run, state)
    waiting, one_too_many = (due(prefect, collection, 0, by_calendar=False) for _ in range(2))
    for each in (waiting, one_too_many):
        prefect.set_flow_run_state(each, Pending())
    assert prefect.read_flow_run(waiting).state.name == "Pending", "beside the one that works another may wait"
    assert prefect.read_flow_run(one_too_many).state.name == "Cancelled"
    assert end_interrupted_runs(prefect) >= 1
    free_all_turns(prefect)
    ended = prefect.read_flow_run(run).state
    assert (ended.type.value, ended.message) == ("CRASHED", ENDED)
    assert not any(limit.active_slots for limit in prefect.read_global_concurrency_limits(limit=200))
    again = due(prefect, collection, 0, by_calendar=False)
    prefect.set_flow_run_state(again, Pending())
    assert prefect.read_flow_run(again).state.name == "Pending"
    end_interrupted_runs(prefect)
