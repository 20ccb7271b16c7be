"""The flows that carry out one step of the table: their name, their form and their words come from its row."""

from collections.abc import Callable
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import Deliver, Preview, RolloutKey, Today
from flows.engine.step import run_flow, step
from ozg_workflow.domain.steps import STEPS, Step
from ozg_workflow.usecases.step.result import StepResult


def form_title(name: Step) -> str:
    """Return what the form of a step is called. Raises ValueError where it has none."""
    deployment = STEPS[name].deployment
    if deployment is None:
        raise ValueError(f"{name} has no form")
    return deployment.form_title


def form_of(name: Step) -> Callable[[Callable[..., State[StepResult]]], Any]:
    """Make a flow of a function that carries out a step: `form_flow` with the words of its row."""
    return form_flow(name=form_title(name), description=STEPS[name].form)


def step_flow(name: Step, module: str) -> "Flow[..., State[StepResult]]":
    """Return the flow of a step that asks for nothing of its own; `module` is the file it stands in and is named after."""

    def carry_out(
        rollout: RolloutKey = "", today: Today = None, preview: Preview = True, deliver: Deliver = True
    ) -> State[StepResult]:
        return run_flow(form_title(name), (step(name),), rollout=rollout, today=today, preview=preview, deliver=deliver)

    return _named(carry_out, name, module)


def silent_flow(name: Step, module: str) -> "Flow[..., State[StepResult]]":
    """Return the same for a step that mails nobody: it delivers nothing, and a preview is on only when it is wanted."""

    def carry_out(rollout: RolloutKey = "", today: Today = None, preview: Preview = False) -> State[StepResult]:
        return run_flow(form_title(name), (step(name),), rollout=rollout, today=today, preview=preview, deliver=False)

    return _named(carry_out, name, module)


def _named(carry_out: Callable[..., State[StepResult]], name: Step, module: str) -> "Flow[..., State[StepResult]]":
    carry_out.__module__, carry_out.__name__ = module, module.rpartition(".")[2]  # where a worker finds it again
    carry_out.__doc__ = STEPS[name].form
    flow: Flow[..., State[StepResult]] = form_of(name)(carry_out)
    return flow
