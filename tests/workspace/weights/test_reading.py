"""A file with weights that are only tried is read like the agreed one: mistakes name file and line."""

from pathlib import Path

import pytest

from ozg_workflow.domain.checks.weights import Surroundings
from ozg_workflow.domain.errors import ConfigurationError, InputError
from ozg_workflow.workspace.places import create_workspace
from ozg_workflow.workspace.rollouts import load_rollouts
from ozg_workflow.workspace.weights.reading import load_weights_file


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> tuple[Surroundings, str]:
    """The sample rollout, and the text of its weights."""
    home = tmp_path_factory.mktemp("stadt")
    create_workspace(home, with_templates=False)
    (data,) = load_rollouts(home)
    config = data.config
    found = Surroundings(
        questionnaire=config.questionnaire, scale=config.scale, timeline=config.timeline, services=len(data.services)
    )
    return found, (home / "config" / config.key / "prioritisation.yaml").read_text(encoding="utf-8")


def test_the_agreed_file_is_read_as_it_is(around: tuple[Surroundings, str], tmp_path: Path) -> None:
    file = tmp_path / "entwurf.yaml"
    file.write_text(around[1].replace("weight: 15", "weight: 40", 1), encoding="utf-8")
    plan, hints = load_weights_file(file, around[0])
    assert [c.weight for c in plan.criteria] == [25, 25, 40, 15, 10, 10]
    assert hints == ()


def test_mistakes_name_file_and_line(around: tuple[Surroundings, str], tmp_path: Path) -> None:
    file = tmp_path / "entwurf.yaml"
    text = around[1].replace("question: case_volume", "question: cases").replace("threshold: 0.5", "treshold: 0.5")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_weights_file(file, around[0])
    assert f"{file}:5: „treshold“ ist hier unbekannt." in str(error.value)
    file.write_text(text.replace("treshold", "threshold"), encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_weights_file(file, around[0])
    assert f"{file}:16: Das Kriterium „Häufigkeit der Anwendung (Fallzahlen)“ nennt die unbekannte Frage „cases“." in str(
        error.value
    )


def test_a_file_that_is_not_there_and_a_folder_are_told(around: tuple[Surroundings, str], tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Die Datei fehlt"):
        load_weights_file(tmp_path / "nichts.yaml", around[0])
    with pytest.raises(InputError, match="lässt sich nicht lesen"):
        load_weights_file(tmp_path, around[0])
