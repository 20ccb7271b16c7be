"""The fingerprint of a rollout's files changes with every byte and with nothing else."""

from pathlib import Path

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
