"""Several rollouts in one database: without `--rollout` the day, the status and the health are those of all of them."""

import json
import sqlite3

import pytest

from tests.cli.conftest import Ozg
from tests.cli.rollouts.conftest import CITIES

SENT_ON = "2020-03-25"


def _break(ozg: Ozg, key: str) -> None:
    """Let nobody be able to read the configuration of a rollout."""
    with sqlite3.connect(ozg.home / "var" / "ozg.db") as connection:
        connection.execute("UPDATE rollout SET config = '{}', config_hash = 'broken' WHERE key = ?", (key,))
    connection.close()


def _sent(ozg: Ozg, key: str) -> int:
    return len(json.loads(ozg("mail", "list", "--rollout", key, "--json").out))


def test_the_day_of_all_is_carried_out_one_after_the_other_and_each_is_named(three: Ozg) -> None:
    result = three("run-day", "--today", SENT_ON)
    assert result.code == 0, result.err
    heads = [line for line in result.out.splitlines() if line.endswith(": Tageslauf")]
    assert heads == [f"{key}: Tageslauf" for key in CITIES]
    assert result.out.splitlines()[-1] == "3 Rollouts: alle ohne Störung."
    assert f"… {CITIES[1]}: 25.03.2020" in result.err
    assert len({_sent(three, key) for key in CITIES}) == 1
    assert _sent(three, CITIES[2]) > 0


def test_the_day_of_one_that_is_named_leaves_the_others_alone(three: Ozg) -> None:
    result = three("run-day", "--today", SENT_ON, "--rollout", CITIES[1])
    assert (result.code, result.out.splitlines()[0]) == (0, "Tageslauf")
    assert [bool(_sent(three, key)) for key in CITIES] == [False, True, False]


def test_a_broken_rollout_stops_no_other_and_is_named_at_the_end(three: Ozg) -> None:
    _break(three, CITIES[0])
    result = three("run-day", "--today", SENT_ON)
    assert result.code == 1
    assert result.out.splitlines()[-1] == "3 Rollouts: 1 mit Störung, die übrigen sind erledigt."
    assert result.err.splitlines()[-1].startswith(f"{CITIES[0]}: ")
    assert f"\n{CITIES[1]}: " not in result.err.replace(f"… {CITIES[1]}: ", "")
    assert all(_sent(three, key) for key in CITIES[1:])


def test_the_exit_status_is_that_of_the_worst(three: Ozg, closed_port: int) -> None:
    unreachable = f"imap://u:p@127.0.0.1:{closed_port}/INBOX"
    assert three("run-day", OZG_INBOX_URL=unreachable).code == 3
    _break(three, CITIES[2])
    assert three("run-day", OZG_INBOX_URL=unreachable).code == 1


def test_scripts_get_an_object_for_each_rollout(three: Ozg) -> None:
    _break(three, CITIES[1])
    result = three("run-day", "--json", "--today", SENT_ON)
    told = json.loads(result.out)
    assert [day["rollout"] for day in told["rollouts"]] == list(CITIES)
    assert {"title", "lines", "figures", "mails"} <= told["rollouts"][0].keys()
    assert list(told["failed"]) == [CITIES[1]]


def test_a_preview_of_the_day_of_all_changes_nothing(three: Ozg) -> None:
    result = three("run-day", "--today", SENT_ON, "--preview")
    assert result.code == 0
    assert "(Vorschau, nichts wird geändert)" in result.out
    assert [_sent(three, key) for key in CITIES] == [0, 0, 0]


def test_mail_on_a_pretended_day_reaches_nobody_of_any_rollout(three: Ozg) -> None:
    result = three("run-day", "--today", SENT_ON, OZG_SMTP_URL="smtps://mail.bielefeld.example")
    assert result.code == 1
    assert [line.partition(":")[0] for line in result.err.splitlines()] == list(CITIES)
    assert [_sent(three, key) for key in CITIES] == [0, 0, 0]


def test_the_status_of_all_is_a_table_with_a_row_each(three: Ozg) -> None:
    three("run-day", "--today", SENT_ON, "--rollout", CITIES[1])
    result = three("status", "--today", SENT_ON)
    assert result.code == 0
    rows = {key: line for line in result.out.splitlines() for key in CITIES if line.strip().startswith(key)}
    assert list(rows) == list(CITIES)
    assert "0 von 29" in rows[CITIES[1]]
    assert "0 von 0" in rows[CITIES[0]]
    assert "17.03.2020, überfällig" in rows[CITIES[0]]


def test_the_status_of_all_for_scripts_holds_the_objects_of_one(three: Ozg) -> None:
    told = json.loads(three("status", "--json", "--today", SENT_ON).out)
    assert told["failed"] == {}
    for key, found in zip(CITIES, told["rollouts"], strict=True):
        assert found == json.loads(three("status", "--json", "--today", SENT_ON, "--rollout", key).out)


def test_the_status_names_a_rollout_that_cannot_be_read(three: Ozg) -> None:
    with sqlite3.connect(three.home / "var" / "ozg.db") as connection:
        connection.execute(
            "UPDATE milestone SET state = 'quatsch' WHERE rollout_id = (SELECT id FROM rollout WHERE key = ?)", (CITIES[2],)
        )
    connection.close()
    result = three("status")
    assert result.code == 1
    assert all(key in result.out for key in CITIES[:2])
    assert result.err.startswith(f"{CITIES[2]}: Unerwarteter Fehler (")


@pytest.mark.parametrize("quiet", [False, True])
def test_the_health_of_all_is_a_row_each_and_quiet_only_what_is_wrong(three: Ozg, quiet: bool) -> None:
    three("run-day", "--rollout", CITIES[0])
    result = three("health", *(["--quiet"] if quiet else []))
    assert result.code == 1
    assert "Tageslauf: noch nie gelaufen" in result.out
    assert (CITIES[0] in result.out) is not quiet
    assert all(key in result.out for key in CITIES[1:])


def test_the_health_of_all_is_well_when_each_is(three: Ozg) -> None:
    three("run-day")
    told = json.loads(three("health", "--json").out)
    assert (told["ok"], [one["rollout"] for one in told["rollouts"]]) == (True, list(CITIES))
    assert all(one["checks"][0]["name"] == "database" and one["ok"] for one in told["rollouts"])
    assert three("health", "--quiet").out == "Alle 3 Rollouts sind in Ordnung.\n"


def test_other_commands_still_ask_which_rollout_is_meant(three: Ozg) -> None:
    result = three("send-lists")
    assert result.code == 1
    assert result.err.startswith("Es gibt mehrere Rollouts (bielefeld-2020, gladbeck-2020, herford-2020)")
