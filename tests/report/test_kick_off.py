"""The table of the measures of a Dezernat holds every one of them, as text."""

from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook

from ozg_workflow.domain.post.mails.results import MeasureLine, WaveLine
from ozg_workflow.report.kick_off import kick_off_xlsx

DAY = date(2020, 12, 30)


def test_every_measure_is_a_line_and_no_text_a_formula() -> None:
    lines = tuple(MeasureLine(rank=n, name=f"=A{n}", office="Amt 33", target_on=DAY) for n in range(1, 301))
    wave = WaveLine(title="Erste", starts_on=date(2020, 9, 1), ends_on=DAY, measures=lines)
    written = [kick_off_xlsx("Dezernat 2", "Bielefeld", [wave], datetime(2020, 9, 1, tzinfo=UTC)) for _ in range(2)]
    assert written[0] == written[1]
    sheet = load_workbook(BytesIO(written[0]))["Maßnahmen"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=5)]
    assert len(rows) == 300
    assert rows[0] == (1, "=A1", "Amt 33", "Erste", "01.09.2020", "30.12.2020")
    assert sheet["B5"].data_type == "s"
