"""An .xls is read as the program that wrote it shows it, and what is locked or no workbook is told as such."""

import shutil
import struct
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.formats.xls import readable_xls
from ozg_workflow.workbook.read.reader import WorkbookError, open_workbook, read_rows
from tests.workbook.xls_files import SIGNATURE, biff8, compound, record

SSCONVERT = shutil.which("ssconvert")
FILE_PASS = record(0x002F, struct.pack("<HHHH", 1, 1, 1, 0) + bytes(48))
WRITE_PROTECTED = record(0x0086)
ERROR_RESULT = record(
    0x0006, struct.pack("<HHH", 4, 1, 0) + bytes([2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]) + struct.pack("<HIH", 0, 0, 0)
)


def values(content: bytes) -> list[Any]:
    return [row[0] if row else None for row in open_workbook(content, "liste.xls").sheets[0].rows]


@pytest.mark.parametrize("how", [{}, {"backwards": True}, {"small": True}, {"small": True, "backwards": True}])
@pytest.mark.parametrize("padding", [0, 30_000])
def test_numbers_in_formats_of_their_own_are_no_dates(how: dict[str, bool], padding: int) -> None:
    formats = {
        50: "#,##0.0##",
        51: "0",
        52: "dd\\.mm\\.yyyy",
        53: '#,##0.00 "Stunden"',
        54: '0" d"',
        55: "[Red]0",
        56: "General",
        57: "yyyy-mm-dd",
        58: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
        27: "0.0",
        46: "#,##0",
    }
    numbers = [
        (1.5, 50),
        (1200, 51),
        (44105, 52),
        (2.25, 53),
        (3, 54),
        (7, 55),
        (8, 56),
        (44105, 57),
        (9, 58),
        (0.5, 27),
        (12, 46),
    ]
    stream = biff8([(value, number) for value, number in numbers], formats) + bytes(padding)
    expected = [1.5, 1200, date(2020, 10, 1), 2.25, 3, 7, 8, date(2020, 10, 1), 9, 0.5, 12]
    assert values(compound({"Workbook": stream}, **how)) == expected


def test_dates_in_the_formats_that_every_program_knows_stay_dates() -> None:
    stream = biff8([(44105, 14), (0.25, 20), (0.5, 46), (1.5, 2), (44105, 50), (1200, 164)], {164: "#,##0"})
    [day, hour, *_, number, formatted] = values(compound({"Workbook": stream}))
    assert (day, hour, formatted) == (date(2020, 10, 1), "06:00", 1200)
    assert isinstance(number, date), "without a format of its own, 50 is a date in East Asian files"


@pytest.mark.parametrize("how", [{}, {"backwards": True}])
def test_an_error_is_no_blank_cell_wherever_its_sectors_lie(how: dict[str, bool]) -> None:
    for shift in range(0, 40, 5):  # so that the record lies across the end of a sector somewhere
        stream = biff8([(n, 0) for n in range(24)], {164: "x" * shift}, after=ERROR_RESULT)
        [sheet] = open_workbook(compound({"Workbook": stream}, **how), "liste.xls").sheets
        assert sheet.rows[4] == (4, "#N/A"), shift


@pytest.mark.parametrize("before", [FILE_PASS, WRITE_PROTECTED + FILE_PASS])
@pytest.mark.parametrize("how", [{}, {"backwards": True}, {"small": True}])
def test_a_password_is_told_as_such(before: bytes, how: dict[str, bool]) -> None:
    content = compound({"Workbook": biff8([(1, 0)], {}, before=before)}, **how)
    with pytest.raises(WorkbookError, match="Kennwort"):
        open_workbook(content, "liste.xls")


@pytest.mark.parametrize("place", [(65_535, 255), (30_000, 200)])
def test_a_cell_far_off_is_named_and_the_file_not_called_damaged(place: tuple[int, int]) -> None:
    far = record(0x0203, struct.pack("<HHHd", *place, 1, 5.0))
    with pytest.raises(WorkbookError, match="sehr weit unten oder rechts"):
        open_workbook(compound({"Workbook": biff8([(1.0, 0)], {}, after=far)}), "liste.xls")


@pytest.mark.parametrize("place", [(65_535, 0), (12, 255)])
def test_a_cell_far_below_or_far_right_alone_is_read(place: tuple[int, int]) -> None:
    far = record(0x0203, struct.pack("<HHHd", *place, 1, 5.0))
    (sheet,) = open_workbook(compound({"Workbook": biff8([(1.0, 0)], {}, after=far)}), "liste.xls").sheets
    assert sheet.rows[place[0]][place[1]] == 5


def test_the_number_of_a_password_in_a_cell_is_no_password() -> None:
    assert values(compound({"Workbook": biff8([(47, 0)], {}, after=FILE_PASS)})) == [47]


@pytest.mark.parametrize(
    "streams", [{"WordDocument": bytes(5000)}, {"PowerPoint Document": bytes(5000)}, {"__properties_version1.0": bytes(100)}]
)
def test_what_is_no_workbook_is_not_called_damaged(streams: dict[str, bytes]) -> None:
    with pytest.raises(WorkbookError, match="keine Excel-Arbeitsmappe"):
        open_workbook(compound(streams), "liste.xls")


@given(st.binary(max_size=1500), st.integers(0, 40))
def test_broken_compound_files_raise_nothing_but_a_workbook_error(noise: bytes, place: int) -> None:
    whole = compound({"Workbook": biff8([(1.5, 50)], {50: "0.0"})})
    for content in (SIGNATURE + noise, whole[: 24 + place] + noise + whole[24 + place + len(noise) :], whole[: len(noise) + 600]):
        try:
            assert isinstance(readable_xls(content), bytes)
        except WorkbookError:
            continue


@pytest.mark.skipif(SSCONVERT is None, reason="Gnumeric ist nicht installiert: Das Lesen seiner Dateien bleibt ungeprüft.")
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Gnumeric_Excel:excel_biff8", "liste.xls"),
        ("Gnumeric_Excel:excel_biff7", "liste.xls"),
        ("Gnumeric_Excel:excel_dsf", "liste.xls"),
        ("Gnumeric_Excel:xlsx2", "liste.xlsx"),
        ("Gnumeric_OpenCalc:odf", "liste.ods"),
        ("Gnumeric_OpenCalc:openoffice", "liste.ods"),
    ],
)
def test_a_list_saved_by_gnumeric_is_read_right(
    kind: str, name: str, filled: bytes, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    (tmp_path / "gefüllt.xlsx").write_bytes(filled)
    command = [str(SSCONVERT), f"--export-type={kind}", str(tmp_path / "gefüllt.xlsx"), str(tmp_path / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    expected = read_rows(open_workbook(filled, "x.xlsx"), questionnaire).rows
    assert expected[0].cells["staff_effort"] == 1.5
    assert read_rows(open_workbook((tmp_path / name).read_bytes(), name), questionnaire).rows == expected
