"""The settings of an installation: the environment over `config/settings.toml`; secrets also from `…_FILE`."""

import os
from collections.abc import Mapping
from pathlib import Path

from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.characters import has_control_characters
from ozg_workflow.workspace.settings.model import NAMES, Settings
from ozg_workflow.workspace.settings.secret_file import secret_in
from ozg_workflow.workspace.settings.toml_file import BROKEN, read_toml
from ozg_workflow.workspace.settings.values import PREFIX, read_value


def load_settings(home: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of the workspace `home`. Raises ConfigurationError with file and line."""
    env = os.environ if environment is None else environment
    values = read_toml(home, "config/settings.toml")
    values |= {name: read_value(name, value) for name, value in _from_environment(env).items()}
    return Settings(**values)


def _from_environment(env: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name in NAMES:
        variable = PREFIX + name.upper()
        if env.get(variable + "_FILE"):
            values[name] = secret_in(Path(env[variable + "_FILE"]), f"{variable}_FILE")
            source = f"{variable}_FILE"
        if variable in env:
            values[name], source = env[variable], variable
        if has_control_characters(values.get(name)):
            raise InputError(BROKEN.format(source))
    return values
