"""Mail the table of the answers to the coordinator."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import FlowStep, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.answers.mail_table import mail_answers
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.EXPORT_ANSWERS.form_title
RoundKey = Annotated[
    str, titled("Runde", "Wessen Angaben, auch die einer Umsetzungsabfrage. Leer: die neueste Erhebung.", choice=Choice.ROUND)
]


@form_flow(
    name=TITLE,
    description="Schickt der Koordination die Tabelle der Angaben als Excel-Datei: je Leistung, ob sie online ist, wie viele Fälle es gibt und woher jede Angabe stammt. Wo es eine Auswertung gibt, liegt priorisierung.xlsx bei.",
)
def export_answers(
    chosen_round: RoundKey = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Write the table, queue the mail, deliver it."""

    def ask(ctx: Context) -> StepResult:
        return mail_answers(ctx, chosen_round or None)

    return run_flow(
        TITLE,
        (FlowStep(name="export-answers", title=TITLE, action=ask),),
        rollout=rollout,
        today=today,
        preview=preview,
        deliver=deliver,
    )
