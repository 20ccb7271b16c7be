"""The answers as CSV: texts that stay texts, numbers that stay numbers, keys that stay."""

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.report.answers.as_csv import FIRST, answers_csv, code, text
from ozg_workflow.report.answers.table import AnswerTable
from tests.report.answers.lines import GOOD, OUTSIDE, contradicted, line, table

TEXTS = (
    "=1+1",
    "+49 521 51-0",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "2/3",
    "1-2",
    "0012",
    "99115001012000",
    "1,5",
    "1.5",
    "1E5",
    "12 %",
    "10:30",
    "3. Mai",
    "Mai 2020",
    "12 Jan",
    "1.10.2020",
    "WAHR",
    "true",
    "(5)",
    "5 €",
    "'schon da",
    "  =1+1",
    " 7",
    "\t=1",
    "a;b",
    'Er sagte „"ja"“',
    "zwei\nZeilen",
    "§ 3 KAG NRW",
    "Amt 33",
    "",
)


def read(made: AnswerTable) -> list[dict[str, str]]:
    content = answers_csv(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))


def test_a_row_holds_what_the_json_file_holds_under_the_same_keys() -> None:
    answers = {**GOOD, "planned_offer": "ja", "planned_on": "2020-10-01", "remark": "0012", "case_volume": "unknown"}
    (row,) = read(table(line(answers=answers), line(2, state=RowState.MOVED)))
    assert row | {"source": ""} == {
        "round": "erhebung-1",
        "office": "33",
        "office_name": "Einwohner- und Meldeamt",
        "department": "2",
        "department_name": "Bürger und Soziales",
        "service.ref": "L1",
        "service.leika_key": "'99115001012000",
        "service.name": "Leistung 1",
        "service.ozg_id": "10260",
        "service.ozg_name": "Meldebestätigung",
        "service.theme": "Familie & Kind",
        "list_version": "1",
        "number": "1",
        "state": "answered",
        "state.label": "beantwortet",
        "online": "no",
        "answers.responsible": "ja",
        "answers.responsible.label": "ja",
        "answers.responsible_office": "",
        "answers.maturity_level": "2",
        "answers.maturity_level.label": "Formular-Assistent (2)",
        "answers.online_url": "",
        "answers.planned_offer": "ja",
        "answers.planned_offer.label": "ja",
        "answers.planned_on": "2020-10-01",
        "answers.case_volume": "unknown",
        "answers.staff_effort": "1,5",
        "answers.user_orientation": "3",
        "answers.user_orientation.label": "hoch (3)",
        "answers.technical_support": "2",
        "answers.technical_support.label": "Fachverfahren (2)",
        "answers.complexity": "1",
        "answers.complexity.label": "niedrig (1)",
        "answers.legal_barrier": "none",
        "answers.legal_barrier.label": "keines",
        "answers.legal_basis": "",
        "answers.remark": "'0012",
        "contradictions": "",
        "outside.portal": "",
        "outside.urls": "",
        "outside.sdg": "",
        "outside.findings": "",
        "source": "",
    }


def test_the_file_begins_as_german_spreadsheets_want_it() -> None:
    content = answers_csv(table(contradicted()))
    assert content.startswith(b"\xef\xbb\xbf" + FIRST.encode())
    assert content.count(b"\r\n") == 2
    assert "Fallzahl pro Jahr: 1.200 ↔ 900" in content.decode()


@pytest.mark.parametrize("value", TEXTS)
def test_one_apostrophe_less_gives_every_text_back(value: str) -> None:
    assert text(value).removeprefix("'") == value or text(value) == value
    assert text(value)[:1] not in {*"=+-@\t\r"}


def test_short_numbers_of_ours_stay_as_they_are_and_others_do_not() -> None:
    assert [code(value) for value in ("33", "033", "123456789012", "L1", "=1")] == ["33", "'033", "'123456789012", "L1", "'=1"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_leaves_texts_texts_and_numbers_numbers(tmp_path: Path) -> None:
    lines = [line(n, answers={**GOOD, "remark": value, "case_volume": n}) for n, value in enumerate(TEXTS, 1)]
    source = tmp_path / "angaben.csv"
    source.write_bytes(answers_csv(table(*lines)))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    german = "--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1031,false,true"  # ; " UTF-8 from line 1, German, guess types
    command = ["soffice", profile, "--headless", german, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sheet = load_workbook(tmp_path / "angaben.xlsx").active
    assert sheet is not None
    heads = [str(cell.value) for cell in sheet[1]]
    found: list[dict[str, Any]] = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert len(found) == len(TEXTS)
    for number, (row, value) in enumerate(zip(found, TEXTS, strict=True), 1):
        assert row["answers.remark"].data_type == ("s" if value else "n")
        assert (row["answers.remark"].value or "") in (text(value), value.replace("\t", " "))
        assert (row["answers.case_volume"].data_type, row["answers.case_volume"].value) == ("n", number)
        assert row["answers.staff_effort"].value == 1.5
        assert row["service.leika_key"].value == f"'99115{number:03}012000"
        assert row["office"].value == 33


def test_the_outside_view_of_a_service() -> None:
    first, second = read(table(line(outside=OUTSIDE), line(2)))
    assert {key: value for key, value in first.items() if key.startswith("outside.")} == {
        "outside.portal": "online (Stand 01.05.2020)",
        "outside.urls": "https://portal.example",
        "outside.sdg": "",
        "outside.findings": "contradiction",
    }
    assert second["outside.portal"] == ""
