"""The status as the coordinator finds it in the cockpit: stable keys, the figures of the database, pictures, past days."""

import base64
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.deployments import ORDER
from flows.engine.artifacts import TITLES
from flows.engine.desk import unattended
from flows.report_status import report_status
from flows.run_day import run_day
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.domain.needs import NEEDS
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town

Use = Callable[..., Town]
Read = Callable[[str], Any]
KEYS = [f"bielefeld-2020-probe-{name}" for name in TITLES]


def ids(artifact: Read, keys: list[str] = KEYS) -> dict[str, Any]:
    return {key: found.id if (found := artifact(key)) else None for key in keys}


def show(day: date, **parameters: Any) -> None:
    assert report_status(today=day, return_state=True, **parameters).is_completed()


def test_the_artifacts_carry_the_figures_of_the_database(asked: Town, cockpit: Use, artifact: Read) -> None:
    cockpit(asked)
    asked.send_back("33")
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect", "deliver")
    show(date(2020, 4, 6))
    overview = artifact("bielefeld-2020-probe-stand").data
    assert "# Stand am 06.04.2020" in overview
    assert "**1 von 5** Amtslisten zurück (20 %)" in overview
    assert "**1 Eingang im Klärungskorb** – Formular 13 Klärungskorb bearbeiten" in overview
    assert "„Frage zur Liste“" in overview
    assert "Anbei unsere Liste." in overview, "the beginning of the mail"
    assert "](http" not in overview, "no link where the desk is not known"
    lists = artifact("bielefeld-2020-probe-listen").data
    assert [row.split(" | ")[1] for row in lists.splitlines() if row[2:4].isdigit()] == [
        "versandt",
        "versandt",
        "zurück",
        "versandt",
        "versandt",
    ]
    missing = artifact("bielefeld-2020-probe-offen").data
    assert "- **10 Hauptamt**: noch 39 Tage (Frist 15.05.2020), versandt, noch nicht erinnert; Dezernat 1, " in missing
    assert missing.count("- **") == 4
    mails = artifact("bielefeld-2020-probe-post").data
    newest = max(m.id for m in asked.messages())
    assert f"| {newest} | angenommen | " in mails
    assert "Noch keine Auswertung." in artifact("bielefeld-2020-probe-priorisierung").data
    assert "Die Umsetzung hat noch nicht begonnen." in artifact("bielefeld-2020-probe-umsetzung").data


def test_where_the_desk_stands_what_is_needed_leads_to_its_form_and_its_page(asked: Town, cockpit: Use, artifact: Read) -> None:
    cockpit(asked)
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    numbers = {name.value: f"nr-{name.value[:2]}" for name in Deployment}
    write_desk(asked.home, Desk(cockpit="http://127.0.0.1:1", reading_room="http://127.0.0.1:2", deployments=numbers))
    show(date(2020, 4, 6))
    overview = artifact("bielefeld-2020-probe-stand").data
    assert "[Formular öffnen](http://127.0.0.1:1/deployments/deployment/nr-13/run?parameters=%7B%22mail%22" in overview
    assert "[ansehen](http://127.0.0.1:2/bielefeld-2020/eingang/1)" in overview
    missing = artifact("bielefeld-2020-probe-offen").data
    assert missing.count("[Amt erinnern](http://127.0.0.1:1/deployments/deployment/nr-24/run?parameters=%7B%22office%22") == 5


def test_the_charts_are_pictures_within_the_artifact(asked: Town, cockpit: Use, artifact: Read) -> None:
    cockpit(asked)
    show(date(2020, 4, 6))
    pictures = re.findall(r"!\[([^\]]+)\]\(data:image/svg\+xml;base64,([^)]+)\)", artifact("bielefeld-2020-probe-stand").data)
    assert [words.partition(":")[0] for words, _ in pictures] == [
        "Zeitplan",
        "Rücklauf nach Dezernaten",
        "Rücklauf über die Zeit",
    ]
    assert all(base64.b64decode(content).startswith(b"<svg ") for _, content in pictures)


def test_only_what_has_changed_is_written_again(asked: Town, cockpit: Use, artifact: Read) -> None:
    cockpit(asked)
    show(date(2020, 4, 6))
    first = ids(artifact)
    assert None not in first.values()
    show(date(2020, 4, 6))
    assert ids(artifact) == first
    asked.send_back("33")
    asked.do("collect")
    show(date(2020, 4, 6))
    changed = {key for key, found in ids(artifact).items() if found != first[key]}
    assert changed == {
        "bielefeld-2020-probe-stand",
        "bielefeld-2020-probe-listen",
        "bielefeld-2020-probe-offen",
        "bielefeld-2020-probe-post",
    }


def test_a_past_day_is_shown_beside_the_present_one(asked: Town, cockpit: Use, artifact: Read) -> None:
    cockpit(asked)
    asked.send_back("33")
    asked.do("collect")
    show(date(2020, 4, 6))
    present = ids(artifact)
    show(date(2020, 4, 6), as_of=date(2020, 3, 26))
    assert ids(artifact) == present
    then = artifact("bielefeld-2020-probe-rueckblick-stand").data
    assert "# Stand am 26.03.2020" in then
    assert "**0 von 5** Amtslisten zurück (0 %)" in then
    assert "| zurück |" not in artifact("bielefeld-2020-probe-rueckblick-listen").data


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2020, 4, 7)])
def test_a_day_without_a_status_ends_as_failed_with_a_sentence(asked: Town, cockpit: Use, day: date) -> None:
    cockpit(asked)
    state = report_status(today=date(2020, 4, 6), as_of=day, return_state=True)
    assert state.is_failed()
    assert f"{day:%d.%m.%Y}" in state.message


def test_a_day_with_subflows_refreshes_the_overview_once(
    town: Town, cockpit: Use, artifact: Read, prefect: SyncPrefectClient
) -> None:
    cockpit(town)
    show(date(2020, 3, 17))
    before = len([a for a in prefect.read_artifacts() if a.key == "bielefeld-2020-probe-stand"])
    assert run_day(today=date(2020, 3, 25), preview=False, return_state=True).is_completed()
    after = len([a for a in prefect.read_artifacts() if a.key == "bielefeld-2020-probe-stand"])
    assert after == before + 1


def test_a_rehearsal_of_years_leaves_the_desk_as_it_is_until_its_end(asked: Town, cockpit: Use, artifact: Read) -> None:
    cockpit(asked)
    with unattended():
        show(date(2020, 4, 6))
        first = ids(artifact)
        asked.send_back("33")
        asked.do("collect")
        show(date(2020, 4, 7))
        assert ids(artifact) == first
    show(date(2020, 4, 7))
    assert "# Stand am 07.04.2020" in artifact("bielefeld-2020-probe-stand").data


def test_every_form_that_helps_is_a_deployment() -> None:
    registered = {name for name, *_ in ORDER}
    assert registered == set(Deployment), "one table: what is named is registered, and nothing else"
    assert {row.deployment for row in NEEDS.values()} - {None} <= registered
