"""A preview shows what a step would do, and changes, sends, files and writes nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import StepRun
from ozg_workflow.domain.steps import Step
from ozg_workflow.usecases.day import steps
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


@pytest.fixture
def at(request: pytest.FixtureRequest) -> Callable[[str], Town]:
    return request.getfixturevalue


def everything(town: Town) -> tuple[object, ...]:
    """The database, the reports, every file of the workspace but the log, and the mailbox."""
    files = sorted(p for p in town.home.rglob("*") if p.is_file() and "log" not in p.parts and not p.name.startswith("ozg.db"))
    return town.dump(), [(str(p.relative_to(town.home)), p.read_bytes()) for p in files], steps_that_ended(town)


def steps_that_ended(town: Town) -> list[tuple[object, ...]]:
    with town.session() as session:
        return [(run.step, run.ended_at) for run in session.scalars(select(StepRun).order_by(StepRun.step))]


@pytest.mark.parametrize(
    ("stage", "day", "step", "mails"),
    [
        ("town", "2020-03-18", Step.ANNOUNCE, 5),
        ("town", "2020-03-25", Step.SEND_LISTS, 2),
        ("asked", "2020-05-13", Step.REMIND, 2),
        ("asked", "2020-04-06", Step.COLLECT, 0),
        ("asked", "2020-05-16", Step.UPDATE_MILESTONES, 0),
        ("asked", "2020-04-06", Step.DIGEST, 1),
        ("answered", "2020-06-02", Step.EVALUATE, 0),
        ("started", "2020-09-02", Step.PRESENT, 0),
        ("started", "2020-09-02", Step.START_IMPLEMENTATION, 0),
        ("started", "2021-03-01", Step.TRACK, 1),
        ("started", "2022-12-30", Step.REPORT_COMPLETION, 1),
    ],
)
def test_a_step_in_a_preview_shows_its_mails_and_leaves_everything_as_it_was(
    at: Callable[[str], Town], stage: str, day: str, step: Step, mails: int
) -> None:
    town = at(stage)
    if stage == "asked":
        town.send_back("34")
    town.day(day)
    before = everything(town)
    result = town.do(step, preview=True)
    assert everything(town) == before
    assert len(result.mails) == mails
    assert result.lines


def test_a_delivery_in_a_preview_leaves_the_mail_in_the_outbox(asked: Town) -> None:
    asked.day("2020-05-13", "remind")
    before = everything(asked)
    result = asked.do("deliver", preview=True)
    assert everything(asked) == before
    assert "2 Mails im Postausgang." in result.lines
    assert [mail.recipients for mail in result.mails] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]


def test_a_start_of_the_implementation_in_a_preview_plans_no_measure(answered: Town) -> None:
    answered.board_decides("2020-07-01")
    answered.day("2020-09-01")
    before = everything(answered)
    assert len(answered.do("start-implementation", preview=True).mails) >= 1
    assert everything(answered) == before


@pytest.mark.parametrize(
    ("stage", "day"),
    [
        ("town", "2020-03-16"),
        ("town", "2020-03-25"),
        ("asked", "2020-05-13"),
        ("asked", "2020-05-25"),
        ("answered", "2020-06-02"),
        ("answered", "2020-07-01"),
        ("started", "2020-09-01"),
        ("started", "2021-03-01"),
        ("started", "2022-12-30"),
    ],
)
def test_a_day_in_a_preview_leaves_everything_as_it_was(at: Callable[[str], Town], stage: str, day: str) -> None:
    town = at(stage)
    if stage == "asked":
        town.send_back("34")
    town.day(day)
    before = everything(town)
    ctx = replace(town.ctx(), preview=True, ping=lambda: pytest.fail("nobody may hear of a preview"))
    done = steps.run_day(ctx, lambda step, _words, milestone: steps.perform(ctx, step, milestone), has_inbox=True)
    steps.tell_failures(done)
    assert everything(town) == before
    assert done.total.lines


def test_what_breaks_in_a_preview_is_told_and_neither_noted_nor_mailed(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("ozg_workflow.usecases.day.steps.plan_day", breaks)
    before = everything(asked)
    ctx = asked.ctx(preview=True)
    done = steps.run_day(ctx, lambda step, _words, milestone: steps.perform(ctx, step, milestone), has_inbox=True)
    steps.tell_failures(done)
    assert [f.title for f in done.failed] == ["Plan des Tages"]
    assert everything(asked) == before


def test_a_preview_of_a_paper_writes_no_file_even_where_none_can_be_written(answered: Town) -> None:
    blocked: Path = answered.home / "var" / "reports"
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("kein Ordner")
    assert answered.do("evaluate", preview=True).lines
    assert blocked.read_text() == "kein Ordner"
