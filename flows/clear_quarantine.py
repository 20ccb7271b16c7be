"""Clear one mail of the quarantine."""

from typing import Annotated, Literal

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.intake.inbox_admin import assign_incoming, dismiss_incoming, retry_incoming
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.CLEAR_QUARANTINE.form_title
MailNumber = Annotated[
    int,
    titled(
        "Mail",
        "Eine Mail des Klärungskorbs oder eine ungewöhnliche automatische; warum sie dort liegt, steht in der Übersicht.",
        choice=Choice.QUARANTINED,
    ),
]
Action = Annotated[
    Literal["zuordnen", "erneut verarbeiten", "erledigt"],
    titled(
        "Was tun",
        "„zuordnen“: Sie bürgen für den Absender, die Liste zählt. „erneut verarbeiten“: nach einer Korrektur, oder weil eine automatische Mail doch von einem Menschen ist. „erledigt“: von Hand beantwortet.",
    ),
]
ListOffice = Annotated[
    str, titled("Amt", "Nur beim Zuordnen, wenn die Liste ihre Kennung verloren hat: wessen Liste es ist.", choice=Choice.OFFICE)
]


@form_flow(
    name=TITLE,
    description="Nimmt eine Mail aus dem Klärungskorb: einem Amt zuordnen, erneut verarbeiten oder als erledigt vermerken. Danach gehen die Antworten hinaus, die daraus folgen.",
)
def clear_quarantine(
    mail: MailNumber,
    action: Action,
    by: By,
    office: ListOffice = "",
    note: Annotated[str, titled("Vermerk", "Nur bei „erledigt“: was damit geschehen ist.")] = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Carry out what the person decided about the mail."""

    def decide(ctx: Context) -> StepResult:
        if action == "zuordnen":
            return assign_incoming(ctx, mail, office=office or None)
        return retry_incoming(ctx, mail) if action == "erneut verarbeiten" else dismiss_incoming(ctx, mail, note)

    return run_flow(TITLE, (decision(TITLE, by, decide),), rollout=rollout, today=today, preview=preview, deliver=deliver)
