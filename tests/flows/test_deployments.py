"""The deployments as the coordinator finds them: German, numbered, scheduled."""

import re
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.deployments import CALENDAR_MINUTE, ORDER, deployments
from flows.engine.prefect_yaml import prefect_yaml

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
        "02 Meilenstein abhaken": ["milestone"],
        "13 Klärungskorb bearbeiten": ["mail", "action"],
        "15 Termin verschieben": ["milestone", "to"],
        "16 Frist eines Amtes verlängern": ["office", "due_on"],
        "18 Erhebung wiederholen": ["due_on"],
        "19 Mail klären": ["mail", "action"],
        "22 Gelesenes abhaken": ["mail", "by"],
        "23 Fehlende Leistung aufnehmen": ["line", "by"],
        "24 Amt jetzt erinnern": ["office"],
        "25 Angabe berichtigen": ["office", "service", "question", "source"],
    }


def test_the_day_runs_at_seven_on_weekdays_and_the_mailbox_is_read_every_ten_minutes() -> None:
    schedules = {d.name: [(s.schedule.cron, s.schedule.timezone, s.parameters) for s in d.schedules or []] for d in deployments()}
    assert {name: found for name, found in schedules.items() if found} == {
        "00 Tageslauf": [("0 7 * * 1-5", "Europe/Berlin", {"working_days_only": True})],
        "05 Rückläufe einsammeln": [("*/10 * * * *", "Europe/Berlin", {})],
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
