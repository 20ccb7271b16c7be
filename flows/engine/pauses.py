"""What a person has paused in the UI stays paused: a new start does not set the calendar going again."""

from collections.abc import Sequence
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse

from flows.engine.dropdowns import TAG


def paused_deployments(client: SyncPrefectClient) -> frozenset[str]:
    """Return the names of the deployments that are paused, as a whole or their schedule."""
    return frozenset(d.name for d in _ours(client) if d.paused or any(not s.active for s in d.schedules))


def paused_as_a_whole(client: SyncPrefectClient) -> tuple[UUID, ...]:
    """Return the ids of the deployments that are paused themselves, not only their schedule."""
    return tuple(d.id for d in _ours(client) if d.paused)


def _ours(client: SyncPrefectClient) -> Sequence[DeploymentResponse]:
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    return client.read_deployments(deployment_filter=ours, limit=200)
