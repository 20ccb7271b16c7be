"""A computing centre: three rollouts in one database."""

import shutil

import pytest

from tests.cli.conftest import Ozg

CITIES = ("bielefeld-2020", "gladbeck-2020", "herford-2020")


@pytest.fixture
def three(empty: Ozg) -> Ozg:
    """A prepared workspace with three rollouts."""
    first = empty.home / "config" / CITIES[0]
    for key in CITIES[1:]:
        folder = empty.home / "config" / key
        shutil.copytree(first, folder)
        text = (folder / "rollout.yaml").read_text(encoding="utf-8")
        (folder / "rollout.yaml").write_text(text.replace(f"key: {CITIES[0]}", f"key: {key}"), encoding="utf-8")
    result = empty("prepare")
    assert result.code == 0, result.err
    return empty
