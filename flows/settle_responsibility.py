"""Settle who is responsible for services."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey.decide_cases import decide_cases

TITLE = Deployment.SETTLE_RESPONSIBILITY.form_title
Cases = Annotated[
    list[int],
    titled(
        "Fälle",
        "Welche offenen Fälle entschieden werden; hinter dem Pfeil stehen die Ämter, die gemeint sein können, am Ende der Text des Amtes."
        " Leer: alle, wenn den Vorschlägen gefolgt wird.",
        choice=Choice.OPEN_CASE,
    ),
]
NewOffice = Annotated[
    str, titled("Zuständiges Amt", "Wer die Leistungen bekommt. Leer, wenn den Vorschlägen gefolgt wird.", choice=Choice.OFFICE)
]
Proposals = Annotated[
    bool,
    titled(
        "Vorschlägen folgen",
        "An: Jede Leistung geht an das Amt, das in ihrem Fall eindeutig genannt ist; was unklar ist oder im Kreis ginge, bleibt offen.",
    ),
]


@form_flow(
    name=TITLE,
    description="Weist die Leistungen offener Zuständigkeitsfälle einem Amt zu, einen oder viele auf einmal; es erhält sie als Nachtrag mit eigener Frist.",
)
def settle_responsibility(
    by: By,
    cases: Cases = [],  # noqa: B006 - only read; Prefect shows the default in the form
    office: NewOffice = "",
    proposals: Proposals = False,
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Move the rows of the cases and send the Nachtrag."""
    steps = (decision(TITLE, by, lambda ctx: decide_cases(ctx, cases, office, all_proposed=proposals)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
