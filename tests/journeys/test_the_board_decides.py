"""The board decides on each service; the measures are what it decided, and nothing begins without it."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import BoardDecision, BoardPaper, Measure
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.board.sheet import REASON, REF, TOP, VERDICT, WAVE
from ozg_workflow.usecases.results.decide import accept_paper, import_decision
from ozg_workflow.usecases.results.decision_file import export_decision
from ozg_workflow.usecases.results.release import release_paper
from tests.usecases.town import Town

CHANGED = {
    "L3": {VERDICT: "zurückstellen", REASON: "Erst nach dem Umzug"},
    "L4": {VERDICT: "streichen", REASON: "Macht künftig das Land"},
    "L7": {VERDICT: "andere Welle", WAVE: "3: Dritte Welle 2022", REASON: "Neues Fachverfahren"},
}


def sheet(town: Town, changes: Mapping[str, Mapping[str, str]] = {}) -> Path:
    """The sheet as it comes back."""
    path = town.home / "entscheidung.xlsx"
    export_decision(town.ctx(), path)
    if changes:
        book = load_workbook(path)
        found = book.worksheets[0]
        columns = {cell.value: cell.column for cell in found[TOP + 1]}
        for line in range(TOP + 2, found.max_row + 1):
            for heading, value in changes.get(found.cell(line, columns[REF]).value, {}).items():
                found.cell(line, columns[heading]).value = value
        book.save(path)
    return path


def measures(town: Town) -> dict[str, str]:
    with town.session() as session:
        return {m.service.ref: m.wave for m in session.scalars(select(Measure))}


@pytest.fixture
def released(answered: Town) -> Town:
    """A town whose board has the paper; it is 02.07.2020."""
    answered.draft_paper("2020-07-01")
    release_paper(answered.ctx())
    answered.day("2020-07-02")
    return answered


def test_the_measures_equal_the_decision(released: Town) -> None:
    result = import_decision(released.ctx(), sheet(released, CHANGED))
    assert result.figures == {"decisions": 6, "differences": 3}
    assert "3 Abweichungen gegenüber dem Vorschlag." in result.lines
    assert "„Wohngeld beantragen“: andere Welle (3: Dritte Welle 2022) – Neues Fachverfahren" in result.lines
    started = released.day("2020-09-01", "start-implementation", "deliver")
    assert started is not None
    assert measures(released) == {"L2": "1", "L6": "1", "L7": "3", "L8": "1"}
    with released.session() as session:
        (late,) = (m for m in session.scalars(select(Measure)) if m.service.ref == "L7")
        assert (late.starts_on, late.target_on, str(late.state)) == (date(2022, 1, 3), date(2022, 12, 30), "planned")
    assert "Meldebescheinigung" not in released.letters()[-1].text


def test_what_gets_no_measure_is_told_with_its_reason(released: Town) -> None:
    import_decision(released.ctx(), sheet(released, CHANGED))
    released.day("2020-09-01")
    lines = released.do("start-implementation").lines
    assert "Keine Maßnahme: „Meldebescheinigung ausstellen“: zurückstellen – Erst nach dem Umzug" in lines
    assert "Keine Maßnahme: „Personalausweis beantragen“: streichen – Macht künftig das Land" in lines


def test_nothing_begins_without_a_decision(released: Town) -> None:
    released.day("2020-09-01")
    with pytest.raises(InputError, match="Beschluss fehlt"):
        released.do("start-implementation")
    result, failures = released.run_day("2020-09-01")
    assert failures == []
    assert any("Beschluss fehlt" in line for line in result.lines)
    assert measures(released) == {}
    digest = released.letters()[-1]
    assert "Beschluss fehlt" in digest.text
    assert "29 Beschluss festhalten" in digest.text
    accept_paper(released.ctx(), date(2020, 7, 14))
    released.run_day("2020-09-02")
    assert measures(released) == dict.fromkeys(("L2", "L3", "L4", "L6", "L7", "L8"), "1")


def test_a_sheet_that_nobody_changed_differs_in_nothing(released: Town) -> None:
    assert import_decision(released.ctx(), sheet(released)).figures == {"decisions": 6, "differences": 0}
    again = import_decision(released.ctx(), sheet(released))
    assert again.figures == {"decisions": 6, "differences": 0}
    assert not again.changed
    assert "Genau das ist bereits festgehalten." in again.lines


def test_what_was_decided_goes_out_and_comes_back_as_it_is(released: Town) -> None:
    import_decision(released.ctx(), sheet(released, CHANGED))
    assert import_decision(released.ctx(), sheet(released)).figures == {"decisions": 6, "differences": 0}
    one = {"L8": {VERDICT: "zurückstellen", REASON: "Haushalt"}}
    assert import_decision(released.ctx(), sheet(released, one)).figures == {"decisions": 6, "differences": 1}


def test_wrong_cells_are_named_and_nothing_is_taken_over(released: Town) -> None:
    wrong = CHANGED | {"L8": {VERDICT: "vielleicht"}, "L6": {VERDICT: "streichen"}}
    before = released.dump()
    with pytest.raises(InputError) as caught:
        import_decision(released.ctx(), sheet(released, wrong))
    told = str(caught.value).splitlines()
    assert len(told) == 3
    assert all(line.startswith("entscheidung.xlsx: Blatt „Entscheidung“, Zelle ") for line in told[:2])
    assert any("„vielleicht“ ist keine Entscheidung" in line and "Zelle G" in line for line in told)
    assert any("Bei „streichen“ fehlt die Begründung." in line and "Zelle I" in line for line in told)
    assert told[-1] == "Es ist nichts übernommen."
    assert released.dump() == before


def test_a_preview_shows_the_differences_and_stores_nothing(released: Town) -> None:
    path, before = sheet(released, CHANGED), released.dump()
    assert import_decision(released.ctx(preview=True), path).figures["differences"] == 3
    assert released.dump() == before


def test_the_decision_is_a_document_with_date_and_name(released: Town) -> None:
    import_decision(released.ctx(actor="Frau Kerstin Lindner"), sheet(released, CHANGED), date(2020, 7, 1))
    path = released.home / "var" / "reports" / "bielefeld-2020" / "beschluss-2020-07-01.xlsx"
    found = load_workbook(BytesIO(path.read_bytes())).worksheets[0]
    assert found["A1"].value == "Beschluss des Verwaltungsvorstands vom 01.07.2020"
    assert "festgehalten von Frau Kerstin Lindner" in found["A2"].value
    assert "3 annehmen, 1 zurückstellen, 1 streichen und 1 andere Welle" in found["A2"].value
    with released.session() as session:
        paper = session.scalars(select(BoardPaper)).one()
        assert (paper.decided_by, paper.document) == ("Frau Kerstin Lindner", "beschluss-2020-07-01.xlsx")
        reasons = {d.reason for d in session.scalars(select(BoardDecision))}
    assert reasons == {"", "Erst nach dem Umzug", "Macht künftig das Land", "Neues Fachverfahren"}


def test_a_sheet_of_another_evaluation_is_refused(released: Town) -> None:
    path = sheet(released)
    released.send_back("20")
    released.do("collect", "evaluate", "present")
    release_paper(released.ctx())
    with pytest.raises(InputError, match="gehört zu einer anderen Auswertung"):
        import_decision(released.ctx(), path)


def test_a_session_of_tomorrow_has_decided_nothing(released: Town) -> None:
    with pytest.raises(InputError, match="liegt in der Zukunft"):
        accept_paper(released.ctx(), date(2020, 7, 3))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_file_saved_by_libreoffice_is_read_too(released: Town, ending: str, tmp_path: Path) -> None:
    path = sheet(released, CHANGED)
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path / "neu"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    result = import_decision(released.ctx(), tmp_path / "neu" / f"entscheidung.{ending}")
    assert result.figures == {"decisions": 6, "differences": 3}
