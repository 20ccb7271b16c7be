"""Remind one office now."""

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Office, Preview, RolloutKey, Today
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey import remind_office as use_case

TITLE = Deployment.REMIND_OFFICE.form_title


@form_flow(
    name=TITLE,
    description="Erinnert sofort an die Listen, die ein Amt noch schuldet: eine Mail an das Postfach seines Dezernats, höchstens einmal am Tag. Die Erinnerungen des Zeitplans gehen weiter wie vorgesehen.",
)
def remind_office(
    office: Office,
    by: By,
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Show the mail, or send it."""
    steps = (decision(TITLE, by, lambda ctx: use_case.remind_office(ctx, office)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
