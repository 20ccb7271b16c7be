"""The fingerprint of a rollout's files changes with every byte and with nothing else."""

import os
from pathlib import Path

import pytest

from ozg_workflow.workspace.fingerprint import fingerprint, fingerprint_of
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import new_workspace


def test_every_byte_counts_and_nothing_else(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path) / "config" / "bielefeld-2020"
    before = fingerprint(folder)
    (folder / "notizen.txt").write_text("nicht geladen")
    (folder / "catalogue.csv").touch()
    assert fingerprint(folder) == before
    path = folder / "catalogue.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert fingerprint(folder) != before
    path.write_bytes(path.read_bytes()[:-1])
    assert fingerprint(folder) == before
    (folder / "scale.yaml").rename(folder / "skala.yaml") if (folder / "scale.yaml").exists() else path.rename(folder / "x.csv")
    assert fingerprint(folder) != before


def test_a_rollout_is_found_by_its_key_whatever_its_folder_is_called(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path) / "config" / "bielefeld-2020"
    assert fingerprint_of(tmp_path, "bielefeld-2020") == fingerprint(folder) == load_rollouts(tmp_path)[0].fingerprint
    moved = folder.rename(tmp_path / "config" / "stadt")
    assert fingerprint_of(tmp_path, "bielefeld-2020") == fingerprint(moved)
    assert fingerprint_of(tmp_path, "bielefeld") == fingerprint_of(tmp_path / "nirgends", "bielefeld-2020") == ""


def test_a_file_that_nobody_wrote_to_is_not_read_again_and_one_put_in_its_place_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_workspace(tmp_path) / "config" / "bielefeld-2020"
    before = fingerprint_of(tmp_path, "bielefeld-2020")
    read: list[str] = []
    bytes_of, text_of = Path.read_bytes, Path.read_text
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path.name) or bytes_of(path))
    monkeypatch.setattr(Path, "read_text", lambda path, *a, **o: read.append(path.name) or text_of(path, *a, **o))
    assert (fingerprint_of(tmp_path, "bielefeld-2020"), read) == (before, [])
    path = folder / "organisation.csv"
    times = path.stat()
    other = tmp_path / "other.csv"
    other.write_bytes(bytes_of(path).replace(b"Standesamt", b"Standesoma"))
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert other.stat().st_size == times.st_size
    other.replace(path)
    assert fingerprint_of(tmp_path, "bielefeld-2020") != before
    assert read == ["organisation.csv"]
