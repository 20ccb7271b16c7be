"""The status as scripts rely on it."""

import json

from tests.usecases.town import Town

KEYS = {
    "rollout", "title", "today", "milestones", "departments", "lists", "mail", "inbox", "cases", "prioritisation", "implementation"
}  # fmt: skip


def test_before_the_survey_everything_is_planned_and_nothing_counted(town: Town) -> None:
    found = town.status()
    assert set(found) >= KEYS
    assert {m["state"] for m in found["milestones"]} == {"planned"}
    assert found["milestones"][11] == {
        "key": "vorstellung",
        "title": "Vorstellung der Priorisierung und Planung im Verwaltungsvorstand",
        "planned": "2020-07",
        "state": "planned",
        "done_at": None,
    }
    assert found["departments"] == [
        {"number": "1", "name": "Zentrale Dienste", "lists": 0, "returned": 0},
        {"number": "2", "name": "Bürger und Soziales", "lists": 0, "returned": 0},
    ]
    assert set(found["mail"]) == {
        "held", "queued", "claimed", "data_started", "accepted", "refused", "unknown", "bounced", "cancelled", "expired"
    }  # fmt: skip
    assert set(found["mail"].values()) == {0}
    assert (found["prioritisation"], found["implementation"]) == (None, None)


def test_the_figures_of_a_list_follow_its_rows(asked: Town) -> None:
    asked.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}, 3: {"Zuständig?": "nein"}}, rows=[1, 2])
    asked.do("collect")
    item = next(i for i in asked.status()["lists"] if i["office"] == "33")
    assert item.pop("returned_at").startswith("2020-04-06T07:00")
    assert item.pop("sent_at").startswith("2020-03-25T07:00")
    assert item == {
        "office": "33",
        "name": "Einwohner- und Meldeamt",
        "department": "2",
        "round": "erhebung-1",
        "version": 1,
        "closed": False,
        "state": "partly_returned",
        "rows": 3,
        "answered": 2,
        "invalid": 1,
        "disputed": 1,
        "due_on": "2020-05-15",
        "reminders": 0,
    }


def test_the_status_of_a_running_implementation_is_plain_json(started: Town) -> None:
    found = json.loads(json.dumps(started.status()))
    assert found["departments"][1]["returned"] == 3
    assert found["prioritisation"].keys() == {"evaluated_at", "ranked", "blocked", "incomplete", "version"}
    assert found["mail"]["accepted"] == sum(found["mail"].values())
    assert found["inbox"]["returns"] == 4
    assert found["cases"] == {"open": 0, "settled": 0}
