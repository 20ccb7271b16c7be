"""Rank the services by the answers."""

from flows.engine.step_flow import step_flow
from ozg_workflow.domain.steps import Step

evaluate = step_flow(Step.EVALUATE, __name__)
