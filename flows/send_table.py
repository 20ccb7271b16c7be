"""Mail a table that people change to the coordinator."""

from typing import Annotated, Literal

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import FlowStep, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.results.tables.file import Table
from ozg_workflow.usecases.results.tables.mail_table import mail_table
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.SEND_TABLE.form_title
TableName = Annotated[
    Literal["Maßnahmen", "Entscheidungsliste"],
    titled("Tabelle", "Die Maßnahmen mit allem, was vereinbart ist; oder die Liste, in der der Beschluss je Leistung steht."),
]


@form_flow(
    name=TITLE,
    description=f"Schickt der Koordination eine Tabelle zum Bearbeiten. Die ausgefüllte Tabelle kommt als Antwort auf diese Mail zurück; „{Deployment.TAKE_TABLE}“ zeigt dann, was sich ändert, und übernimmt es.",
)
def send_table(
    table: TableName,
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Queue the mail with the table, deliver it."""
    wanted = Table.MEASURES if table == "Maßnahmen" else Table.DECISION
    step = FlowStep(name="send-table", title=TITLE, action=lambda ctx: mail_table(ctx, wanted))
    return run_flow(TITLE, (step,), rollout=rollout, today=today, preview=preview, deliver=deliver)
