"""Reports on disk: whole or not at all, and only when they are new."""

from pathlib import Path

import pytest

from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult


def test_a_new_file_is_written_with_its_folders_and_told(tmp_path: Path) -> None:
    target, result = tmp_path / "var" / "reports" / "a.json", StepResult(title="Probe")
    write_if_changed(target, b"eins", result)
    assert target.read_bytes() == b"eins"
    assert (result.changed, result.files, result.lines) == (True, [str(target)], [f"Geschrieben: {target}"])
    assert list(target.parent.iterdir()) == [target]


def test_an_unchanged_file_is_left_alone_and_named_all_the_same(tmp_path: Path) -> None:
    target, result = tmp_path / "a.json", StepResult(title="Probe")
    target.write_bytes(b"eins")
    before = target.stat().st_mtime_ns
    write_if_changed(target, b"eins", result)
    assert (result.changed, result.files, result.lines) == (False, [str(target)], [])
    assert target.stat().st_mtime_ns == before
    write_if_changed(target, b"zwei", result)
    assert (result.changed, target.read_bytes()) == (True, b"zwei")


def test_a_file_that_cannot_be_written_leaves_no_half_one(tmp_path: Path) -> None:
    target, result = tmp_path / "a.json", StepResult(title="Probe")
    target.mkdir()
    (target / "darin").touch()
    with pytest.raises(OSError, match=r"a\.json"):
        write_if_changed(target, b"eins", result)
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert not result.changed
