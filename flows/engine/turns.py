"""One collection and one delivery at a time per rollout, over all workers.

The database prevents doubles anyway (unique keys, claims with a lease); taking turns spares the mail server and the mailbox.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound, PrefectHTTPStatusError
from prefect.runtime import deployment

from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.domain.steps import STEPS, Step
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

WAIT_SECONDS = 120
LEASE_SECONDS = 60  # a worker that was killed gives its place back after that


def perform_in_turn(ctx: Context, name: Step, milestone: str | None = None) -> StepResult:
    """Carry out a step, in turn with the other runs where it has turns. A process that runs flows by itself waits for nobody."""
    busy = STEPS[name].busy
    if not busy or not deployment.id:
        return perform(ctx, name, milestone)
    with _turn(f"ozg-{name}-{ctx.rollout_key}", busy):
        return perform(ctx, name, milestone)


@contextmanager
def _turn(limit: str, what: str) -> Iterator[None]:
    """Wait for the turn. Raises UnavailableError when another run does not end."""
    _ensure(limit)
    turn = concurrency(limit, occupy=1, timeout_seconds=WAIT_SECONDS, lease_duration=LEASE_SECONDS, strict=True)
    try:
        turn.__enter__()
    except TimeoutError as error:
        raise UnavailableError(f"Ein anderer Lauf {what} und wird nicht fertig. Der nächste Lauf holt es nach.") from error
    try:
        yield
    finally:
        turn.__exit__(None, None, None)


def _ensure(limit: str) -> None:
    with get_client(sync_client=True) as client:
        try:
            client.read_global_concurrency_limit_by_name(limit)
        except ObjectNotFound:
            with suppress(ObjectAlreadyExists, PrefectHTTPStatusError):  # another worker was quicker
                client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=limit, limit=1))
