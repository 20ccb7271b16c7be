"""Plan the measures, mail the kick-off."""

from flows.engine.step_flow import step_flow
from ozg_workflow.domain.steps import Step

start_implementation = step_flow(Step.START_IMPLEMENTATION, __name__)
