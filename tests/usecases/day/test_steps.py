"""A day goes on: whatever breaks in one step, the others are done and what broke is told."""

from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import StepRun
from ozg_workflow.domain.errors import UnexpectedError
from ozg_workflow.domain.steps import RUN_DAY, Step, title
from ozg_workflow.usecases.day import steps
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
