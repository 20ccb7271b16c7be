"""The table of measures goes out and comes back: exactly the changed cells count, or nothing."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.terms import Field, Terms
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.results.measure_admin.exchange import export_measures, import_measures
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, list_measures
from tests.usecases.town import Town

SOFFICE = shutil.which("soffice")
FULL = {
    Field.ROUTE: "shared",
    Field.CONTACT: "=1+1 Frau Öztürk",
    Field.EFFORT_DAYS: "12",
    Field.NOTE: "007",
    Field.TARGET_ON: "30.11.2020",
}


def terms(town: Town) -> dict[str, Terms]:
    return {view.service: view.terms for view in list_measures(town.ctx(), MeasureWish())}


@pytest.fixture
def file(started: Town, tmp_path: Path) -> Path:
    change_measure_of(started.ctx(), "L2", FULL)
    change_measure_of(started.ctx(), "L8", {Field.WAVE: "2"})
    path = tmp_path / "massnahmen.xlsx"
    export_measures(started.ctx(), path)
    return path


def edit(path: Path, change: Callable[[Worksheet, dict[str, str], dict[str, int]], None]) -> None:
    """Open the table as a person does: sheet, heading → letter, service → line."""
    book = load_workbook(BytesIO(path.read_bytes()))
    sheet = book["Maßnahmen"]
    letters = {str(cell.value): str(cell.column_letter) for cell in sheet[3] if cell.value}
    lines = {str(sheet[f"{letters['Kennung']}{line}"].value): line for line in range(4, sheet.max_row + 1)}
    change(sheet, letters, lines)
    book.save(path)


def test_nothing_changed_is_no_difference(started: Town, file: Path) -> None:
    before = terms(started)
    for path in (file, edited_and_saved(file)):
        told = import_measures(started.ctx(), path)
        assert (told.figures, told.changed) == ({"changed": 0}, False)
    assert terms(started) == before


def edited_and_saved(file: Path) -> Path:
    copy = file.with_name("kopie.xlsx")
    shutil.copy(file, copy)
    edit(copy, lambda *_: None)
    return copy


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_nothing_changed_is_no_difference_after_libreoffice(started: Town, file: Path, tmp_path: Path) -> None:
    profile, out = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", tmp_path / "neu"
    for kind in ("xlsx", "ods"):
        command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        told = import_measures(started.ctx(), out / f"massnahmen.{kind}")
        assert (told.figures, told.changed) == ({"changed": 0}, False), told.lines


def test_what_is_there_to_read_only_is_shown_and_never_taken_back(started: Town, file: Path) -> None:
    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        shown = sheet[f"{column['Verschoben, weil']}{line['L8']}"]
        assert shown.value == "Welle 2 statt 1, weil es am 01.09.2020 so vereinbart wurde."
        shown.value = sheet[f"{column['Vorhandene Lösungen']}{line['L8']}"].value = "anders"

    edit(file, change)
    assert import_measures(started.ctx(), file).figures == {"changed": 0}


def test_exactly_the_changed_cells_count(started: Town, file: Path) -> None:
    before = terms(started)

    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        sheet[f"{column['Welle']}{line['L4']}"] = "Zweite Welle 2021"
        sheet[f"{column['Amt']}{line['L6']}"] = "50 – Sozialamt"
        sheet[f"{column['Ziel bis']}{line['L7']}"] = date(2020, 10, 15)
        sheet[f"{column['Notiz']}{line['L2']}"] = None
        sheet[f"{column['Aufwand (Personentage)']}{line['L8']}"] = 20

    edit(file, change)
    shown = import_measures(started.ctx(preview=True), file)
    assert terms(started) == before
    told = import_measures(started.ctx(), file)
    assert (shown.figures, told.figures, shown.lines) == ({"changed": 5}, {"changed": 5}, told.lines)
    after = terms(started)
    assert (after["L4"].wave, after["L4"].target_on) == ("2", date(2021, 12, 30))
    assert (after["L6"].office, after["L7"].target_on, after["L2"].note, after["L8"].effort_days) == (
        "50",
        date(2020, 10, 15),
        "",
        20,
    )
    assert after["L3"] == before["L3"]
    assert import_measures(started.ctx(), file).figures == {"changed": 0}, "what is agreed already is no change"


def test_wrong_cells_are_named_and_nothing_is_taken_over(started: Town, file: Path) -> None:
    before = terms(started)

    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        sheet[f"{column['Notiz']}{line['L6']}"] = "gut"
        sheet[f"{column['Welle']}{line['L4']}"] = "Vierte Welle"
        sheet[f"{column['Ziel bis']}{line['L7']}"] = "im Herbst"
        sheet[f"{column['Nr.']}{line['L8']}"] = 999
        sheet[f"{column['Zielstufe']}{line['L2']}"] = None

    edit(file, change)
    with pytest.raises(InputError) as refused:
        import_measures(started.ctx(), file)
    told = str(refused.value).splitlines()
    assert (len(told), told[-1]) == (5, "Es wurde nichts übernommen.")
    assert all(line.startswith(f"{file.name}: Blatt „Maßnahmen“, Zelle ") for line in told[:-1])
    for part in ("Welle „Vierte Welle“", "„im Herbst“", "keine Nummer einer Maßnahme", "Zielstufe „“"):
        assert part in str(refused.value)
    assert terms(started) == before


def test_what_was_changed_here_since_is_named(started: Town, file: Path) -> None:
    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        sheet[f"{column['Weg']}{line['L4']}"] = "Einer für Alle"

    edit(file, change)
    change_measure_of(started.ctx(), "L6", {Field.NOTE: "anderswo geändert"})
    change_measure_of(started.ctx(), "L4", {Field.ROUTE: "own"})
    with pytest.raises(InputError, match=r"damals „“, jetzt „eigene Lösung“, in der Datei „Einer für Alle“"):
        import_measures(started.ctx(), file)
    change_measure_of(started.ctx(), "L4", {Field.ROUTE: "-"})
    import_measures(started.ctx(), file)
    assert (str(terms(started)["L4"].route), terms(started)["L6"].note) == ("efa", "anderswo geändert")


def test_measures_that_would_wait_for_each_other_are_refused(started: Town, file: Path) -> None:
    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        for one, other in (("L4", "L6"), ("L6", "L4")):
            sheet[f"{column['hängt ab von (Nr.)']}{line[one]}"] = sheet[f"{column['Nr.']}{line[other]}"].value

    edit(file, change)
    with pytest.raises(InputError, match=r"Zelle M\d+: Diese Maßnahmen würden aufeinander warten") as refused:
        import_measures(started.ctx(), file)
    told = str(refused.value).splitlines()
    assert (len(told), told[-1]) == (3, "Es wurde nichts übernommen.")


def test_numbers_that_were_sorted_without_their_lines_are_named(started: Town, file: Path) -> None:
    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        one, other = (sheet[f"{column['Nr.']}{line[ref]}"] for ref in ("L4", "L6"))
        one.value, other.value = other.value, one.value
        sheet[f"{column['Aufwand (Personentage)']}{line['L4']}"] = 7

    before = terms(started)
    edit(file, change)
    with pytest.raises(InputError, match=r"gehört zu L6; in dieser Zeile steht L4\.") as refused:
        import_measures(started.ctx(), file)
    assert "gehört zu L4; in dieser Zeile steht L6." in str(refused.value)
    assert terms(started) == before


def test_the_same_in_other_words_is_no_change_and_taken_over_once_only(started: Town, file: Path) -> None:
    def reword(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        sheet[f"{column['Amt']}{line['L4']}"] = sheet[f"{column['Amt']}{line['L4']}"].value.partition(" ")[0]
        sheet[f"{column['Ziel bis']}{line['L2']}"] = "2020-11-30"
        sheet[f"{column['Weg']}{line['L2']}"] = "shared"
        sheet[f"{column['Ansprechperson']}{line['L6']}"] = "-"

    edit(file, reword)
    assert import_measures(started.ctx(), file).lines == ["In der Datei ist nichts geändert."]

    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        sheet[f"{column['Welle']}{line['L4']}"] = "2"
        sheet[f"{column['Weg']}{line['L6']}"] = "EFA"

    edit(file, change)
    assert import_measures(started.ctx(), file).figures == {"changed": 2}
    again = import_measures(started.ctx(), file)
    assert (again.figures, again.changed) == ({"changed": 0}, False)


def test_headings_are_known_however_they_are_capitalised(started: Town, file: Path) -> None:
    def change(sheet: Worksheet, column: dict[str, str], line: dict[str, int]) -> None:
        sheet[f"{column['Ziel bis']}3"], sheet[f"{column['Nr.']}3"] = "ZIEL\u00a0bis ", "nr."
        sheet[f"{column['Notiz']}{line['L6']}"] = "gut"

    edit(file, change)
    assert import_measures(started.ctx(), file).figures == {"changed": 1}


def test_another_file_is_refused(started: Town, tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(started.book("33")[1])
    with pytest.raises(InputError, match="keine Ausgabe von „ozg measures export“"):
        import_measures(started.ctx(), path)
    with pytest.raises(InputError, match="nicht zu lesen"):
        import_measures(started.ctx(), tmp_path / "fehlt.xlsx")
    with pytest.raises(InputError, match="bitte diese Endung"):
        export_measures(started.ctx(), tmp_path / "massnahmen.csv")
