"""The tables of steps, deployments and needs: what is named anywhere is a row there."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from flows.run_day import SUBFLOWS
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.needs import NEEDS, About, NeedKind, need
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.steps import STEP_OF, STEPS, Step, title

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"[„*| ](\d\d [A-ZÄÖÜ][^“*|`\n]{3,40}?)(?=[“*|`])")


@pytest.mark.parametrize("step", Step)
def test_every_step_has_a_row_with_a_use_case_that_is_there(step: Step) -> None:
    name, _, function = STEPS[step].use_case.partition(":")
    assert callable(getattr(import_module(f"ozg_workflow.usecases.{name}"), function))
    assert title(step)


def test_what_a_day_may_run_for_a_milestone_is_a_subflow() -> None:
    assert set(SUBFLOWS) == set(STEP_OF.values())


def test_every_action_is_a_step_or_done_by_the_day_itself() -> None:
    by_the_day = {Action.TICK_OFF, Action.COLLECT, Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE}
    assert set(Action) - by_the_day == set(STEP_OF)


def test_a_step_with_a_form_has_its_words() -> None:
    assert all(bool(row.form) == (row.deployment is not None) for row in STEPS.values())


def test_the_deployments_are_numbered_in_order() -> None:
    assert [d.value[:2] for d in Deployment] == [f"{number:02}" for number in range(len(Deployment))]
    assert Deployment.CLOSE_ROUND.form_title == "Runde schließen"


@pytest.mark.parametrize("folder", ["templates", "ozg_workflow", "docs", "README.md"])
def test_wherever_a_deployment_is_named_it_is_one(folder: str) -> None:
    place = ROOT / folder
    files = [place] if place.is_file() else [p for p in place.rglob("*") if p.suffix in (".j2", ".py", ".md", ".typ")]
    named = {m.strip() for p in files for m in NAMED.findall(p.read_text(encoding="utf-8"))}
    assert named - set(Deployment) - {m for m in named if re.match(r"\d\d (Uhr|Tage|Mails|Listen|Ämter|February)", m)} == set()


@pytest.mark.parametrize("kind", NeedKind)
def test_a_need_says_what_and_how(kind: NeedKind) -> None:
    found = need(kind, "Nr. 7", About(number=7))
    assert (found.title, found.detail) == (NEEDS[kind].title, "Nr. 7")
    assert "{" not in found.how
