"""Rank the services by the answers."""

from flows.engine.step_flow import silent_flow
from ozg_workflow.domain.steps import Step

evaluate = silent_flow(Step.EVALUATE, __name__)
