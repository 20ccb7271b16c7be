"""Reports on disk: whole or not at all, and only when they are new."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def full_disk(free: int) -> Iterator[None]:
    """No file may become larger than `free` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_the_older_file_stays_and_no_half_one_beside_it(tmp_path: Path) -> None:
    target, result = tmp_path / "a.json", StepResult(title="Probe")
    target.write_bytes(b"eins")
    with pytest.raises(OSError, match="File too large"), full_disk(free=6):
        write_if_changed(target, b"zweimal so lang", result)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.json", b"eins")]
    assert (result.changed, result.lines) == (False, [])
