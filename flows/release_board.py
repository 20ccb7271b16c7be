"""Release the draft of the board paper."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.results.release import release_paper
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.RELEASE_BOARD.form_title


@form_flow(
    name=TITLE,
    description="Schickt die Vorlage, die als Entwurf bei der Koordination liegt, an den Verwaltungsvorstand, genau so, wie sie gelesen wurde. Ist sie vorläufig (zu wenige Rückläufe, offene Fälle), muss das bestätigt werden.",
)
def release_board(
    by: By,
    confirmed: Annotated[
        bool, titled("Auch vorläufig", "Ankreuzen, um eine Vorlage freizugeben, die auf der ersten Seite „vorläufig“ sagt.")
    ] = False,
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Show what would go to the board, or send it."""
    steps = (decision(TITLE, by, lambda ctx: release_paper(ctx, confirmed=confirmed)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
