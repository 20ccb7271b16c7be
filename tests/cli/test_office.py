"""`ozg office show`: one office with everything that happened to it."""

import json

from tests.cli.conftest import Ozg


def test_an_office_is_shown_with_its_lists_and_its_history(sent: Ozg) -> None:
    result = sent("office", "show", "33")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].startswith("Amt 33 – ")
    assert lines[1].startswith("Dezernat ")
    assert "Amtsliste vorbereitet" in result.out
    assert "Mail an das Amt" in result.out
    assert max(map(len, lines)) <= 140


def test_scripts_read_the_same_as_json(sent: Ozg) -> None:
    found = json.loads(sent("office", "show", "33", "--json").out)
    assert found["number"] == "33"
    assert [item["state"] for item in found["lists"]] == ["queued"]
    assert [entry["kind"] for entry in found["entries"]] == ["list_prepared", "mail_out"]
    mail = found["entries"][1]
    assert mail["title"] == "Mail an das Amt"
    assert mail["target"]["kind"] == "mail"
    assert (found["open_lines"], found["due_on"]) == (21, "2020-05-15")


def test_an_unknown_office_and_a_wrong_day_are_told_in_german(sent: Ozg) -> None:
    unknown = sent("office", "show", "99")
    assert unknown.code == 1
    assert unknown.err.startswith("Das Amt „99“ ist nicht bekannt")
    assert sent("office", "show", "33", "--as-of", "gestern").code == 2
    assert sent("office", "show", "33", "--as-of", "2999-01-01").code == 1
