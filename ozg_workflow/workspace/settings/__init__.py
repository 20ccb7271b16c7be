"""The settings: of the installation, and what a rollout says otherwise about its own mail.

Here belongs what a setting may be and where it comes from. Not here: the plan of a rollout, nor what is built from a setting (`bootstrap`).
"""

from ozg_workflow.workspace.settings.load import load_settings
from ozg_workflow.workspace.settings.model import Settings
from ozg_workflow.workspace.settings.of_rollout import settings_of_rollout

__all__ = ["Settings", "load_settings", "settings_of_rollout"]
