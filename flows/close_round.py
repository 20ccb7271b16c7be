"""Close a round, or take it up again."""

from typing import Annotated, Literal

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Note, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey import manage_rounds

TITLE = Deployment.CLOSE_ROUND.form_title
RoundKey = Annotated[str, titled("Runde", "Um welche Runde es geht. Leer: die neueste Erhebung.", choice=Choice.ROUND)]
Action = Annotated[
    Literal["schließen", "wieder öffnen"],
    titled(
        "Was tun", "„schließen“: Es wird nicht mehr erinnert, was fehlt, bleibt offen. „wieder öffnen“: Die Runde geht weiter."
    ),
]


@form_flow(
    name=TITLE,
    description="Schließt eine Erhebungsrunde oder öffnet sie wieder. Nach dem Schließen wird niemand mehr erinnert; was dann noch kommt, wird gespeichert und mit einem Hinweis beantwortet.",
)
def close_round(
    by: By,
    chosen_round: RoundKey = "",
    action: Action = "schließen",
    note: Note = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = False,
) -> State[StepResult]:
    """End the round or go on with it; no mail goes out."""

    def decide(ctx: Context) -> StepResult:
        key = chosen_round or None
        return manage_rounds.close_round(ctx, key, note) if action == "schließen" else manage_rounds.reopen_round(ctx, key)

    return run_flow(TITLE, (decision(TITLE, by, decide),), rollout=rollout, today=today, preview=preview, deliver=False)
