"""Clear one mail of the quarantine."""

from typing import Annotated, Literal

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Deliver, RolloutKey, Today, titled
from flows.step import run_as_task, run_flow
from ozg_workflow.usecases.context import Context, StepResult
from ozg_workflow.usecases.inbox_admin import assign_incoming, dismiss_incoming, retry_incoming

TITLE = "Klärungskorb bearbeiten"


@flow(
    name=TITLE,
    description="Nimmt eine Mail aus dem Klärungskorb: einem Amt zuordnen, erneut verarbeiten oder als erledigt vermerken.",
)
def clear_quarantine(
    mail: Annotated[int, titled("Mail", "Nummer aus dem Klärungskorb (Übersicht oder „ozg inbox list“).")],
    action: Annotated[
        Literal["zuordnen", "erneut verarbeiten", "erledigt"], titled("Was tun", "Zuordnen heißt: für den Absender bürgen.")
    ],
    office: Annotated[str, titled("Amt", "Nur beim Zuordnen, wenn die Liste ihre Kennung verloren hat: Nummer des Amtes.")] = "",
    note: Annotated[str, titled("Vermerk", "Nur bei „erledigt“: was damit geschehen ist.")] = "",
    rollout: RolloutKey = "",
    today: Today = None,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Carry out what the person decided about the mail."""

    def decide(ctx: Context) -> StepResult:
        if action == "zuordnen":
            return assign_incoming(ctx, mail, office=office or None)
        return retry_incoming(ctx, mail) if action == "erneut verarbeiten" else dismiss_incoming(ctx, mail, note)

    step = lambda ctx: run_as_task(TITLE, lambda: decide(ctx))  # noqa: E731 - one line says it
    return run_flow(TITLE, (step,), rollout=rollout, today=today, deliver=deliver)
