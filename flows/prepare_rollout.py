"""Load the configuration into the database."""

from dataclasses import replace

from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.engine.desk import refresh_desk
from flows.engine.form import form_flow
from flows.engine.parameters import By, RolloutKey, Today
from flows.engine.plain_failures import refused
from flows.engine.step import ONLY_PREVIEW, run_as_task
from ozg_workflow.bootstrap import open_app
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError, OzgError
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step.deciding import one_of
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.workspace.rollouts import load_rollouts


@form_flow(
    name=Deployment.PREPARE.form_title,
    description="Lädt Zeitplan, Organisation, Katalog und Fragebogen aus config/ in die Datenbank und frischt die Auswahllisten der Formulare auf. Ein zweiter Lauf ändert nichts.",
)
def prepare_rollout(by: By, rollout: RolloutKey = "", today: Today = None) -> State[StepResult]:
    """Load or update every rollout of the workspace, or the named one."""
    total = StepResult(title="Vorbereitung")
    try:
        app = open_app()
        chosen = [data for data in load_rollouts(app.home) if rollout in ("", data.config.key)]
        if not chosen:
            raise InputError(f"Den Rollout „{rollout}“ gibt es unter config/ nicht.")
        names = [one_of(data.config.people, by, data.config.key) for data in chosen]
        app.upgrade()
        for data, name in zip(chosen, names, strict=True):
            ctx = app.context_for(data.config.key, today=today, actor=name)
            ctx = replace(ctx, preview=bool(ctx.why_no_mail))
            total.absorb(run_as_task(f"{data.config.key} laden", lambda ctx=ctx, data=data: prepare(ctx, data)))  # type: ignore[misc]
            if ctx.preview:
                return Completed(message=f"{ONLY_PREVIEW} {ctx.why_no_mail}", data=total)
            refresh_desk(ctx)
    except OzgError as error:
        return refused(error)
    return Completed(message=f"{len(chosen)} Rollout(s) geladen.", data=total)
