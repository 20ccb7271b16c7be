"""The copy that answers a return shows what was corrected."""

from io import BytesIO

from openpyxl import load_workbook

from tests.usecases.answers.phone import CALL, back
from tests.usecases.town import Town


def test_the_copy_with_marked_cells_shows_what_was_corrected(corrected: Town) -> None:
    letter = back(corrected, changes={1: {"Fallzahl pro Jahr": None}, 2: {"Fallzahl pro Jahr": "viele"}})
    (content,) = letter.attachments.values()
    book = load_workbook(BytesIO(content))
    sheet = book["Amtsliste"]
    columns = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    assert sheet.cell(5, columns["Fallzahl pro Jahr"]).value == 900
    assert sheet.cell(6, columns["Fallzahl pro Jahr"]).value == "viele"
    notes = [[cell.value for cell in row] for row in book["Hinweise"].iter_rows(min_row=6)]
    assert [row[1] for row in notes if row[0]] == ["Geburtsurkunde ausstellen", "Eheschließung anmelden"]
    assert notes[1][4:6] == [
        "(leer)",
        f"Nach Rücksprache berichtigt auf „900“: {CALL}, notiert von Frau Lindner am 06.04.2020.",
    ]
    assert corrected.states("34") == ["answered", "invalid"], "the blank cell is not asked again"
