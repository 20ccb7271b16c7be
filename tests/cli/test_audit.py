"""The audit log can be read, narrowed down and opened in Excel without calculating anything."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from ozg_workflow.database.models import Event
from ozg_workflow.database.session import make_engine, sqlite_url
from tests.cli.conftest import Ozg
from tests.database import rows


def read(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read UTF-8"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_whole_log_is_written_once_for_excel(sent: Ozg, tmp_path: Path) -> None:
    target = tmp_path / "protokoll.csv"
    result = sent("audit", "--csv", str(target))
    heads, *lines = read(target)
    assert heads == ["Nr.", "Zeitpunkt", "Wer", "Vorgang", "Objekt", "Kennung", "Text", "Daten"]
    assert result.out == f"{len(lines)} Zeilen geschrieben: {target}\n"
    assert [int(line[0]) for line in lines] == sorted(int(line[0]) for line in lines)
    assert {"prepared", "queued"} <= {line[3] for line in lines}
    assert sent("audit", "--csv", str(target)).code == 1, "an existing file is never overwritten"


@pytest.mark.parametrize("text", ["=1+1", "+49 521", "-x", "@SUM(A1)", "\tx", '=HYPERLINK("http://x.example")'])
def test_nothing_is_calculated_when_the_file_is_opened(ozg: Ozg, tmp_path: Path, text: str) -> None:
    engine = make_engine(sqlite_url(ozg.home / "var" / "ozg.db"))
    line = {"at": rows.NOW, "actor": "x", "verb": "x", "object_type": "x", "object_id": "1", "text": text, "data": {}}
    with engine.begin() as connection:
        connection.execute(insert(Event), line)
    engine.dispose()
    ozg("audit", "--object", "x:1", "--csv", str(tmp_path / "p.csv"))
    assert read(tmp_path / "p.csv")[1][6] == f"'{text}"


def test_the_log_is_narrowed_down_to_an_object_and_a_day(sent: Ozg) -> None:
    about = json.loads(sent("audit", "--object", "message:1", "--json").out)
    assert {(line["object_type"], line["object_id"]) for line in about} == {("message", "1")}
    assert json.loads(sent("audit", "--since", "2999-01-01", "--json").out) == []
    assert "queued" in sent("audit", "--since", "2020-03-25").out


def test_a_wrong_object_or_day_is_named(sent: Ozg) -> None:
    assert sent("audit", "--object", "message").err.startswith("„message“ ist kein Objekt; erwartet wird ART:KENNUNG")
    assert sent("audit", "--since", "gestern").code == 2
