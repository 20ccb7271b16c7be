"""Lists filled in and saved with LibreOffice are read like those of Excel."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.reader import identity_of, open_workbook, read_rows

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice ist nicht installiert: Das Lesen seiner Dateien bleibt ungeprüft."
)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libreoffice")


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_a_list_saved_by_libreoffice_is_read_right(
    extension: str,
    filled: bytes,
    sent: bytes,
    fill: Callable[..., bytes],
    profile: Path,
    tmp_path: Path,
    questionnaire: Questionnaire,
    scale: MaturityScale,
) -> None:
    formulas = {"M8": "=DATE(2020,10,1)", "N8": "=600*2", "O8": "=NA()", "U8": "=1/0", "U9": "=B8*NOSUCHNAME"}
    (tmp_path / "liste.xlsx").write_bytes(fill(filled, **formulas))
    (tmp_path / "fehlanzeige.xlsx").write_bytes(fill(sent, C3="ja"))
    target = tmp_path / "neu"
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        extension,
        "--outdir",
        str(target),
    ]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.xlsx")))], check=True, capture_output=True, timeout=180)

    workbook = open_workbook((target / f"liste.{extension}").read_bytes(), f"liste.{extension}")
    identity = identity_of(workbook)
    assert identity is not None
    assert (identity.list_id, identity.version, identity.token) == (41, 2, "0123456789abcdef0123456789abcdef01234567")
    returned = read_rows(workbook, questionnaire)
    assert (returned.remarks, returned.notes, returned.added) == ((), (), ())
    assert [row.row_id for row in returned.rows] == [901, 902, 903, 904, 905, 906]
    assert returned.rows[0].addresses["responsible"] == "H5"
    answers = validate_row(questionnaire, scale, returned.rows[0].cells).answers
    assert answers["maturity_level"] == 3
    assert answers["planned_on"] == "2020-10-01"
    assert (answers["case_volume"], answers["staff_effort"]) == (1200, 1.5)
    assert returned.rows[1].cells["responsible_office"] == "Amt 32"
    calculated = returned.rows[3].cells
    assert (calculated["planned_on"], calculated["case_volume"]) == (date(2020, 10, 1), 1200)
    assert (calculated["staff_effort"], calculated["remark"], returned.rows[4].cells["remark"]) == ("#N/A", "#DIV/0!", "#NAME?")
    nil = read_rows(open_workbook((target / f"fehlanzeige.{extension}").read_bytes(), "x"), questionnaire)
    assert (nil.nil_return, nil.notes) == (True, ())
