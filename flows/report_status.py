"""Refresh the status artifacts and the drop-downs of the forms, or show a past day."""

from datetime import date
from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.artifacts import show_status
from flows.engine.form import form_flow
from flows.engine.parameters import EveryRolloutKey, Today, titled
from flows.engine.step import FlowStep, Run, on_rollouts
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.german import short_date
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.REPORT_STATUS.form_title
AsOf = Annotated[
    date | None,
    titled("Stand vom", "Zeigt den Stand, wie er am Abend dieses Tages war, unter „…-rueckblick-…“. Leer: den heutigen."),
]


@form_flow(
    name=TITLE,
    description="Erneuert unter „Artifacts“ die Übersicht, die Tabellen der Listen, der offenen Ämter und der Mails, Priorisierung und Umsetzung sowie die Auswahllisten der Formulare – oder zeigt einen vergangenen Tag.",
)
def report_status(rollout: EveryRolloutKey = "", as_of: AsOf = None, today: Today = None) -> State[StepResult]:
    """Write the status as artifacts."""

    def renew(run: Run) -> None:
        run.total.did("Der Stand ist erneuert.")

    def look_back(run: Run) -> None:
        words = f"{TITLE} vom {short_date(as_of)}"
        run.carry_out(FlowStep(name="look-back", title=words, action=lambda ctx: _show(ctx, as_of)))

    # a day that cannot be shown is the mistake of who asks; nobody gets a mail about it
    todo = renew if as_of is None else look_back
    return on_rollouts(TITLE, todo, rollout=rollout, today=today, automatic=as_of is None, reads=True)


def _show(ctx: Context, as_of: date | None) -> StepResult:
    show_status(ctx, as_of=as_of)
    return StepResult(title=TITLE, lines=[f"Der Stand vom {short_date(as_of)} ist gezeigt."])
