"""Send every office its list, one mail per Dezernat."""

from flows.engine.step_flow import step_flow
from ozg_workflow.domain.steps import Step

send_lists = step_flow(Step.SEND_LISTS, __name__)
