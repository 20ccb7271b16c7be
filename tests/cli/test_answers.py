"""The answers on the command line: shown, corrected, and where they come from."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Ozg

SOURCE_KEYS = {"kind", "incoming", "file", "cell", "by", "at", "note"}


@pytest.fixture
def out(sent: Ozg) -> Ozg:
    """The workspace with its lists sent; their mails are held back here."""
    with sqlite3.connect(sent.home / "var" / "ozg.db") as connection:
        connection.execute("UPDATE service_list SET state = 'sent', sent_at = '2020-03-25 08:00:00'")
    return sent


def test_an_answer_is_corrected_shown_and_explained(out: Ozg) -> None:
    first = json.loads(out("answers", "list", "--office", "34", "--json").out)[0]
    assert set(first) >= {
        "round",
        "office",
        "office_name",
        "department",
        "service",
        "list_version",
        "state",
        "answers",
        "sources",
    }
    assert set(first["service"]) == {"ref", "leika_key", "name", "ozg_id", "ozg_name", "theme"}
    cell = ("34", first["service"]["ref"], "Fallzahl pro Jahr")
    call = ("--source", "Telefonat mit Frau Sandmann", "--by", "Frau Lindner", "--no-deliver")

    shown = out("answers", "correct", *cell, "900", *call, "--preview")
    assert (shown.code, "leer → 900" in shown.out) == (0, True)
    assert json.loads(out("answers", "list", "--question", "case_volume", "--json").out) == []

    assert out("answers", "correct", *cell, "900", *call).code == 0
    (line,) = json.loads(out("answers", "list", "--question", "case_volume", "--json").out)
    source = line["sources"]["case_volume"]
    assert (line["answers"], set(source)) == ({"case_volume": 900}, SOURCE_KEYS)
    assert (source["kind"], source["by"], source["note"]) == ("person", "Frau Lindner", "Telefonat mit Frau Sandmann")
    table = out("answers", "list", "--question", "Fallzahl pro Jahr").out
    assert "900" in table
    assert max(map(len, table.splitlines())) <= 140

    assert out("answers", "correct", *cell, "unbekannt", *call).code == 0
    history = json.loads(out("answers", "history", *cell[:2], "--json").out)
    assert [(e["value"], e["replaced"], e["counts"]) for e in history["history"]] == [(900, None, False), ("unknown", 900, True)]
    (of_all,) = json.loads(out("answers", "history", "-", cell[1], "--json").out)
    assert of_all == history
    told = out("answers", "history", *cell[:2]).out
    assert "unbekannt" in told
    assert "zählt" in told
    assert max(map(len, told.splitlines())) <= 140
    assert out("answers", "history", "-", cell[1]).out == told


def test_what_cannot_be_corrected_ends_with_a_sentence(out: Ozg) -> None:
    first = json.loads(out("answers", "list", "--office", "34", "--json").out)[0]
    refused = out("answers", "correct", "34", first["service"]["ref"], "case_volume", "etwa 50 bis 60", "--source", "Telefonat")
    assert refused.code == 1
    assert "„etwa 50 bis 60“ in der Spalte „Fallzahl pro Jahr“" in refused.err
    for wrong, message in (
        (("list", "--office", "999"), "Das Amt „999“ ist nicht bekannt oder nicht eindeutig. Vorhanden: "),
        (("list", "--question", "color"), "Die Frage „color“ gibt es nicht. Vorhanden: responsible, "),
        (("list", "--round", "x"), "Die Runde „x“ gibt es nicht. Vorhanden: erhebung-1"),
        (("history", "34", "x"), "Die Leistung „x“ gibt es nicht."),
    ):
        result = out("answers", *wrong)
        assert (result.code, message in result.err) == (1, True), result.err


def test_the_office_may_be_named_by_its_name(out: Ozg) -> None:
    by_number = json.loads(out("answers", "list", "--office", "34", "--json").out)
    assert by_number
    assert json.loads(out("answers", "list", "--office", " Standesamt ", "--json").out) == by_number
    refused = out("answers", "list", "--office", "Amt für Wunder")
    assert (refused.code, "„Amt für Wunder“ ist nicht bekannt" in refused.err) == (1, True)


def test_what_finds_nothing_to_do_says_so(out: Ozg, tmp_path: Path) -> None:
    folder = str(tmp_path / "listen")
    assert out("lists", "export", folder).out.count("Geschrieben") > 1
    again = out("lists", "export", folder).out.splitlines()
    assert again == ["Amtslisten ausgeben", "  Nichts zu tun: Es ist schon alles so."]
