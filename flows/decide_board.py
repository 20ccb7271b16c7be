"""Record that the board decided as proposed."""

from datetime import date
from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.results.decide import accept_paper
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.DECIDE_BOARD.form_title


@form_flow(
    name=TITLE,
    description="Hält fest, dass der Verwaltungsvorstand der Vorlage so zugestimmt hat, wie sie vorgeschlagen war. Weicht der Beschluss bei einzelnen Leistungen ab, wird die ausgefüllte Entscheidungsliste mit „ozg board import“ eingelesen. Ohne Beschluss beginnt die Umsetzung nicht.",
)
def decide_board(
    by: By,
    decided_on: Annotated[
        date | None, titled("Tag der Sitzung", "Wann der Verwaltungsvorstand entschieden hat. Leer: heute.")
    ] = None,
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
) -> State[StepResult]:
    """Record the decision; no mail goes out."""
    steps = (decision(TITLE, by, lambda ctx: accept_paper(ctx, decided_on)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=False)
