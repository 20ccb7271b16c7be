"""What a rollout says about its own mail: `config/<rollout>/settings.toml` over the environment over `config/settings.toml`."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from ozg_workflow.workspace.fingerprint import folder_of
from ozg_workflow.workspace.settings.model import NAMES, OF_ROLLOUT, Settings
from ozg_workflow.workspace.settings.toml_file import read_toml

ELSEWHERE: Final = "Die Einstellung „{}“ gilt für alle Rollouts und gehört in config/settings.toml."
NOT_HERE: Final = {name: ELSEWHERE.format(name) for name in NAMES - OF_ROLLOUT}


def settings_of_rollout(home: Path, settings: Settings, key: str) -> Settings:
    """Return the settings as they are for one rollout. Raises ConfigurationError with file and line.

    A rollout without a folder in this workspace, or without such a file, has those of the installation.
    """
    folder = folder_of(home, key)
    return settings if folder is None else settings_in(home, settings, folder)


def settings_in(home: Path, settings: Settings, folder: Path) -> Settings:
    """Return the same for the rollout of a folder below `config/`."""
    return replace(settings, **read_toml(home, f"config/{folder.name}/settings.toml", NOT_HERE))
