"""Patterns that are compiled when they are first used behave like others, and none of ours is wrong."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import ozg_workflow
from ozg_workflow.domain.late_pattern import LatePattern, late


def _ours() -> Iterator[tuple[str, LatePattern]]:
    for module in pkgutil.walk_packages(ozg_workflow.__path__, "ozg_workflow."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                for item in value if isinstance(value, tuple) else (value,):
                    if isinstance(item, LatePattern):
                        yield f"{module.name}.{name}", item


OURS = list(_ours())


def test_there_are_such_patterns() -> None:
    assert len(OURS) > 100


@pytest.mark.parametrize("pattern", [item for _, item in OURS], ids=[name for name, _ in OURS])
def test_every_pattern_can_be_compiled(pattern: LatePattern) -> None:
    assert isinstance(pattern.groups, int)


def test_it_finds_what_a_compiled_one_finds() -> None:
    text, pattern = "Amt 33, amt 34", late(r"amt (\d+)", re.IGNORECASE)
    assert [m[1] for m in pattern.finditer(text)] == pattern.findall(text) == ["33", "34"]
    assert pattern.sub("X", text) == "X, X"


def test_it_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = late("a+")
    assert pattern.fullmatch("aaa")
    monkeypatch.setattr(re, "compile", lambda *_: pytest.fail("compiled again"))
    assert pattern.fullmatch("aa")


def test_a_wrong_one_says_so_when_it_is_used() -> None:
    pattern = late("(")
    with pytest.raises(re.error):
        pattern.search("")
