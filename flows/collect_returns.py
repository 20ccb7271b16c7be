"""Read the mailbox, record the returns, answer them."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, Preview, RolloutKey, Today
from flows.step import run_flow, run_step
from ozg_workflow.usecases.context import StepResult


@flow(
    name="Rückläufe einsammeln",
    description="Liest das Postfach, prüft und speichert die Rückläufe, bestätigt vollständige Listen und schickt unvollständige mit Hinweisen zurück. Was nicht verstanden wird, kommt in den Klärungskorb.",
)
def collect_returns(
    rollout: RolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Store, understand and file every new mail."""
    step = lambda ctx: run_step(ctx, "collect", "Posteingang lesen")  # noqa: E731 - one line says it
    return run_flow("Rückläufe einsammeln", (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
