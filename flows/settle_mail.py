"""Decide about one mail whose delivery failed or is not known."""

from typing import Annotated, Literal

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.outbox.mail_admin import cancel, send_again, settle
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.SETTLE_MAIL.form_title
MailNumber = Annotated[
    int, titled("Mail", "Eine ungeklärte, abgelehnte oder unzustellbare Mail des Postausgangs.", choice=Choice.TROUBLED_MAIL)
]
Action = Annotated[
    Literal["ist angekommen", "erneut senden", "stornieren"],
    titled(
        "Was tun",
        "„ist angekommen“: nur bei ungeklärter Zustellung, nach Rückfrage beim Empfänger. „erneut senden“: die Adresse stimmt jetzt, oder die Mail kam nicht an. „stornieren“: sie wird nicht mehr gebraucht.",
    ),
]


@form_flow(
    name=TITLE,
    description="Entscheidet über eine Mail, deren Zustellung ungeklärt, abgelehnt oder gescheitert ist: Sie gilt als angekommen, geht noch einmal hinaus oder wird storniert.",
)
def settle_mail(
    mail: MailNumber,
    action: Action,
    by: By,
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Carry out what the person decided about the mail."""

    def decide(ctx: Context) -> StepResult:
        if action == "ist angekommen":
            return settle(ctx, mail, sent=True)
        return cancel(ctx, mail) if action == "stornieren" else send_again(ctx, mail)

    return run_flow(TITLE, (decision(TITLE, by, decide),), rollout=rollout, today=today, preview=preview, deliver=deliver)
