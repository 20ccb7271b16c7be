"""Clear what was to be read in one mail."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.intake import clear_to_read as use_case
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.CLEAR_TO_READ.form_title
MailNumber = Annotated[
    int, titled("Mail", "Eine Mail, in der etwas zu lesen war; der Text steht in der Übersicht.", choice=Choice.TO_READ)
]


@form_flow(
    name=TITLE,
    description="Hakt ab, was in einer Mail neben den Angaben zu lesen war: Begleittext, zusätzliche Zeilen, Kommentare, Terminwünsche.",
)
def clear_to_read(
    mail: MailNumber,
    by: By,
    note: Annotated[str, titled("Vermerk", "Was damit geschehen ist. Leer: kein Vermerk.")] = "",
    rollout: RolloutKey = "",
    today: Today = None,
) -> State[StepResult]:
    """Clear it."""

    def decide(ctx: Context) -> StepResult:
        return use_case.clear_to_read(ctx, mail, remark=note)

    return run_flow(TITLE, (decision(TITLE, by, decide),), rollout=rollout, today=today, deliver=False)
