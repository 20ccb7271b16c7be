"""The status has exactly the keys that scripts rely on, and is readable for people."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Ozg

DAY = ("--today", "2020-03-25")
KEYS = {
    "milestones": {"key", "title", "planned", "state", "done_at"},
    "departments": {"number", "name", "lists", "returned"},
    "lists": {
        "office",
        "name",
        "department",
        "round",
        "version",
        "state",
        "rows",
        "answered",
        "invalid",
        "disputed",
        "due_on",
        "sent_at",
        "returned_at",
        "reminders",
    },
    "mail": {
        "held",
        "queued",
        "claimed",
        "data_started",
        "accepted",
        "refused",
        "unknown",
        "bounced",
        "cancelled",
        "expired",
    },
    "inbox": {"returns", "automatic", "quarantined", "dismissed"},
    "cases": {"open", "settled"},
}


@pytest.fixture
def status(sent: Ozg) -> Any:
    """The status on the day of the sending."""
    return json.loads(sent("status", "--json", *DAY).out)


def test_the_status_has_the_keys_of_the_contract(status: Any) -> None:
    promised = {"rollout", "today", *KEYS, "prioritisation", "implementation", "board"}
    assert promised <= set(status)
    assert set(status) - promised <= {"title", "conflicts", "shared", "mailboxes", "configuration"}
    for name, keys in KEYS.items():
        for entry in status[name] if isinstance(status[name], list) else [status[name]]:
            assert keys <= set(entry), name


def test_the_status_tells_what_was_sent_and_what_is_missing(status: Any) -> None:
    assert (status["rollout"], status["today"]) == ("bielefeld-2020", "2020-03-25")
    assert status["prioritisation"] is None
    assert status["implementation"] is None
    assert (len(status["lists"]), sum(item["rows"] for item in status["lists"])) == (29, 161)
    assert sum(d["lists"] for d in status["departments"]) == 29
    assert {item["due_on"] for item in status["lists"]} == {"2020-05-15"}
    assert status["mail"]["held"] == 6
    states = {m["key"]: m["state"] for m in status["milestones"]}
    assert (states["versand"], states["info-leitungen"], states["auswertung"]) == ("done", "late", "planned")
    assert {m["key"]: m["planned"] for m in status["milestones"]}["vorstellung"] == "2020-07"


def test_the_status_for_people_has_no_english_and_no_internal_names(sent: Ozg) -> None:
    result = sent("status", *DAY)
    assert (result.code, result.err) == (0, "")
    for text in (
        "Versendung der Amtslisten",
        "überfällig",
        "erledigt",
        "Postausgang: 6 angehalten",
        "Zuständigkeitsfälle: 0 offen",
    ):
        assert text in result.out
    for word in ("late", "planned", "queued", "held", "open_start", "None"):
        assert word not in result.out


def test_the_status_of_a_past_evening_is_shown_again(sent: Ozg) -> None:
    earlier = json.loads(sent("status", "--json", *DAY).out)
    assert sent("milestone", "done", "konzept", "--today", "2020-04-20").code == 0
    again = json.loads(sent("status", "--json", "--as-of", "2020-03-25", "--today", "2020-05-04").out)
    assert again == earlier | {"configuration": {"loaded": None}}, "the files of a past day are gone"
    assert "Stand 2020-03-25" in sent("status", "--as-of", "2020-03-25", "--today", "2020-05-04").out


@pytest.mark.parametrize(
    ("day", "code", "message"),
    [
        ("gestern", 2, "--as-of: „gestern“ ist kein Datum im Format JJJJ-MM-TT."),
        ("2020-03-26", 1, "Der 26.03.2020 liegt in der Zukunft; gezeigt werden kann nur ein vergangener Stand."),
        ("2019-12-31", 1, "Für den 31.12.2019 gibt es keine Aufzeichnungen, sondern ab dem "),
    ],
)
def test_a_day_without_a_status_is_refused(sent: Ozg, day: str, code: int, message: str) -> None:
    result = sent("status", "--as-of", day, *DAY)
    assert (result.code, result.out) == (code, "")
    assert message in result.err
