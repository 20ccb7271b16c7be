"""Ask all offices again, with their last answers filled in."""

from datetime import date
from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey import open_round as usecase

TITLE = Deployment.OPEN_ROUND.form_title


@form_flow(
    name=TITLE,
    description="Eröffnet eine weitere Erhebungsrunde: Jedes Amt erhält die Liste seiner heutigen Leistungen, vorbelegt mit den letzten Angaben; Neues ist gekennzeichnet, Entfallenes genannt. Die Runde davor muss geschlossen oder vollständig sein.",
)
def open_round(
    due_on: Annotated[date, titled("Frist", "Bis wann die Listen zurück sein sollen; der Tag zählt noch mit.")],
    by: By,
    title: Annotated[
        str, titled("Name der Runde", "Steht im Betreff der Mails, z. B. Erhebung 2021. Leer: die laufende Nummer.")
    ] = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Open the round and send its lists."""
    steps = (decision(TITLE, by, lambda ctx: usecase.open_round(ctx, due_on, title=title)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
