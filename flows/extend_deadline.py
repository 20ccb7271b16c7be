"""Give one office more time."""

from datetime import date
from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Note, Office, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey.extend_list import extend_list

TITLE = Deployment.EXTEND_DEADLINE.form_title
RoundKey = Annotated[str, titled("Runde", "Um welche Runde es geht. Leer: die neueste Erhebung.", choice=Choice.ROUND)]


@form_flow(
    name=TITLE,
    description="Gibt allen Listen eines Amtes, die noch fehlen, eine eigene Frist. Das Dezernat erfährt es durch eine Mail, die Erinnerungen richten sich danach.",
)
def extend_deadline(
    office: Office,
    due_on: Annotated[date, titled("Neue Frist", "Der neue letzte Tag; er zählt noch mit.")],
    by: By,
    note: Note = "",
    chosen_round: RoundKey = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Set the deadline and tell the Dezernat."""
    steps = (decision(TITLE, by, lambda ctx: extend_list(ctx, office, due_on, round_key=chosen_round or None, note=note)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
