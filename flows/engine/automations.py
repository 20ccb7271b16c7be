"""An example of an automation on the events `ozg.*`; create it with `python -m flows.engine.automations` (PREFECT_API_URL names the server)."""

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.events.schemas.automations import AutomationCore

from ozg_workflow.domain.deployments import Deployment

NAME = "OZG: Wenn etwas eine Person braucht, den Stand erneuern"
EVENTS = ["ozg.mail.unknown", "ozg.mail.quarantined", "ozg.case.opened", "ozg.step.failed"]


def create_example() -> str:
    """Create the automation, once, and return its name. Replace its action by a notification of your own."""
    with get_client(sync_client=True) as client:
        wanted = DeploymentFilter(name=DeploymentFilterName(any_=[Deployment.REPORT_STATUS.value]))
        (deployment,) = client.read_deployments(deployment_filter=wanted)
        if not client.read_automations_by_name(NAME):
            client.create_automation(AutomationCore.model_validate(_automation(str(deployment.id))))
    return NAME


def _automation(deployment_id: str) -> dict[str, object]:
    return {
        "name": NAME,
        "trigger": {
            "type": "event",
            "posture": "Reactive",
            "expect": EVENTS,
            "match": {"prefect.resource.id": "ozg.*"},
            "threshold": 1,
            "within": 0,
        },
        "actions": [{"type": "run-deployment", "source": "selected", "deployment_id": deployment_id}],
    }


if __name__ == "__main__":
    print(create_example())
