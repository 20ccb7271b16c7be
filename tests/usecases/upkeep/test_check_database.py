"""The check of the database also misses the files that belong to it."""

from pathlib import Path

import pytest

from ozg_workflow.usecases.upkeep.check_database import check_database
from ozg_workflow.workspace.places import has_secret_key, make_private, template_folders
from tests.usecases.town import Town, new_workspace


def subjects(town: Town, *, templates: tuple[Path, ...] | None = None, has_key: bool = True) -> list[str]:
    folders = template_folders(town.home) if templates is None else templates
    return [f.subject for f in check_database(town.app.engine, town.home, templates=folders, has_key=has_key)]


@pytest.fixture
def whole(asked: Town) -> Town:
    """A town that has asked, with its configuration on disk."""
    make_private(asked.home / "var")
    new_workspace(asked.home)
    return asked


def test_a_town_with_everything_in_its_place_has_no_finding(whole: Town) -> None:
    assert subjects(whole) == []


def test_a_missing_key_is_named_while_lists_are_out(whole: Town) -> None:
    assert subjects(whole, has_key=False) == [f"Schlüssel {whole.home / 'var' / 'secret.key'}"]


def test_a_key_is_there_when_it_is_set_or_lies_in_its_file(tmp_path: Path) -> None:
    make_private(tmp_path / "var")
    assert not has_secret_key(tmp_path, "")
    (tmp_path / "var" / "secret.key").touch()
    assert not has_secret_key(tmp_path, "")
    assert has_secret_key(tmp_path, "geheim")
    (tmp_path / "var" / "secret.key").write_text("x", encoding="ascii")
    assert has_secret_key(tmp_path, "")


def test_a_missing_configuration_a_missing_template_and_an_open_folder_are_named(whole: Town, tmp_path: Path) -> None:
    (whole.home / "config" / "bielefeld-2020" / "rollout.yaml").unlink()
    (whole.home / "var").chmod(0o755)
    found = subjects(whole, templates=(tmp_path,))
    assert found[0] == "Konfiguration bielefeld-2020"
    assert "Mailvorlage service_lists" in found
    assert found[-1] == str(whole.home / "var")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("title: Stadt\nkey: bielefeld-2020\n", []),
        ('"key": "bielefeld-2020"\n', []),
        ("key: bielefeld-2020-zwei\n", ["Konfiguration bielefeld-2020"]),
        ("title: x\n# key: bielefeld-2020\nkey: herford\n", ["Konfiguration bielefeld-2020"]),
        ("key: [\n", []),  # a mistake in it is for „ozg check“
    ],
)
def test_a_folder_belongs_to_the_rollout_whose_key_it_names(whole: Town, content: str, found: list[str]) -> None:
    folder = whole.home / "config" / "bielefeld-2020"
    (folder / "rollout.yaml").write_text(content, encoding="utf-8")
    folder.rename(folder.with_name("stadt"))
    assert subjects(whole) == found


def test_a_report_that_was_written_and_is_gone_is_named_with_the_step_that_writes_it(
    answered: Town,
) -> None:
    answered.do("evaluate")
    assert answered.findings() == []
    (answered.home / "var" / "reports" / "bielefeld-2020" / "priorisierung.xlsx").unlink()
    (finding,) = answered.findings()
    assert (
        finding
        == "Berichte bielefeld-2020: priorisierung.xlsx fehlt. → „ozg evaluate --rollout bielefeld-2020“ schreibt sie wieder."
    )
    answered.do("evaluate")
    assert answered.findings() == []


def test_a_case_of_a_service_that_is_gone_is_closed_by_prepare(asked: Town) -> None:
    from dataclasses import replace

    from tests.usecases.town import not_ours, town_data

    asked.send_back("50", {2: not_ours()})
    asked.do("collect")
    assert asked.status()["cases"] == {"open": 1, "settled": 0}
    data = town_data()
    gone = next(s for s in data.services if s.name.startswith("Bildung"))
    asked.prepare(replace(data, services=tuple(s for s in data.services if s is not gone)))
    assert asked.status()["cases"] == {"open": 0, "settled": 1}
    assert asked.findings() == []
