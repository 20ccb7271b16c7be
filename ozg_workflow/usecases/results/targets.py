"""What the rollout wants to reach, and whose a service is, as people read it."""

from typing import Final

from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.results.implementation import Target
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.usecases.step.work import Work

NO_DEPARTMENT: Final = "Ohne Dezernat"


def target_of(config: RolloutConfig) -> Target:
    """Return what the rollout wants to reach until when."""
    return Target(level=config.scale.target_level, deadline=config.timeline.due_on(Action.COMPLETE))


def department_title(work: Work, office: str) -> str:
    """Return the Dezernat of an office as people read it, also of one that belongs to none."""
    found = work.directory.find_department(office)
    return found.title if found else NO_DEPARTMENT


def level_title(config: RolloutConfig) -> str:
    """Return the target level as people read it, `Stufe 4 – Online-Transaktion`."""
    return config.scale.title_of(config.scale.target_level)
