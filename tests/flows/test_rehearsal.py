"""A pretended day in the cockpit, and what the calendar starts: run as the engine of Prefect runs a deployment."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.flow_engine import run_flow
from sqlalchemy import select

from flows.deployments import ORDER, deployments
from ozg_workflow.database.models import StepRun
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.german import local_day
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town

Use = Callable[..., Town]
REAL = {"OZG_SMTP_URL": "smtp://mail.stadt.example:25"}
DAY = "2020-03-25"


@pytest.fixture
def start(prefect: SyncPrefectClient) -> Callable[..., Any]:
    """Run a deployment of the server with these parameters, as a person or as the calendar starts it."""

    def run(name: Deployment, parameters: dict[str, Any], *, by_calendar: bool = False) -> Any:
        (deployment,) = (d for d in deployments() if d.name == name)
        planned = prefect.create_flow_run_from_deployment(deployment.apply(), parameters=parameters)
        if by_calendar:
            _as_the_calendar_plans_it(str(planned.id))
        flow = next(flow for each, flow, *_ in ORDER if each is name)
        return run_flow(flow, flow_run=planned, return_type="state")

    return run


def _as_the_calendar_plans_it(run: str) -> None:
    """The API has no way to plan a run like Prefect's own scheduler."""
    with closing(sqlite3.connect(Path(os.environ["PREFECT_HOME"]) / "prefect.db", timeout=30)) as database, database:
        assert database.execute("UPDATE flow_run SET auto_scheduled = 1 WHERE id = ?", (run,)).rowcount == 1


def lists_out(town: Town) -> bool:
    return bool(town.messages("service_lists"))


def test_a_form_without_a_word_about_it_is_a_preview(town: Town, cockpit: Use, start: Any) -> None:
    cockpit(town, OZG_TODAY=DAY)
    assert start(Deployment.SEND_LISTS, {}).is_completed()
    assert not lists_out(town)
    assert start(Deployment.SEND_LISTS, {"preview": False}).is_completed()
    assert lists_out(town)


def test_a_run_the_calendar_planned_before_an_update_is_no_preview(town: Town, cockpit: Use, start: Any) -> None:
    """It was planned with the parameters of the older version, which knew no preview, and Prefect keeps it when it is late."""
    cockpit(town)

    def days() -> list[str]:
        with town.session() as session:
            return list(session.scalars(select(StepRun.step).where(StepRun.step == "run-day")))

    old = {"working_days_only": False}
    assert start(Deployment.RUN_DAY, old).is_completed()
    assert days() == [], "a person who starts it sees a preview first"
    assert start(Deployment.RUN_DAY, old, by_calendar=True).is_completed()
    assert days() == ["run-day"]


def test_no_form_takes_a_day_where_no_rehearsal_goes_on(town: Town, cockpit: Use, start: Any) -> None:
    cockpit(town)
    before = town.dump()
    state = start(Deployment.SEND_LISTS, {"today": DAY, "preview": False})
    assert state.is_failed()
    assert state.message == (
        "Einen Stichtag gibt es nur, wenn die Oberfläche zur Probe gestartet ist (ozg serve --today JJJJ-MM-TT)."
    )
    assert town.dump() == before


def test_in_a_rehearsal_another_day_may_be_chosen(town: Town, cockpit: Use, start: Any) -> None:
    cockpit(town, OZG_TODAY="2020-03-17")
    assert start(Deployment.SEND_LISTS, {"today": DAY, "preview": False}).is_completed()
    assert local_day(town.messages("service_lists")[0].created_at).isoformat() == DAY


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        (Deployment.SEND_LISTS, {"preview": False}),
        (Deployment.RUN_DAY, {"preview": False}),
        (Deployment.PREPARE, {"by": LINDNER, "preview": False}),
        (Deployment.MILESTONE_DONE, {"milestone": "konzept", "by": LINDNER}),
        (Deployment.DELIVER, {"preview": False}),
    ],
)
def test_where_mail_would_reach_people_every_run_of_a_pretended_day_is_a_preview_and_says_so(
    town: Town, cockpit: Use, start: Any, name: Deployment, parameters: dict[str, Any]
) -> None:
    cockpit(town, **REAL, OZG_TODAY=DAY)
    before = town.dump()
    state = start(name, parameters)
    assert "nur eine Vorschau" in " ".join([state.message, *state.result(raise_on_failure=False).lines])
    assert town.dump() == before


def test_the_preview_says_first_why_it_is_one(town: Town, cockpit: Use, start: Any, artifact: Callable[[str], Any]) -> None:
    cockpit(town, **REAL, OZG_TODAY=DAY)
    start(Deployment.SEND_LISTS, {"preview": False})
    shown = artifact("bielefeld-2020-probe-vorschau").data.replace("\\", "")
    assert "Der 25.03.2020 ist nur gedacht" in shown
    assert "dez1@bielefeld.example" in shown


def test_a_pretended_day_leaves_the_shared_artifacts_alone(
    town: Town, cockpit: Use, start: Any, artifact: Callable[[str], Any]
) -> None:
    def real() -> dict[str, Any]:
        return {key: getattr(artifact(f"bielefeld-2020-{key}"), "id", None) for key in ("stand", "listen", "vorschau", "post")}

    cockpit(town)
    assert start(Deployment.REPORT_STATUS, {}).is_completed()
    before = real()
    assert before["stand"]
    cockpit(town, OZG_TODAY=DAY)
    for name, parameters in (
        (Deployment.SEND_LISTS, {}),
        (Deployment.SEND_LISTS, {"preview": False}),
        (Deployment.REPORT_STATUS, {}),
    ):
        assert start(name, parameters).is_completed()
    assert real() == before
    assert "# Stand am 25.03.2020" in artifact("bielefeld-2020-probe-stand").data


def test_looking_at_the_status_is_free_on_any_day(town: Town, cockpit: Use, start: Any, artifact: Callable[[str], Any]) -> None:
    cockpit(town, **REAL, OZG_TODAY="2020-03-26")
    state = start(Deployment.REPORT_STATUS, {})
    assert (state.is_completed(), state.message) == (True, "Der Stand ist erneuert.")
    assert "# Stand am 26.03.2020" in artifact("bielefeld-2020-probe-stand").data


def test_only_people_of_the_rollout_decide(town: Town, cockpit: Use, start: Any) -> None:
    cockpit(town)
    state = start(Deployment.MILESTONE_DONE, {"milestone": "konzept", "by": "Frau Niemand"})
    assert state.is_failed()
    assert state.message.startswith(
        "„Frau Niemand“ gehört nicht zu denen, die in „bielefeld-2020“ entscheiden: Frau Kerstin Lindner, Herr Tarik Yıldız."
    )
    assert town.milestone("konzept") == "planned"
    option = "Herr Tarik Yıldız – Vertretung [bielefeld-2020]"
    assert start(Deployment.MILESTONE_DONE, {"milestone": "konzept", "by": option}).is_completed()
    assert town.milestone("konzept") == "done"
