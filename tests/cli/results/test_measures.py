"""The measures on the command line."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Ozg


@pytest.fixture
def planned(sent: Ozg) -> Ozg:
    """The workspace with two measures."""
    with sqlite3.connect(sent.home / "var" / "ozg.db") as connection:
        connection.execute(
            "INSERT INTO measure (rollout_id, service_id, office_id, rank, wave, starts_on, target_level, target_on, state)"
            " SELECT s.rollout_id, s.id, o.id, row_number() OVER (ORDER BY s.id), '1', '2020-09-01', 4, '2020-12-30', 'planned'"
            " FROM service s JOIN office o ON o.number = s.proposed_office AND o.rollout_id = s.rollout_id ORDER BY s.id LIMIT 2"
        )
    return sent


def test_measures_are_listed_changed_and_shown(planned: Ozg) -> None:
    first, second = json.loads(planned("measures", "list", "--json").out)
    assert {"id", "service", "wave", "route", "office", "target_on", "contact", "note", "effort_days", "depends_on"} <= set(first)
    change = ("measures", "set", str(first["id"]), "--wave", "2", "--route", "efa", "--effort", "12", "--by", "Frau Beispiel")
    shown = planned(*change, "--preview")
    assert (shown.code, "→ Zweite Welle 2021" in shown.out) == (0, True)
    assert json.loads(planned("measures", "list", "--wave", "2", "--json").out) == []
    assert json.loads(planned(*change, "--depends-on", str(second["id"]), "--json").out)["figures"] == {"changed": 1}
    found = json.loads(planned("measures", "show", str(first["id"]), "--json").out)
    assert (found["wave"], found["route"], found["effort_days"], found["depends_on"]) == ("2", "efa", 12, second["id"])
    assert {change["by"] for change in found["log"]} == {"Frau Beispiel"}
    told = planned("measures", "show", str(first["id"])).out
    assert "Weg: Einer für Alle" in told
    assert "Zweite Welle 2021" in planned("measures", "list").out


def test_what_is_wrong_is_named(planned: Ozg) -> None:
    number = str(json.loads(planned("measures", "list", "--json").out)[0]["id"])
    for options, code, part in (
        ((), 2, "was sich ändern soll"),
        (("--wave", "9"), 1, "Welle „9“"),
        (("--route", "x"), 1, "Weg „x“"),
        (("--office", "999"), 1, "Das Amt „999“ ist nicht bekannt"),
        (("--target-on", "morgen"), 1, "Das ist kein Datum"),
    ):
        refused = planned("measures", "set", number, *options)
        assert (refused.code, part in refused.err) == (code, True), refused.err
    assert planned("measures", "list", "--office", "999").code == 1


def test_the_office_may_be_named_by_its_name(planned: Ozg) -> None:
    number = json.loads(planned("measures", "list", "--json").out)[0]["office"]
    name = json.loads(planned("office", "show", number, "--json").out)["name"]
    by_number = json.loads(planned("measures", "list", "--office", number, "--json").out)
    assert by_number
    assert json.loads(planned("measures", "list", "--office", f" {name} ", "--json").out) == by_number


def test_before_the_implementation_there_are_none(sent: Ozg) -> None:
    refused = sent("measures", "list")
    assert (refused.code, "noch nicht begonnen" in refused.err) == (1, True)


def test_measures_go_out_as_a_table_and_come_back(planned: Ozg, tmp_path: Path) -> None:
    file = str(tmp_path / "massnahmen.xlsx")
    assert json.loads(planned("measures", "export", file, "--json").out)["figures"] == {"measures": 2}
    back = planned("measures", "import", file, "--preview")
    assert (back.code, "In der Datei ist nichts geändert." in back.out) == (0, True)
    assert json.loads(planned("measures", "import", file, "--by", "Frau Beispiel", "--json").out)["figures"] == {"changed": 0}
    assert planned("measures", "import", str(tmp_path / "fehlt.xlsx")).code == 1
