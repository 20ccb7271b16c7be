"""Load the configuration into the database."""

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.engine.desk import refresh_desk
from flows.engine.form import form_flow
from flows.engine.parameters import RolloutKey, Today
from flows.engine.step import ACTOR, run_as_task
from ozg_workflow.bootstrap import open_app
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError, OzgError
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.workspace.rollouts import load_rollouts


@form_flow(
    name=Deployment.PREPARE.form_title,
    description="Lädt Zeitplan, Organisation, Katalog und Fragebogen aus config/ in die Datenbank und frischt die Auswahllisten der Formulare auf. Ein zweiter Lauf ändert nichts.",
)
def prepare_rollout(rollout: RolloutKey = "", today: Today = None) -> State[StepResult]:
    """Load or update every rollout of the workspace, or the named one."""
    total = StepResult(title="Vorbereitung")
    try:
        app = open_app()
        chosen = [data for data in load_rollouts(app.home) if rollout in ("", data.config.key)]
        if not chosen:
            raise InputError(f"Den Rollout „{rollout}“ gibt es unter config/ nicht.")
        app.upgrade()
        for data in chosen:
            ctx = app.context_for(data.config.key, today=today, actor=ACTOR)
            total.absorb(run_as_task(f"{data.config.key} laden", lambda ctx=ctx, data=data: prepare(ctx, data)))  # type: ignore[misc]
            refresh_desk(ctx)
    except OzgError as error:
        return Failed(message=str(error))
    return Completed(message=f"{len(chosen)} Rollout(s) geladen.", data=total)
