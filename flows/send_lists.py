"""Send every office its list, one mail per Dezernat."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult


@form_flow(
    name="Amtslisten versenden",
    description="Schickt jedem Dezernat eine Mail mit den Amtslisten seiner Ämter und der Ausfüllhilfe. Ein zweiter Lauf verschickt nur, was neu dazugekommen ist (Nachträge).",
)
def send_lists(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Queue the missing lists and deliver them."""
    return run_flow(
        "Amtslisten versenden",
        (step("send-lists", "Amtslisten versenden"),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
