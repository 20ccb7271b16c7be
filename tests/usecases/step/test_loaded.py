"""A workspace whose files differ from what is loaded says so, and nothing where it cannot know."""

from ozg_workflow.database.models import Rollout
from ozg_workflow.usecases.step.loaded import is_loaded
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import Town, new_workspace


def loaded(town: Town) -> bool | None:
    with town.ctx().reading() as work:
        assert town.status()["configuration"] == {"loaded": is_loaded(work)}
        return is_loaded(work)


def test_files_that_were_edited_say_so_until_they_are_loaded_or_put_back(town: Town) -> None:
    assert loaded(town) is None, "the towns have no files"
    path = new_workspace(town.home) / "config" / "bielefeld-2020" / "organisation.csv"
    before = path.read_text(encoding="utf-8")
    town.prepare(load_rollouts(town.home)[0])
    assert loaded(town) is True
    path.write_text(before.replace("Standesamt", "Amt für Personenstand"), encoding="utf-8")
    assert loaded(town) is False
    path.write_text(before, encoding="utf-8")
    assert loaded(town) is True
    path.write_text(before + "\n", encoding="utf-8")
    assert loaded(town) is False
    assert not town.prepare(load_rollouts(town.home)[0]).changed, "another blank line changes nothing"
    assert loaded(town) is True


def test_of_a_rollout_that_an_earlier_version_loaded_nothing_is_said(town: Town) -> None:
    new_workspace(town.home)
    town.change(Rollout, files_hash="")
    assert loaded(town) is None
    assert town.do("announce") is not None


def test_a_past_day_says_nothing(asked: Town) -> None:
    from datetime import date

    from ozg_workflow.usecases.cockpit.status import status

    new_workspace(asked.home)
    asked.prepare(load_rollouts(asked.home)[0])
    assert status(asked.ctx(), as_of=date(2020, 3, 25)).configuration.loaded is None
