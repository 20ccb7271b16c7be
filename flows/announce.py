"""Inform heads, staff council and staff; invite to the information events."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import AnnouncementKey, Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Ankündigen und einladen",
    description="Informiert Leitungen, Personalrat und Beschäftigte und lädt zu den Infoveranstaltungen ein – was am Stichtag fällig ist und noch nicht hinausging.",
)
def announce(
    milestone: AnnouncementKey = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = False,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Queue the announcements that are due, or those of one milestone."""
    return run_flow(
        "Ankündigen und einladen",
        (step("announce", "Ankündigungen", milestone or None),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
