"""What a stop left behind: runs that ended with the machine, and scheduled runs nobody needs any more."""

from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed

BEGUN = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
LATE = timedelta(minutes=1)
ENDED = "Vom Ende des Programms unterbrochen. Nichts ist verloren: Der nächste Lauf holt nach, was fehlt."


def end_interrupted_runs(client: SyncPrefectClient) -> int:
    """Mark runs as crashed that were going on when the program ended; they would keep their place in the queue for ever."""
    runs = _all(client, FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=BEGUN))))
    for run in runs:
        client.set_flow_run_state(run.id, Crashed(message=ENDED), force=True)
    return len(runs)


def free_all_turns(client: SyncPrefectClient) -> None:
    """Give back the places of runs that cannot be going on any more: on one machine nothing runs before the start."""
    for limit in client.read_global_concurrency_limits(limit=200):
        if limit.active_slots:
            client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))


def skip_late_runs(client: SyncPrefectClient, *, keep: int = 1) -> int:
    """Delete scheduled runs whose time has passed, except the newest of each deployment: it does the work of all of them."""
    late = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        next_scheduled_start_time=FlowRunFilterNextScheduledStartTime.model_validate({"before_": datetime.now(UTC) - LATE}),
    )
    by_deployment: dict[object, list[FlowRun]] = {}
    for run in _all(client, late):
        if run.auto_scheduled:
            by_deployment.setdefault(run.deployment_id, []).append(run)
    skipped = [run for runs in by_deployment.values() for run in sorted(runs, key=_due, reverse=True)[keep:]]
    for run in skipped:
        client.delete_flow_run(run.id)
    return len(skipped)


def _due(run: FlowRun) -> datetime:
    return run.next_scheduled_start_time or run.expected_start_time or datetime.min.replace(tzinfo=UTC)


def _all(client: SyncPrefectClient, wanted: FlowRunFilter) -> list[FlowRun]:
    found: list[FlowRun] = []
    while page := client.read_flow_runs(flow_run_filter=wanted, limit=200, offset=len(found)):
        found += page
    return found
