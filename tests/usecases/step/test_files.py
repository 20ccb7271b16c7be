"""Reports on disk: whole or not at all, and only when they are new."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from tests.usecases.town import Town


def write(town: Town, target: Path, content: bytes) -> StepResult:
    with town.ctx().reading("Probe") as work:
        write_if_changed(work, target, content)
    return work.result


def test_a_new_file_is_written_with_its_folders_and_told(town: Town, tmp_path: Path) -> None:
    target = tmp_path / "var" / "reports" / "a.json"
    result = write(town, target, b"eins")
    assert target.read_bytes() == b"eins"
    assert (result.changed, result.files, result.lines) == (True, [str(target)], [f"Geschrieben: {target}"])
    assert list(target.parent.iterdir()) == [target]


def test_an_unchanged_file_is_left_alone_and_named_all_the_same(town: Town, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"eins")
    before = target.stat().st_mtime_ns
    result = write(town, target, b"eins")
    assert (result.changed, result.files, result.lines) == (False, [str(target)], [])
    assert target.stat().st_mtime_ns == before
    assert write(town, target, b"zwei").changed
    assert target.read_bytes() == b"zwei"


@contextmanager
def full_disk(free: int) -> Iterator[None]:
    """No file may become larger than `free` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_the_older_file_stays_and_no_half_one_beside_it(town: Town, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"eins")
    with town.ctx().reading() as work:
        with pytest.raises(OSError, match="File too large"), full_disk(free=6):
            write_if_changed(work, target, b"zweimal so lang")
        assert (work.result.changed, work.result.lines) == (False, [])
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.json", b"eins")]
