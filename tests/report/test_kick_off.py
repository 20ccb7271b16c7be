"""The table of the measures of a Dezernat holds every one of them, as text."""

from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook

from ozg_workflow.report.kick_off import KickOffLine, kick_off_xlsx

FIRST, DAY = date(2020, 9, 1), date(2020, 12, 30)


def test_every_measure_is_a_line_and_no_text_a_formula() -> None:
    lines = tuple(
        KickOffLine(
            rank=n,
            name=f"=A{n}",
            office="Amt 33",
            wave="Erste",
            starts_on=FIRST,
            target_on=DAY,
            route="Einer für Alle",
            solutions="=B1",
        )
        for n in range(1, 301)
    )
    written = [kick_off_xlsx("Dezernat 2", "Bielefeld", lines, datetime(2020, 9, 1, tzinfo=UTC)) for _ in range(2)]
    assert written[0] == written[1]
    sheet = load_workbook(BytesIO(written[0]))["Maßnahmen"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=5)]
    assert len(rows) == 300
    assert rows[0] == (1, "=A1", "Amt 33", "Erste", "01.09.2020", "30.12.2020", "Einer für Alle", "=B1")
    assert {sheet[cell].data_type for cell in ("B5", "H5")} == {"s"}
    assert sheet.print_title_rows == "$4:$4"
