"""Release the mass mailings that wait for a person, after showing whom they go to."""

from typing import Annotated

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, RolloutKey, Today, titled
from flows.engine.rehearsal import artifact_key
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.report.outbox import release_markdown
from ozg_workflow.usecases.outbox.mail_numbers import read_numbers
from ozg_workflow.usecases.outbox.release_mail import release, waiting
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.RELEASE.form_title
Numbers = Annotated[str, titled("Mails", "Nummern der Mails, z. B. „3, 5-9“. Leer: alle, die auf die Freigabe warten.")]
OnlyShow = Annotated[
    bool,
    titled("Nur zeigen", "An: zeigt unter „Artifacts“ jede Mail mit allen Empfängern und ändert nichts. Aus: gibt sie frei."),
]


@form_flow(
    name=TITLE,
    description="Zeigt die Mails, die auf eine Freigabe warten, mit jedem Empfänger, und gibt sie frei. Gilt, wo der Rollout es verlangt (require_release). Die Liste der erlaubten Empfänger gilt weiter.",
)
def release_mailing(
    by: By,
    mails: Numbers = "",
    preview: OnlyShow = True,
    rollout: RolloutKey = "",
    today: Today = None,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Show every recipient; then, if wanted, release and deliver."""

    def decide(ctx: Context) -> StepResult:
        numbers = read_numbers(mails)
        create_markdown_artifact(
            key=artifact_key(ctx, "freigabe"),
            markdown=release_markdown(waiting(ctx, *numbers), only_shown=ctx.preview),
            description="Mails, die auf die Freigabe warten, mit allen Empfängern",
        )
        return release(ctx, *numbers)

    return run_flow(TITLE, (decision(TITLE, by, decide),), rollout=rollout, today=today, preview=preview, deliver=deliver)
