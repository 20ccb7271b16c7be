"""Settle who is responsible for services."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.choices import NOBODY, Choice
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey.decide_cases import decide_cases, decide_elsewhere, reopen_cases

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
    str,
    titled(
        "Zuständiges Amt",
        "Wer die Leistungen bekommt, oder „keine Stelle dieser Stadt“. Leer, wenn den Vorschlägen gefolgt oder wieder geöffnet wird.",
        choice=Choice.RESPONSIBLE,
    ),
]
Proposals = Annotated[
    bool,
    titled(
        "Vorschlägen folgen",
        "An: Jede Leistung geht an das Amt, das in ihrem Fall eindeutig genannt ist; was unklar ist oder im Kreis ginge, bleibt offen.",
    ),
]

Note = Annotated[
    str,
    titled(
        "Notiz",
        "Steht beim Fall und im Protokoll. Bei „keine Stelle dieser Stadt“: wer es ist, z. B. Kreis Herford. Zum Wieder-Öffnen nötig.",
    ),
]
Reopen = Annotated[
    list[int],
    titled(
        "Wieder öffnen",
        "Entschiedene Fälle, die wieder offen sein sollen. Was ein Amt daraufhin noch nicht beantwortet hat, wird zurückgenommen.",
        choice=Choice.SETTLED_CASE,
    ),
]


@form_flow(
    name=TITLE,
    description="Weist die Leistungen offener Zuständigkeitsfälle einem Amt zu (es erhält sie als Nachtrag) oder keiner Stelle dieser Stadt, einen oder viele auf einmal. Oder öffnet entschiedene Fälle wieder.",
)
def settle_responsibility(
    by: By,
    cases: Cases = [],  # noqa: B006 - only read; Prefect shows the default in the form
    office: NewOffice = "",
    proposals: Proposals = False,
    note: Note = "",
    reopen: Reopen = [],  # noqa: B006 - as above
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Move the rows of the cases and send the Nachtrag, or open them again."""

    def decide(ctx: Context) -> StepResult:
        if reopen:
            return reopen_cases(ctx, reopen, note) if not (cases or office or proposals) else refuse_both()
        if office == NOBODY:
            return decide_elsewhere(ctx, cases, note, note)
        return decide_cases(ctx, cases, office, all_proposed=proposals, note=note)

    return run_flow(TITLE, (decision(TITLE, by, decide),), rollout=rollout, today=today, preview=preview, deliver=deliver)


def refuse_both() -> StepResult:
    """Raise InputError: one run either decides or opens again."""
    raise InputError("Bitte entweder Fälle entscheiden oder Fälle wieder öffnen, nicht beides in einem Lauf.")
