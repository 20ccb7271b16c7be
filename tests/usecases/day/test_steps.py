"""A day goes on: whatever breaks in one step, the others are done and what broke is told."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from ozg_workflow.database.models import Milestone, StepRun
from ozg_workflow.domain.errors import InputError, UnexpectedError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.steps import RUN_DAY, Step, title
from ozg_workflow.usecases.day import plan_day, steps
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from tests.usecases.town import Town

DAY = date(2020, 6, 2)


def test_an_unexpected_error_in_one_step_leaves_the_rest_of_the_day_as_it_is(answered: Town) -> None:
    (answered.home / "var").mkdir(exist_ok=True)
    (answered.home / "var" / "reports").write_text("kein Ordner")
    result, failures = answered.run_day(DAY)
    assert [type(f) for f in failures] == [UnexpectedError]
    assert any("Auswertung und Priorisierung: Unerwarteter Fehler (" in line for line in result.lines)
    assert "/var/reports" in str(failures[0])
    assert {m.state for m in answered.messages("daily_digest")} == {"accepted"}
    assert answered.status()["mail"]["queued"] == 0
    (answered.home / "var" / "reports").unlink()
    assert answered.run_day("2020-06-03")[1] == []
    answered.do("evaluate")
    assert (answered.home / "var" / "reports" / "bielefeld-2020" / "priorisierung.json").exists()


@pytest.mark.parametrize("broken", [Step.COLLECT, Step.REMIND, Step.DIGEST])
def test_whichever_step_breaks_the_mails_of_the_others_are_delivered(
    asked: Town, monkeypatch: pytest.MonkeyPatch, broken: Step
) -> None:
    perform, done = steps.perform, []

    def breaks(ctx: object, name: str, milestone: str | None = None) -> object:
        if name == broken:
            raise ZeroDivisionError
        done.append(name)
        return perform(ctx, name, milestone)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "perform", breaks)
    result, failures = asked.run_day("2020-05-13")
    assert [str(f) for f in failures] == ["Unerwarteter Fehler (ZeroDivisionError). Näheres steht im Protokoll var/log/ozg.log."]
    assert f"{title(broken)}: {failures[0]}" in result.lines
    assert done[-1] == Step.DELIVER
    assert asked.status()["mail"]["queued"] == 0


@pytest.mark.parametrize("broken", [True, False])
def test_only_a_day_without_failures_is_told_as_done(asked: Town, monkeypatch: pytest.MonkeyPatch, *, broken: bool) -> None:
    if broken:
        monkeypatch.setattr(steps, "perform", lambda *_: 1 / 0)
    asked.run_day("2020-05-13")
    with asked.session() as session:
        done = set(session.scalars(select(StepRun.step)))
    assert (RUN_DAY in done) is not broken


def breaking(monkeypatch: pytest.MonkeyPatch, where: str, error: Exception) -> None:
    def breaks(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr(where, breaks)


@pytest.mark.parametrize(
    ("where", "error", "told", "status"),
    [
        ("day.steps.plan_day", KeyError("x"), "Plan des Tages: Unerwarteter Fehler (KeyError)", 1),
        ("day.steps.plan_day", InputError("Der Zeitplan ist nicht lesbar."), "Plan des Tages: Der Zeitplan ist nicht lesbar.", 1),
        (
            "day.steps.plan_day",
            OperationalError("", {}, Exception("locked")),
            "Plan des Tages: Die Datenbank ist zurzeit nicht",
            3,
        ),
        ("day.plan_day._is_due", ValueError("x"), "03.2020 · Abstimmung des Konzeptes", 1),
        ("day.plan_day._no_longer_sensible", KeyError("return"), "Unerwarteter Fehler (KeyError)", 1),
    ],
)
def test_a_plan_that_breaks_is_told_and_the_digest_and_the_delivery_follow(
    asked: Town, monkeypatch: pytest.MonkeyPatch, where: str, error: Exception, told: str, status: int
) -> None:
    asked.send_back("34")
    breaking(monkeypatch, f"ozg_workflow.usecases.{where}", error)
    result, failures = asked.run_day("2020-05-13")
    assert {f.exit_status for f in failures} == {status}
    assert any(told in line for line in result.lines), result.lines
    assert asked.list_state("34") == "returned"
    assert {m.state for m in asked.messages("daily_digest")} == {"accepted"}
    assert {m.state for m in asked.messages("reminder")} == {"accepted"}, "who can be reminded is reminded"
    assert asked.status()["mail"]["queued"] == 0


@pytest.mark.parametrize("question", ["something_to_tell", "something_to_deliver"])
def test_a_question_that_breaks_means_yes(asked: Town, monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    asked.send_back("34")
    breaking(monkeypatch, f"ozg_workflow.usecases.day.steps.{question}", ValueError("x"))
    _, failures = asked.run_day("2020-05-13")
    assert failures == []
    assert {m.state for m in asked.messages("daily_digest")} == {"accepted"}
    assert asked.status()["mail"]["queued"] == 0


@pytest.mark.parametrize(("question", "step"), [("intents_of_today", Step.REMIND), ("tracking_due", Step.TRACK)])
def test_a_routine_that_cannot_be_judged_is_carried_out_and_tells_itself_what_is_wrong(
    asked: Town, monkeypatch: pytest.MonkeyPatch, question: str, step: Step
) -> None:
    breaking(monkeypatch, f"ozg_workflow.usecases.day.plan_day.{question}", ValueError("x"))
    result, failures = asked.run_day("2020-05-13")
    assert len(failures) == (1 if step is Step.TRACK else 0), "the implementation has not begun, which the step says"
    assert asked.messages("reminder")
    assert any("Umsetzung hat noch nicht begonnen" in line for line in result.lines) is (step is Step.TRACK)


def test_one_milestone_that_cannot_be_judged_leaves_the_others_due(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    real = plan_day._is_due

    def breaks(work: Work, milestone: Milestone) -> bool:
        if milestone.action is Action.INFORM_HEADS:
            raise KeyError(milestone.key)
        return real(work, milestone)

    monkeypatch.setattr(plan_day, "_is_due", breaks)
    result, failures = town.run_day("2020-03-25")
    assert len(failures) == 1
    assert any("Information der Leitungen" in line and "Unerwarteter Fehler (KeyError)" in line for line in result.lines)
    assert town.messages("service_lists")
    assert town.messages("information_staff_council")
    assert not town.messages("information_heads")


def test_what_failed_is_noted_and_mailed_once_a_day(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, "ozg_workflow.usecases.day.steps.plan_day", InputError("Der Zeitplan ist nicht lesbar."))
    for _ in range(2):
        asked.run_day("2020-05-13")
    (notice,) = asked.messages("failure_notice")
    assert notice.state == "accepted"
    assert "Plan des Tages" in notice.subject
    monkeypatch.undo()
    assert asked.run_day("2020-05-14")[1] == []


def test_a_notice_that_breaks_is_told_beside_the_failure_itself(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, "ozg_workflow.usecases.day.steps.plan_day", KeyError("x"))
    breaking(monkeypatch, "ozg_workflow.usecases.day.steps.report_failures", ZeroDivisionError())
    result, failures = asked.run_day("2020-05-13")
    assert len(failures) == 2
    assert any(line.startswith("Störungsmeldung: Unerwarteter Fehler (ZeroDivisionError)") for line in result.lines)


def test_a_day_whose_end_cannot_be_noted_is_told(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    real = steps.tell_end

    def breaks(ctx: Context, step: str, result: StepResult) -> None:
        if step == RUN_DAY:
            raise OperationalError("", {}, Exception("locked"))
        real(ctx, step, result)

    monkeypatch.setattr(steps, "tell_end", breaks)
    _, failures = asked.run_day("2020-05-13")
    assert [f.exit_status for f in failures] == [3]
