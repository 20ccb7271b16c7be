"""A workspace is made once and left alone after that; the secret key is private and stays the same."""

import stat
from pathlib import Path

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.places import create_workspace, secret_key, shipped, template_folders
from ozg_workflow.workspace.rollouts import load_rollouts


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_workspace_works_as_it_is(tmp_path: Path) -> None:
    created = create_workspace(tmp_path / "neu", with_templates=False)
    assert {".gitignore", "config/settings.toml", "config/bielefeld-2020/rollout.yaml"} <= set(created)
    assert load_rollouts(tmp_path / "neu")[0].config.key == "bielefeld-2020"
    assert (tmp_path / "neu" / ".gitignore").read_text(encoding="utf-8") == "/var/\n"
    assert _mode(tmp_path / "neu" / "var") == 0o700


def test_making_it_again_changes_nothing_and_restores_only_what_is_missing(tmp_path: Path) -> None:
    create_workspace(tmp_path, with_templates=False)
    timeline, settings = tmp_path / "config/bielefeld-2020/timeline.yaml", tmp_path / "config/settings.toml"
    timeline.write_text("# eigene Fassung\n", encoding="utf-8")
    settings.unlink()
    assert create_workspace(tmp_path, with_templates=False) == ["config/settings.toml"]
    assert create_workspace(tmp_path, with_templates=False) == []
    assert timeline.read_text(encoding="utf-8") == "# eigene Fassung\n"


def test_templates_are_copied_only_on_request_and_then_come_first(tmp_path: Path) -> None:
    create_workspace(tmp_path, with_templates=False)
    assert template_folders(tmp_path) == (shipped("templates") / "email",)
    create_workspace(tmp_path, with_templates=True)
    assert template_folders(tmp_path) == (tmp_path / "templates" / "email", shipped("templates") / "email")
    assert template_folders(tmp_path, "paper") == (tmp_path / "templates" / "paper", shipped("templates") / "paper")
    assert (tmp_path / "templates/email/reminder/subject.txt.j2").is_file()
    assert (tmp_path / "templates/paper/vorlage.md.j2").is_file()
    assert not (tmp_path / "templates/web").exists(), "the pages show what strangers wrote: nobody replaces them"


def test_the_secret_key_is_made_once_private_and_stays_the_same(tmp_path: Path) -> None:
    first = secret_key(tmp_path, "")
    assert len(first) == 64
    assert _mode(tmp_path / "var" / "secret.key") == 0o600
    assert _mode(tmp_path / "var") == 0o700
    assert secret_key(tmp_path, "") == first


def test_every_workspace_has_a_key_of_its_own(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "a", "") != secret_key(tmp_path / "b", "")


def test_a_configured_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    assert secret_key(tmp_path, "geheim") == b"geheim"
    assert list(tmp_path.iterdir()) == []


def test_an_emptied_key_file_is_an_error_and_never_replaced(tmp_path: Path) -> None:
    secret_key(tmp_path, "")
    (tmp_path / "var" / "secret.key").write_text("\n", encoding="ascii")
    with pytest.raises(InputError, match=r"secret\.key ist leer"):
        secret_key(tmp_path, "")
