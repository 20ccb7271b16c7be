"""Formulas in an .xls: errors are errors, and a result that LibreOffice did not store is asked instead of read as 0."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.cells import NOT_CALCULATED, is_error
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.read.formats.xls_errors import ERROR_NAMES, with_error_numbers
from ozg_workflow.workbook.read.reader import open_workbook, read_rows

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
BOF = b"\x09\x08\x10\x00\x00\x06\x05\x00\xbb\x0d\xcc\x07\x00\x00\x00\x00\x06\x00\x00\x00"
ZERO, SEVEN = bytes(8), b"\x00\x00\x00\x00\x00\x00\x1c\x40"

# formula in the sheet → what is read: a value, or NOT_CALCULATED where only its text would be right
FORMULAS: dict[str, tuple[str, set[Any]]] = {
    "U5": ('="Text "&A5', {"Text 1", NOT_CALCULATED}),
    "U6": ('=IF(A5=1,"gilt","nicht")', {"gilt", NOT_CALCULATED}),
    "U7": ('=CONCATENATE("Nr. ",A7)', {"Nr. 3", NOT_CALCULATED}),
    "U8": ('=VLOOKUP(4,A5:C10,3,FALSE)', {"Leistung 4 beantragen", NOT_CALCULATED}),
    "U9": ("=C9", {"Leistung 5 beantragen", NOT_CALCULATED}),
    "U10": ('=UPPER("ja")&CHAR(10)&"x"', {"JA\nx", NOT_CALCULATED}),
    "I5": ('="Amt "&33', {"Amt 33", NOT_CALCULATED}),
    "I6": ('=TEXT(33,"00")', {"33", NOT_CALCULATED}),
    "H5": ('="ja"', {"ja", NOT_CALCULATED}),
    "H6": ("=H5", {"ja", NOT_CALCULATED}),
    "N5": ('="1"&"0"', {"10", NOT_CALCULATED}),
    "N6": ("=5-5", {0}),
    "N7": ("=SUM(N20:N30)", {0}),
    "N8": ("=600*2", {1200}),
    "N9": ("=ROUND(0.2,0)", {0}),
    "N10": ("=MAX(N20:N21)*1", {0}),
    "O5": ("=1/0", {"#DIV/0!"}),
}  # fmt: skip


def record(result: bytes, formula: bytes) -> bytes:
    """A Formula record in cell B3."""
    size = 22 + len(formula)
    return (
        b"\x06\x00"
        + size.to_bytes(2, "little")
        + b"\x02\x00\x01\x00\x0f\x00"
        + result
        + bytes(6)
        + len(formula).to_bytes(2, "little")
        + formula
    )


CONCATENATION = b"\x17\x01\x00\x31\x17\x01\x00\x30\x08"
DIFFERENCE = b"\x1e\x05\x00\x1e\x05\x00\x04"


@pytest.mark.parametrize(
    ("start", "result", "formula", "doubted"),
    [
        (BOF, ZERO, CONCATENATION, True),
        (BOF, ZERO, b"\x17\x02\x00ja", True),
        (BOF, ZERO, b"\x44\x04\x00\x07\xc0", True),
        (BOF, ZERO, b"\x44\x04\x00\x00\xc0\x1e\x01\x00\x41\x30\x00", True),
        (BOF, ZERO, DIFFERENCE, False),
        (BOF, ZERO, b"\x25\x04\x00\x06\x00\x00\xc0\x00\xc0\x19\x10\x00\x00", False),
        (BOF, ZERO, b"\x1e\x00\x00\x1e\x00\x00\x41\x1b\x00", False),
        (BOF, ZERO, b"\x1e\x00\x00\x42\x01\x07\x00", False),
        (BOF, SEVEN, CONCATENATION, False),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00\xd3\x10\xcc\x07", ZERO, CONCATENATION, False),
        (BOF, ZERO, b"", False),
    ],
)
def test_a_zero_is_doubted_where_the_formula_may_be_a_text_of_libreoffice(
    start: bytes, result: bytes, formula: bytes, doubted: bool
) -> None:
    content = start + record(result, formula)
    changed = with_error_numbers(content)
    assert (changed != content) == doubted
    assert len(changed) == len(content)
    assert changed[: len(start) + 10] == content[: len(start) + 10]


def test_every_stand_in_is_an_error_for_the_validation() -> None:
    assert all(is_error(name) for name in ERROR_NAMES.values())


def test_a_cell_whose_result_is_missing_is_asked_for_that_reason(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    issues = validate_row(questionnaire, scale, {"responsible": NOT_CALCULATED, "remark": NOT_CALCULATED}).issues
    told = {issue.question: issue.reason for issue in issues if issue.value}
    assert told == dict.fromkeys(
        ("responsible", "remark"), "Die Zelle enthält eine Formel, deren Ergebnis nicht in der Datei steht."
    )


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice ist nicht installiert: Was es als .xls speichert, bleibt ungeprüft.")
@pytest.mark.parametrize("over", ["", "ods"])
def test_what_libreoffice_saves_as_xls_is_its_value_or_asked(
    sent: bytes, fill: Callable[..., bytes], questionnaire: Questionnaire, tmp_path: Path, over: str
) -> None:
    source = tmp_path / "liste.xlsx"
    source.write_bytes(fill(sent, **{address: formula for address, (formula, _) in FORMULAS.items()}))
    for extension in filter(None, (over, "xls")):
        command = [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            extension,
        ]
        subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=180)
        source = tmp_path / f"liste.{extension}"
    returned = read_rows(open_workbook(source.read_bytes(), "liste.xls"), questionnaire)
    read = values(returned)
    assert {address: read[address] for address, (_, right) in FORMULAS.items() if read[address] not in right} == {}


def values(returned: ReturnedList) -> dict[str, Any]:
    return {row.addresses[key]: cell for row in returned.rows for key, cell in row.cells.items()}
