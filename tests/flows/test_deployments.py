"""The deployments as the coordinator finds them: German, numbered, scheduled."""

import re
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.deployments import CALENDAR_MINUTE, ORDER, deployments
from flows.engine.pauses import paused_deployments
from flows.engine.prefect_yaml import POOL, deploy, prefect_yaml
from ozg_workflow.domain.deployments import Deployment

IDS = [name for name, *_ in ORDER]


def test_the_numbers_follow_the_plan() -> None:
    assert sorted(IDS) == IDS
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize(("name", "flow"), [(name, flow) for name, flow, *_ in ORDER], ids=IDS)
def test_a_deployment_is_described_and_its_form_is_in_german(name: str, flow: Any) -> None:
    assert re.fullmatch(r"\d\d [A-ZÄÖÜ][a-zäöüß]+( [\wäöüß]+)*", name)
    assert flow.description
    assert flow.description.endswith((".", "“."))
    properties = flow.parameters.properties
    assert "rollout" in properties
    for key, field in properties.items():
        assert field["title"][0].isupper()
        assert field["title"] != key, "a German word, not the name of the parameter"
        assert field["description"].endswith((".", "?"))
    assert properties["today"]["title"] == "Stichtag"


def test_required_parameters_are_only_those_a_person_must_know() -> None:
    forms = {d.name: d._parameter_openapi_schema.required for d in deployments()}
    assert {name: required for name, required in forms.items() if required} == {
        "01 Rollout vorbereiten": ["by"],
        "02 Meilenstein abhaken": ["milestone", "by"],
        "06 Zuständigkeit entscheiden": ["by"],
        "13 Klärungskorb bearbeiten": ["mail", "action", "by"],
        "14 Versand freigeben": ["by"],
        "15 Termin verschieben": ["milestone", "to", "by"],
        "16 Frist eines Amtes verlängern": ["office", "due_on", "by"],
        "17 Runde schließen": ["by"],
        "18 Erhebung wiederholen": ["due_on", "by"],
        "19 Mail klären": ["mail", "action", "by"],
        "22 Gelesenes abhaken": ["mail", "by"],
        "23 Fehlende Leistung aufnehmen": ["line", "by"],
        "24 Amt jetzt erinnern": ["office", "by"],
        "25 Angabe berichtigen": ["office", "service", "question", "source", "by"],
        "28 Vorlage freigeben": ["by"],
        "29 Beschluss festhalten": ["by"],
        "27 Maßnahme ändern": ["service", "by"],
        "31 Wellen planen": ["by"],
        "32 Tabelle anfordern": ["table"],
        "33 Tabelle übernehmen": ["mail", "by"],
    }


def test_the_day_runs_at_seven_on_weekdays_and_the_mailbox_is_read_every_ten_minutes() -> None:
    schedules = {d.name: [(s.schedule.cron, s.schedule.timezone, s.parameters) for s in d.schedules or []] for d in deployments()}
    assert {name: found for name, found in schedules.items() if found} == {
        "00 Tageslauf": [("0 7 * * 1-5", "Europe/Berlin", {"working_days_only": True, "preview": False})],
        "05 Rückläufe einsammeln": [("*/10 * * * *", "Europe/Berlin", {"preview": False})],
    }


def test_a_rehearsal_gives_every_deployment_the_pretended_day_and_no_schedule() -> None:
    found = deployments("2020-03-17")
    assert all(d.parameters == {"today": "2020-03-17"} for d in found)
    assert not any(d.schedules for d in found)


def test_a_rehearsal_on_a_server_with_schedules_runs_nothing_by_itself(prefect: SyncPrefectClient) -> None:
    """A server that knows the schedules from an earlier start must not run them on the pretended day."""

    def active(today: str | None) -> set[str]:
        chosen = [d for d in deployments(today) if d.name.startswith(("00", "05"))]
        found = [prefect.read_deployment(d.apply()) for d in chosen]
        return {d.name for d in found if any(s.active for s in d.schedules)}

    assert active(None) == {"00 Tageslauf", "05 Rückläufe einsammeln"}
    assert active("2020-03-17") == set()
    assert active(None) == {"00 Tageslauf", "05 Rückläufe einsammeln"}


def test_what_a_person_has_paused_stays_paused(prefect: SyncPrefectClient) -> None:
    (collect,) = (d for d in deployments() if d.name == Deployment.COLLECT)
    known = prefect.read_deployment(collect.apply())
    prefect.update_deployment_schedule(known.id, known.schedules[0].id, active=False)
    paused = paused_deployments(prefect)
    assert paused >= {Deployment.COLLECT}
    (again,) = (d for d in deployments(paused=paused) if d.name == Deployment.COLLECT)
    assert [s.active for s in prefect.read_deployment(again.apply()).schedules] == [False]
    (after,) = (d for d in deployments() if d.name == Deployment.COLLECT)
    assert [s.active for s in prefect.read_deployment(after.apply()).schedules] == [True]


@pytest.mark.timeout(900)
def test_what_a_person_has_paused_stays_paused_in_a_pool(prefect: SyncPrefectClient) -> None:
    """`prefect deploy --all` alone would set it going again."""
    from prefect.client.schemas.actions import WorkPoolCreate

    prefect.create_work_pool(WorkPoolCreate(name=POOL, type="process"), overwrite=True)

    def found() -> dict[str, Any]:
        assert deploy() == 0
        return {d.name: d for d in prefect.read_deployments(limit=200) if d.work_pool_name == POOL}

    first = found()
    assert [s.active for s in first[Deployment.COLLECT].schedules] == [True]
    assert len(first) == len(IDS)
    collect, send = first[Deployment.COLLECT], first[Deployment.SEND_LISTS]
    prefect.update_deployment_schedule(collect.id, collect.schedules[0].id, active=False)
    prefect.pause_deployment(send.id)
    again = found()
    assert [s.active for s in again[Deployment.COLLECT].schedules] == [False]
    assert again[Deployment.SEND_LISTS].paused
    assert [s.active for s in again[Deployment.RUN_DAY].schedules] == [True], "nothing else is paused"
    assert not again[Deployment.COLLECT].paused


def test_schedules_of_an_older_version_get_the_new_word_about_the_preview(prefect: SyncPrefectClient) -> None:
    (day,) = (d for d in deployments() if d.name == Deployment.RUN_DAY)
    assert day.schedules
    day.schedules[0].parameters = {"working_days_only": True}  # as it was before forms had a preview
    assert prefect.read_deployment(day.apply()).schedules[0].parameters == {"working_days_only": True}
    (updated,) = (d for d in deployments() if d.name == Deployment.RUN_DAY)
    (schedule,) = prefect.read_deployment(updated.apply()).schedules
    assert schedule.parameters == {"working_days_only": True, "preview": False}


def test_the_file_for_a_pool_says_the_same() -> None:
    written = (Path(__file__).parents[2] / "prefect.yaml").read_text(encoding="utf-8")
    assert written == prefect_yaml(), "python -m flows.engine.prefect_yaml > prefect.yaml"


def test_a_test_moves_the_calendar_to_a_minute_that_is_far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CALENDAR_MINUTE, "37")
    schedules = {d.name: [s.schedule.cron for s in d.schedules or []] for d in deployments()}
    assert {name: found for name, found in schedules.items() if found} == {
        "00 Tageslauf": ["37 7 * * 1-5"],
        "05 Rückläufe einsammeln": ["37 * * * *"],
    }
