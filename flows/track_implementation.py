"""Follow the implementation."""

from flows.engine.step_flow import step_flow
from ozg_workflow.domain.steps import Step

track_implementation = step_flow(Step.TRACK, __name__)
