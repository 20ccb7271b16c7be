"""Remind of missing lists, escalate after the deadline."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Erinnern",
    description="Erinnert die Dezernate an fehlende Listen und eskaliert nach der Frist an die Dezernatsleitung. Jede Stufe geht nur einmal hinaus.",
)
def remind(rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True) -> State[StepResult]:
    """Queue the reminders that are due today."""
    return run_flow("Erinnern", (step("remind", "Erinnerungen"),), rollout=rollout, today=today, preview=preview, deliver=deliver)
