"""Write the board paper and mail it."""

from flows.engine.step_flow import step_flow
from ozg_workflow.domain.steps import Step

present = step_flow(Step.PRESENT, __name__)
