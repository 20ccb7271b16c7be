"""What a person has paused in the UI stays paused: a new start does not set the calendar going again."""

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags

from flows.engine.dropdowns import TAG


def paused_deployments(client: SyncPrefectClient) -> frozenset[str]:
    """Return the names of the deployments that are paused, as a whole or their schedule."""
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    found = client.read_deployments(deployment_filter=ours, limit=200)
    return frozenset(d.name for d in found if d.paused or any(not s.active for s in d.schedules))
