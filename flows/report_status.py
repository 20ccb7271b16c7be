"""Refresh the status artifacts and the drop-downs of the forms."""

from prefect.client.schemas.objects import State

from flows.form import form_flow
from flows.parameters import EveryRolloutKey, Today
from flows.step import Run, on_rollouts
from ozg_workflow.usecases.context import StepResult


@form_flow(
    name="Stand anzeigen",
    description="Erneuert die Übersicht mit Zeitplan und die Tabellen unter „Artifacts“ und die Auswahllisten der Formulare.",
)
def report_status(rollout: EveryRolloutKey = "", today: Today = None) -> State[StepResult]:
    """Write the status as artifacts."""

    def renew(run: Run) -> None:
        run.total.did("Der Stand ist erneuert.")

    return on_rollouts("Stand anzeigen", renew, rollout=rollout, today=today, automatic=True)
