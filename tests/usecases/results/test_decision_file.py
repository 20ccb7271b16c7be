"""The sheet as a file."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.results.decide import import_decision
from ozg_workflow.usecases.results.decision_file import export_decision
from ozg_workflow.usecases.results.tables.file import Table, read_file, table_of
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


def changed(town: Town, path: Path, cells: dict[str, str | None]) -> Path:
    """Write the sheet and change cells in it as a person does."""
    export_decision(town.ctx(), path)
    book = load_workbook(path)
    for place, value in cells.items():
        book["Entscheidung"][place] = value
    book.save(path)
    return path


def test_headings_are_known_however_they_are_capitalised(answered: Town, tmp_path: Path) -> None:
    answered.draft_paper("2020-07-01")
    path = changed(
        answered, tmp_path / "liste.xlsx", {"G4": "entscheidung\u00a0", "I4": "BEGRÜNDUNG", "G5": "streichen", "I5": "weg"}
    )
    assert import_decision(answered.ctx(preview=True), path).figures == {"decisions": 6, "differences": 1}
    assert table_of(read_file(path)) is Table.DECISION


def test_only_the_column_that_is_missing_is_named(answered: Town, tmp_path: Path) -> None:
    answered.draft_paper("2020-07-01")
    path = changed(answered, tmp_path / "liste.xlsx", {"G4": "Votum"})
    with pytest.raises(InputError, match="ist keine Entscheidungsliste: Es fehlt die Spalte Entscheidung"):
        import_decision(answered.ctx(), path)


def test_a_sheet_of_which_only_the_ids_were_sorted_is_refused_by_its_cells(answered: Town, tmp_path: Path) -> None:
    answered.draft_paper("2020-07-01")
    path = tmp_path / "liste.xlsx"
    export_decision(answered.ctx(), path)
    first, second = (load_workbook(path)["Entscheidung"][place].value for place in ("B5", "B6"))
    with pytest.raises(InputError, match=rf"Zelle B5: „{second}“ ist „") as refused:
        import_decision(answered.ctx(), changed(answered, path, {"B5": second, "B6": first}))
    assert f"Zelle B6: „{first}“ ist „" in str(refused.value)
    assert answered.status()["board"]["decided_at"] is None


def test_a_note_below_the_list_is_no_line(answered: Town, tmp_path: Path) -> None:
    answered.draft_paper("2020-07-01")
    path = changed(answered, tmp_path / "liste.xlsx", {"C12": "Hinweis: Stand der Sitzung"})
    assert import_decision(answered.ctx(preview=True), path).figures == {"decisions": 6, "differences": 0}
