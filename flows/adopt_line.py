"""Take a service that an office wrote below its list into the catalogue."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.setup import adopt_line as use_case
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.ADOPT_LINE.form_title
Line = Annotated[int, titled("Zeile", "Eine Leistung, die ein Amt unter seine Liste geschrieben hat.", choice=Choice.ADDED_LINE)]
OfOffice = Annotated[
    str, titled("Zuständiges Amt", "Wer die Leistung erbringt. Leer: das Amt, dessen Liste es war.", choice=Choice.OFFICE)
]


@form_flow(
    name=TITLE,
    description="Nimmt eine fehlende Leistung, die ein Amt unter seine Liste geschrieben hat, in catalogue.csv auf, lädt sie und schickt dem Amt den Nachtrag.",
)
def adopt_line(
    line: Line,
    by: By,
    office: OfOffice = "",
    leika: Annotated[str, titled("Leistungsschlüssel", "14 Ziffern. Leer: der Schlüssel der Zeile, wenn einer dort steht.")] = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Carry out the decision."""

    def decide(ctx: Context) -> StepResult:
        return use_case.adopt_line(ctx, line, office=office, key=leika)

    return run_flow(TITLE, (decision(TITLE, by, decide),), rollout=rollout, today=today, preview=preview, deliver=deliver)
