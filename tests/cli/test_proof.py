"""The audit log can be verified and a list proved from the shell."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

from tests.cli.conftest import Ozg


def test_a_whole_log_is_said_to_be_whole_with_its_last_seal(sent: Ozg) -> None:
    copy = sent.home / "sicherung.db"
    assert sent("db", "backup", str(copy)).code == 0
    result = sent("audit", "verify", "--backup", str(copy))
    assert result.code == 0
    first, last = result.out.splitlines()[-2:]
    assert first.startswith("Das Protokoll ist vollständig und unverändert: ")
    assert "verglichen mit 1 Sicherung" in first
    as_json = json.loads(sent("audit", "verify", "--json").out)
    assert (as_json["ok"], as_json["flaws"]) == (True, [])
    assert last == f"Letztes Siegel: {as_json['digest']}"


def test_an_altered_line_is_named_and_the_command_fails(sent: Ozg) -> None:
    with closing(sqlite3.connect(sent.home / "var" / "ozg.db")) as database:
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE event SET text = 'Alles genehmigt' WHERE id = 2")
        database.commit()
    result = sent("audit", "verify")
    assert result.code == 1
    assert "Zeile 2 („Alles genehmigt“): wurde nach dem Eintragen verändert, oder ihr Siegel." in result.err
    assert json.loads(sent("audit", "verify", "--json").out)["flaws"][0]["kind"] == "altered"


def test_a_list_is_proved_in_words_and_as_json(sent: Ozg) -> None:
    words = sent("audit", "prove", "33").out
    assert words.startswith("Amt 33 – Einwohner- und Meldeamt, Runde „erhebung-1“, Fassung 1\n")
    data = json.loads(sent("audit", "prove", "33", "--json").out)
    assert data["sent"][0]["sha256"] in words
    assert data["content_hash"] in words
    assert sent("audit", "prove", "77").code == 1


def test_the_log_itself_is_still_shown(sent: Ozg) -> None:
    assert "queued" in sent("audit").out
    assert json.loads(sent("audit", "--object", "message:1", "--json").out)


def test_everything_about_an_address_comes_in_one_file(sent: Ozg, tmp_path: Path) -> None:
    target = tmp_path / "auskunft.zip"
    result = sent("privacy", "export", "dezernat1@bielefeld.example", str(target))
    assert result.code == 0
    with ZipFile(target) as archive:
        rows = json.loads(archive.read("auskunft.json"))["found"]
        mails = [name for name in archive.namelist() if name.endswith(".eml")]
        assert {row["mail"] for row in rows if row["mail"]} == set(mails) != set()
        assert b"dezernat1@bielefeld.example" in archive.read(mails[0])
    assert sent("privacy", "export", "dezernat1@bielefeld.example", str(target)).code == 1, "never overwritten"


def test_the_record_of_processing_is_written_where_it_is_wanted(sent: Ozg, tmp_path: Path) -> None:
    assert sent("privacy", "report", "--out", str(tmp_path / "datenschutz")).code == 0
    assert sorted(path.suffix for path in (tmp_path / "datenschutz").iterdir()) == [".md", ".pdf"]


def test_an_address_is_erased_only_when_nothing_is_open_and_the_log_stays_whole(sent: Ozg) -> None:
    refused = sent("privacy", "erase", "dezernat1@bielefeld.example")
    assert refused.code == 1
    assert "Funktionspostfächer gehören keiner Person." in refused.err
    assert refused.err.rstrip().endswith("Es ist nichts gelöscht.")
    nobody = sent("privacy", "erase", "niemand@bielefeld.example", "--preview", "--json")
    assert nobody.code == 0
    told = json.loads(nobody.out)
    assert (told["changed"], told["kept"], told["elsewhere"], told["backup"]) == (False, [], [], None)
    assert sent("audit", "verify").code == 0
