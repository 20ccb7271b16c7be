"""Compare other weights with the agreed ones; nothing is stored."""

from typing import Annotated

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import RolloutKey, Today, titled
from flows.engine.rehearsal import artifact_key
from flows.engine.step import FlowStep, Run, on_rollouts
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.report.trial.words import trial_lines, trial_markdown
from ozg_workflow.usecases.results.weights.try_weights import try_weights_form
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.COMPARE_WEIGHTS.form_title
ARTIFACT = "gewichte"


@form_flow(
    name=TITLE,
    description="Zeigt unter „Artifacts“ (…-gewichte), was andere Gewichte ändern würden: je Leistung Rang, Feld und Welle vorher und nachher. Gespeichert wird nichts.",
)
def compare_weights(
    weights: Annotated[
        str,
        titled(
            "Gewichte",
            "Einzelne Gewichte, mit Semikolon getrennt, etwa „Personaleinsatz: 30; Nutzerorientierung: 10“. Die anderen bleiben. Leer: nur die Datei.",
        ),
    ] = "",
    file: Annotated[
        str,
        titled(
            "Datei",
            "Name einer Datei im Ordner des Rollouts, mit derselben Form wie prioritisation.yaml. Leer: die vereinbarten Gewichte, geändert wie oben.",
        ),
    ] = "",
    rollout: RolloutKey = "",
    today: Today = None,
) -> State[StepResult]:
    """Show the comparison as an artifact."""

    def compare(run: Run) -> None:
        run.carry_out(FlowStep(name="compare-weights", title=TITLE, action=lambda ctx: _show(ctx, file, weights)))

    return on_rollouts(TITLE, compare, rollout=rollout, today=today, reads=True)


def _show(ctx: Context, file: str, weights: str) -> StepResult:
    trial, hints = try_weights_form(ctx, file, weights)
    key = artifact_key(ctx, ARTIFACT)
    create_markdown_artifact(key=key, markdown=trial_markdown(TITLE, trial), description="Was andere Gewichte ändern würden")
    lines = [*(f"Hinweis: {hint}" for hint in hints), *trial_lines(trial)]
    return StepResult(title=TITLE, lines=[*lines, f"{len(trial.changed)} Leistungen anders; zu lesen unter „Artifacts“ ({key})."])
