"""A copy of the shipped configuration that a test may break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.workspace.places import shipped
from ozg_workflow.workspace.rollouts import load_rollouts

KEY = "bielefeld-2020"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with the shipped configuration."""
    shutil.copytree(shipped("config"), tmp_path / "config")
    return tmp_path


@pytest.fixture
def change(home: Path) -> Callable[[str, str, str], int]:
    """Replace a text that stands once in a file of the rollout; returns its line."""

    def edit(file: str, old: str, new: str) -> int:
        path = home / "config" / KEY / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return edit


@pytest.fixture
def mistakes(home: Path) -> Callable[[], list[tuple[str, int, str]]]:
    """Load the workspace and return (file, line, message) of every problem."""

    def load() -> list[tuple[str, int, str]]:
        with pytest.raises(ConfigurationError) as caught:
            load_rollouts(home)
        return [(p.file.removeprefix(f"config/{KEY}/"), p.line, p.message) for p in caught.value.problems]

    return load
