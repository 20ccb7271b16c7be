"""Report how far the implementation has come."""

from flows.engine.step_flow import step_flow
from ozg_workflow.domain.steps import Step

report_completion = step_flow(Step.REPORT_COMPLETION, __name__)
