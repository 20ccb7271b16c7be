"""A clerk without Excel opens the list in LibreOffice, saves it as .ods under another name and sends it from a private folder."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.usecases.town import Town, fill, not_ours

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice ist nicht installiert: Die Geschichte bleibt ungeprüft.")
def test_a_list_saved_by_libreoffice_under_another_name_is_recorded_like_any_other(asked: Town, tmp_path: Path) -> None:
    _, content, letter = asked.book("50")
    (tmp_path / "meine liste.xlsx").write_bytes(fill(content, {2: not_ours("Amt 34")}))
    command = [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--convert-to", "ods"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "meine liste.xlsx")], check=True, capture_output=True, timeout=180
    )
    saved = (tmp_path / "meine liste.ods").read_bytes()
    asked.drop(asked.letter({"Liste Sozialamt endgültig (3).ods": saved}, sender="marquardt@bielefeld.example", answers=letter))
    result, failures = asked.run_day("2020-04-06")
    assert failures == []
    assert result.figures["returns"] == 1
    assert asked.states("50") == ["answered", "moved"]
    row = asked.rows("50")[1]
    assert (row.answers["case_volume"], row.answers["staff_effort"], row.answers["maturity_level"]) == (1200, 1.5, 2)
    assert asked.states("34", version=2) == ["open"]
    assert next(m for m in asked.messages("acknowledgement")).recipients[0].address == "marquardt@bielefeld.example"
