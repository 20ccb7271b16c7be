"""When a step last came to its end."""

import logging

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import StepRun
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.step_runs import tell_end, tell_failure, tell_start
from tests.usecases.town import Town


def runs(town: Town) -> list[tuple[str, str, dict[str, int]]]:
    with town.session() as session:
        found = session.scalars(select(StepRun).order_by(StepRun.ended_at))
        return [(run.step, f"{run.ended_at:%H:%M}", run.figures) for run in found]


@pytest.mark.both_databases
def test_the_newest_end_of_a_step_replaces_the_older_one(town: Town) -> None:
    first = runs(town)
    tell_end(town.ctx(), "probe", StepResult(title="Probe", figures={"mails": 2}))
    town.clock.wait(hours=1)
    tell_end(town.ctx(), "probe", StepResult(title="Probe", figures={"mails": 5}))
    assert [run for run in runs(town) if run not in first] == [("probe", "07:00", {"mails": 5})], "eight o'clock in Berlin"


def test_a_preview_is_no_run(town: Town) -> None:
    before = runs(town)
    tell_end(town.ctx(preview=True), "probe", StepResult(title="Probe"))
    assert runs(town) == before


def test_the_log_names_the_step_and_the_kind_of_failure_and_nobody(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "ozg_workflow.usecases.step.step_runs"):
        tell_start(town.ctx(), "probe")
        tell_failure(town.ctx(), "probe", UnavailableError("krueger@bielefeld.example ist nicht erreichbar."))
    started, failed = caplog.records
    about = {"step": "probe", "rollout": "bielefeld-2020", "today": "2020-03-16", "preview": False}
    assert (started.message, started.ozg) == ("step started", about)  # type: ignore[attr-defined]
    assert failed.ozg == {**about, "error": "UnavailableError"}  # type: ignore[attr-defined]
    assert "krueger" not in caplog.text
