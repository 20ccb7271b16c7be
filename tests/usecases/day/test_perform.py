"""Carrying out one step: that it ended is noted only where nothing of it failed."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import StepRun
from ozg_workflow.domain.errors import InputError, PartlyFailedError
from ozg_workflow.domain.steps import Step
from ozg_workflow.usecases.day.perform import perform
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from tests.usecases.town import Town


def ended(town: Town) -> set[str]:
    with town.session() as session:
        return set(session.scalars(select(StepRun.step)))


def test_a_step_that_came_to_its_end_is_noted_and_a_preview_is_not(asked: Town) -> None:
    asked.day("2020-05-13")
    perform(asked.ctx(preview=True), Step.REMIND)
    assert Step.REMIND not in ended(asked)
    assert len(perform(asked.ctx(), "remind").mails) == 2
    assert Step.REMIND in ended(asked)


def test_the_milestone_is_given_to_an_announcement(town: Town) -> None:
    with pytest.raises(InputError, match="„fehlt“ ist kein Meilenstein mit einer Ankündigung"):
        perform(town.ctx(), Step.ANNOUNCE, "fehlt")


def test_a_step_of_which_something_failed_raises_with_what_was_done_and_has_not_ended(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def partly(_: Context) -> StepResult:
        return StepResult(title="Erinnerungen", lines=["Dezernat 1"], broken=["Dezernat 2: Es geht nicht."])

    monkeypatch.setattr("ozg_workflow.usecases.survey.remind.remind", partly)
    with pytest.raises(PartlyFailedError, match=r"Dezernat 2: Es geht nicht\.") as caught:
        perform(asked.ctx(), Step.REMIND)
    assert caught.value.done.lines == ["Dezernat 1"]
    assert Step.REMIND not in ended(asked)
