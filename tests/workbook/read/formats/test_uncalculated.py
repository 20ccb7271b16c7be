"""A formula whose value is not in the file is no blank cell; one that shows nothing is."""

from collections.abc import Callable
from typing import Any

import pytest

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.cells import NOT_CALCULATED
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.opening import open_workbook
from ozg_workflow.workbook.read.reader import read_rows
from tests.workbook.conftest import Repack

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

CELLS: list[tuple[str, Any]] = [
    ('<c r="A1"><f>600*2</f></c>', NOT_CALCULATED),
    ('<c r="A1" s="1"><f>600*2</f><v></v></c>', NOT_CALCULATED),
    ('<c r="A1" t="n"><f>600*2</f><v/></c>', NOT_CALCULATED),
    ('<c r="A1" t="b"><f t="shared" si="0"/><v/></c>', NOT_CALCULATED),
    ('<c r="A1"><f>600*2</f><v>1200</v></c>', 1200),
    ('<c r="A1" t="str"><f>"ja"</f><v>ja</v></c>', "ja"),
    ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
    ('<c r="A1" t="str"><f>""</f><v/></c>', None),
    ('<c r="A1" t="str"><f>""</f></c>', None),
    ('<c r="A1"><v></v></c>', None),
]


def prefixed(text: str) -> str:
    return text.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")


@pytest.mark.parametrize(("cell", "value"), CELLS)
@pytest.mark.parametrize("prefix", ["", "x"])
def test_a_formula_says_its_value_or_that_it_has_none(sent: bytes, repack: Repack, cell: str, value: object, prefix: str) -> None:
    text = f'<worksheet><sheetData><row r="1">{cell}<c r="B1"><v>7</v></c></row></sheetData></worksheet>'
    sheet = (prefixed(text) if prefix else text).replace("worksheet>", f'worksheet xmlns{prefix and ":x"}="{SPACE}">', 1)
    (row,) = open_workbook(repack(sent, {SHEET: sheet.encode()}), "x.xlsx").sheets[0].rows
    assert row == (value, 7)


def test_an_answer_nobody_calculated_is_asked_with_that_reason(
    filled: bytes, fill: Callable[..., bytes], questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    returned = read_rows(open_workbook(fill(filled, N5="=600*2", W5="=1/0"), "liste.xlsx"), questionnaire)
    (issue,) = (i for i in validate_row(questionnaire, scale, returned.rows[0].cells).issues if i.question == "case_volume")
    assert issue.reason == "Die Zelle enthält eine Formel, deren Ergebnis nicht in der Datei steht."
    assert returned.notes == ()
