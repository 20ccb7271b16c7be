"""Remind of missing lists, escalate after the deadline."""

from flows.engine.step_flow import step_flow
from ozg_workflow.domain.steps import Step

remind = step_flow(Step.REMIND, __name__)
