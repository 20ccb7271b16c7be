"""The sheet as a file."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.results.decide import import_decision
from ozg_workflow.usecases.results.decision_file import export_decision
from tests.usecases.town import Town


def test_it_has_a_line_for_each_ranked_service_with_drop_downs(answered: Town, tmp_path: Path) -> None:
    answered.draft_paper("2020-07-01")
    path = tmp_path / "liste.xlsx"
    export_decision(answered.ctx(), path)
    sheet = load_workbook(path)["Entscheidung"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert lines[0] == [
        "Rang",
        "Kennung",
        "Leistung",
        "Amt",
        "Feld",
        "Vorgeschlagene Welle",
        "Entscheidung",
        "Welle",
        "Begründung",
    ]
    assert len(lines) == 7
    assert lines[1][5:] == ["1: Erste Verfahren 2020", "annehmen", "1: Erste Verfahren 2020", ""]
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"G5:G10", "H5:H10"}


def test_only_as_an_excel_file(answered: Town, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nur als \.xlsx"):
        export_decision(answered.ctx(), tmp_path / "liste.csv")


def test_another_file_is_no_sheet(answered: Town, tmp_path: Path) -> None:
    answered.draft_paper("2020-07-01")
    other = tmp_path / "anders.xlsx"
    Workbook().save(other)
    with pytest.raises(InputError, match="ist keine Entscheidungsliste"):
        import_decision(answered.ctx(), other)
    with pytest.raises(InputError, match="ist nicht zu lesen"):
        import_decision(answered.ctx(), tmp_path / "fehlt.xlsx")
