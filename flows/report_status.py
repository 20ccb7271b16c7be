"""Refresh the status artifacts."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import show_status
from flows.parameters import RolloutKey, Today
from flows.step import open_context
from ozg_workflow.domain.errors import OzgError


@flow(name="Stand anzeigen", description="Erneuert die Übersicht mit Zeitplan und die Tabelle der Amtslisten unter „Artifacts“.")
def report_status(rollout: RolloutKey = "", today: Today = None) -> State[None]:
    """Write the status as artifacts."""
    try:
        show_status(open_context(rollout, today))
    except OzgError as error:
        return Failed(message=str(error))
    return Completed(message="Der Stand ist erneuert.")
