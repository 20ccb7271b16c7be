"""Load the configuration into the database."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.engine.desk import refresh_desk, refresh_forms
from flows.engine.form import form_flow
from flows.engine.parameters import By, Preview, RolloutKey, Today, titled
from flows.engine.plain_failures import refused
from flows.engine.preview import preview_sentence, show_preview
from flows.engine.step import ONLY_PREVIEW, run_as_task
from ozg_workflow.bootstrap import App, open_app
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError, NotPreparedError, OzgError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.setup.preview_prepare import preview_first, preview_prepare
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.deciding import one_of
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.workspace.rollouts import load_rollouts


@form_flow(
    name=Deployment.PREPARE.form_title,
    description="Lädt Zeitplan, Organisation, Katalog und Fragebogen aus config/ in die Datenbank und frischt die Auswahllisten der Formulare auf; vorher wird die Datenbank gesichert. Die Vorschau nennt jede Folge. Ein zweiter Lauf ändert nichts.",
)
def prepare_rollout(
    by: By,
    rollout: RolloutKey = "",
    today: Today = None,
    confirmed: Annotated[
        bool,
        titled(
            "Leistungen zurücknehmen",
            "An: lädt auch, was Leistungen aus Listen nimmt, die schon bei Ämtern liegen. Aus: Solche Dateien werden abgelehnt.",
        ),
    ] = False,
    preview: Preview = True,
) -> State[StepResult]:
    """Show what loading every rollout of the workspace, or the named one, would change, or load it."""
    total, contexts = StepResult(title="Vorbereitung"), []
    try:
        app = open_app()
        chosen = [data for data in load_rollouts(app.home) if rollout in ("", data.config.key)]
        if not chosen:
            raise InputError(f"Den Rollout „{rollout}“ gibt es unter config/ nicht.")
        names = [one_of(data.config.people, by, data.config.key) for data in chosen]
        if not preview:
            app.upgrade()
        exists = _exists(app)
        for data, name in zip(chosen, names, strict=True):
            ctx = app.context_for(data.config.key, today=today, actor=name)
            contexts.append(replace(ctx, preview=preview or bool(ctx.why_no_mail)))
            total.absorb(_load(contexts[-1], data, confirmed=confirmed, exists=exists))
    except OzgError as error:
        return refused(error)
    return Completed(message=_said(total, contexts, preview=preview), data=total)


def _load(ctx: Context, data: RolloutData, *, confirmed: bool, exists: bool) -> StepResult:
    if ctx.preview:
        result = run_as_task(f"{data.config.key}: Vorschau", lambda: _previewed(ctx, data, exists=exists))
        show_preview(ctx, result)
        return result
    result = run_as_task(f"{data.config.key} laden", lambda: prepare(ctx, data, confirmed=confirmed))
    refresh_desk(ctx)
    refresh_forms(ctx)
    return result


def _exists(app: App) -> bool:
    """Tell whether there is a database; a preview makes none."""
    try:
        app.require_schema()
    except NotPreparedError:
        return False
    return True


def _previewed(ctx: Context, data: RolloutData, *, exists: bool) -> StepResult:
    return preview_prepare(ctx, data) if exists else preview_first(data)


def _said(total: StepResult, contexts: Sequence[Context], *, preview: bool) -> str:
    """Return the sentence a run ends with."""
    if not contexts[0].preview:
        return f"{len(contexts)} Rollout(s) geladen."
    forced = "" if preview else f"{ONLY_PREVIEW} {contexts[0].why_no_mail} "
    return forced + preview_sentence(total, contexts)
