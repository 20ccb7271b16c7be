"""Send every office its list, one mail per Dezernat."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Amtslisten versenden",
    description="Schickt jedem Dezernat eine Mail mit den Amtslisten seiner Ämter und der Ausfüllhilfe. Ein zweiter Lauf verschickt nur, was neu dazugekommen ist (Nachträge).",
)
def send_lists(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Queue the missing lists and deliver them."""
    step = lambda ctx: run_step(ctx, "send-lists", "Amtslisten versenden")  # noqa: E731 - one line says it
    return run_flow("Amtslisten versenden", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
