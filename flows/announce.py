"""Inform heads, staff council and staff; invite to the information events."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, MilestoneKey, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Ankündigen und einladen",
    description="Informiert Leitungen, Personalrat und Beschäftigte und lädt zu den Infoveranstaltungen ein – was am Stichtag fällig ist und noch nicht hinausging.",
)
def announce(
    milestone: MilestoneKey = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = False,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Queue the announcements that are due, or those of one milestone."""
    step = lambda ctx: run_step(ctx, "announce", "Ankündigungen", milestone or None)  # noqa: E731 - one line says it
    return run_flow("Ankündigen und einladen", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
