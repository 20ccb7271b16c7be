"""Take over a table that came back by mail."""

from datetime import date
from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.intake.tables.take import take_table as take
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.TAKE_TABLE.form_title


@form_flow(
    name=TITLE,
    description="Übernimmt die Tabelle der Maßnahmen oder die Entscheidungsliste, die als Anhang einer Mail zurückgekommen ist. Die Vorschau nennt jede Änderung. Stimmt eine Zelle nicht, wird nichts übernommen; jede falsche Zelle wird genannt.",
)
def take_table(
    mail: Annotated[
        int,
        titled(
            "Mail", "Die Mail des Klärungskorbs, an der die Tabelle hängt; angeboten werden nur solche.", choice=Choice.TABLE_MAIL
        ),
    ],
    by: By,
    decided_on: Annotated[
        date | None, titled("Tag der Sitzung", "Nur für die Entscheidungsliste: wann entschieden wurde. Leer: heute.")
    ] = None,
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
) -> State[StepResult]:
    """Show what the table would change, or let it count."""
    steps = (decision(TITLE, by, lambda ctx: take(ctx, mail, decided_on)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=False)
