"""The table of the answers as a file."""

import csv
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.answers.export import export_answers
from tests.report.answers.lines import REPOSITORY
from tests.usecases.answers.phone import exported
from tests.usecases.town import Town


def test_every_format_holds_every_line_and_says_where_it_lies(answered: Town, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.CSV", "a.json"):
        result = export_answers(answered.ctx(actor="Frau Lindner"), tmp_path / name)
        assert result.lines == ["8 Zeilen der Runde „Erhebung“ (erhebung-1).", f"Geschrieben: {tmp_path / name}"]
        assert result.figures == {"lines": 8}
    rows = list(load_workbook(tmp_path / "a.xlsx")["Angaben"].iter_rows(min_row=5, values_only=True))
    lines = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    table = list(csv.reader(io.StringIO((tmp_path / "a.CSV").read_text(encoding="utf-8-sig")), delimiter=";"))
    assert len(rows) == len(lines) == len(table) - 1 == 8
    assert exported(answered) == [
        ("Frau Lindner", f"8 Zeilen der Runde „Erhebung“ (erhebung-1): {name}") for name in ("a.xlsx", "a.CSV", "a.json")
    ]


def test_a_real_export_keeps_to_the_schema(answered: Town, tmp_path: Path) -> None:
    export_answers(answered.ctx(), tmp_path / "a.json")
    lines = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    schema = json.loads((REPOSITORY / "docs" / "schemas" / "answers.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(lines)
    assert {source["kind"] for line in lines for source in line["sources"].values()} == {"mail"}
    assert all(source["cell"] for line in lines for source in line["sources"].values())


def test_another_round_is_named_by_its_key_and_an_unknown_one_is_refused(started: Town, tmp_path: Path) -> None:
    started.day("2021-03-01", "track")
    export_answers(started.ctx(), tmp_path / "stand.xlsx", "stand-2021-03-01")
    heads = [cell.value for cell in load_workbook(tmp_path / "stand.xlsx")["Angaben"][4]]
    assert "Ziel voraussichtlich erreicht am" in heads
    with pytest.raises(InputError, match=r"Die Runde „x“ gibt es nicht\. Vorhanden: erhebung-1, stand-2021-03-01"):
        export_answers(started.ctx(), tmp_path / "x.xlsx", "x")


def test_an_ending_nobody_knows_is_refused(answered: Town, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gibt es als \.xlsx, \.csv und \.json"):
        export_answers(answered.ctx(), tmp_path / "a.pdf")
    assert exported(answered) == []


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"Notizen"), ("a.csv", b"name;wert\n"), ("a.json", b"{}"), ("a.csv", b"")]
)
def test_a_file_of_another_kind_is_left_alone(answered: Town, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match="keine solche Datei"):
        export_answers(answered.ctx(), tmp_path / name)
    assert (tmp_path / name).read_bytes() == content


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.json"])
def test_an_earlier_export_is_replaced(answered: Town, tmp_path: Path, name: str) -> None:
    export_answers(answered.ctx(), tmp_path / name)
    export_answers(answered.ctx(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_place_that_cannot_be_written_to_is_told(answered: Town, tmp_path: Path) -> None:
    (tmp_path / "ordner.xlsx").mkdir()
    with pytest.raises(InputError, match="ist ein Ordner"):
        export_answers(answered.ctx(), tmp_path / "ordner.xlsx")
    (tmp_path / "datei").write_text("x")
    with pytest.raises(InputError, match="lässt sich nicht schreiben"):
        export_answers(answered.ctx(), tmp_path / "datei" / "a.xlsx")
    assert exported(answered) == []


def test_before_the_survey_there_is_nothing_to_export(town: Town, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="noch keine Erhebungsrunde"):
        export_answers(town.ctx(), tmp_path / "a.xlsx")
