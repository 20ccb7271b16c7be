"""Read the mailbox, record the returns, answer them."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, EveryRolloutKey, Preview, Today
from flows.engine.step import run_flow, step
from ozg_workflow.usecases.step.result import StepResult

TITLE = "Rückläufe einsammeln"


@form_flow(
    name=TITLE,
    description="Liest das Postfach, prüft und speichert die Rückläufe, bestätigt vollständige Listen und schickt unvollständige mit Hinweisen zurück. Was nicht verstanden wird, kommt in den Klärungskorb.",
)
def collect_returns(
    rollout: EveryRolloutKey = "", today: Today = None, preview: Preview = False, deliver: Deliver = True
) -> State[StepResult]:
    """Store, understand and file every new mail."""
    steps = (step("collect", "Posteingang lesen"),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver, automatic=True)
