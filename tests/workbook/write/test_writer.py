"""What stands in the workbook an office receives."""

import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.list_rules import hint_of, missing_formula, validation_of
from ozg_workflow.workbook.write.writer import write_list

CREATED = datetime(2020, 3, 25, 6, 0, tzinfo=UTC)
Make = Callable[[int], ListDocument]


def test_the_visible_sheets_are_the_list_and_the_guide_and_the_identity_is_hidden(sent: bytes) -> None:
    book = load_workbook(BytesIO(sent))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("Amtsliste", "visible"),
        ("Ausfüllhilfe", "visible"),
        ("_ozg", "hidden"),
    ]
    meta = {row[0].value: row[1].value for row in book["_ozg"].iter_rows(max_row=6)}
    assert meta == {
        "token": "0123456789abcdef0123456789abcdef01234567",
        "list_id": 41,
        "version": 2,
        "questionnaire_version": "2020.1",
        "rollout": "bielefeld-2020",
        "office": "33",
    }


def test_headings_stand_in_row_4_and_services_from_row_5_with_keys_as_text(sent: bytes, questionnaire: Questionnaire) -> None:
    sheet = load_workbook(BytesIO(sent))["Amtsliste"]
    headings = [cell.value for cell in sheet[4]]
    assert headings[:7] == ["Nr.", "Leistungsschlüssel", "Leistung", "OZG-ID", "OZG-Leistung", "Typ", "Themenfeld"]
    assert headings[7:] == [question.heading for question in questionnaire.questions]
    assert [cell.value for cell in sheet[5]][:4] == [1, "99000000000001", "Leistung 1 beantragen", "10116"]
    assert sheet["B5"].number_format == "@"
    assert sheet.freeze_panes == "D5"
    assert sheet.auto_filter.ref == "A4:U10"


def test_only_answers_and_the_nil_return_are_unlocked_and_there_is_no_password(sent: bytes) -> None:
    sheet = load_workbook(BytesIO(sent))["Amtsliste"]
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    expected = {f"{column}{row}" for column in "HIJKLMNOPQRSTU" for row in range(5, 11)} | {"C3"}
    assert unlocked == expected
    assert sheet["B3"].value == "Fehlanzeige"
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    # in the file format 0 means: this is not forbidden
    allowed = sheet.protection.formatColumns, sheet.protection.formatRows, sheet.protection.sort, sheet.protection.autoFilter
    assert allowed == (False, False, False, False)


def test_drop_downs_offer_the_labels_from_the_hidden_sheet(
    sent: bytes, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    book = load_workbook(BytesIO(sent))
    lists = {str(v.sqref): v.formula1 for v in book["Amtsliste"].data_validations.dataValidation if v.type == "list"}
    sheet, area = lists["J5:J10"].replace("'", "").split("!")
    labels = [row[0].value for row in book[sheet][area.replace("$", "")]]
    assert labels == [choice.label for choice in asked(questionnaire.questions[2], scale).choices]
    assert lists["C3"] == '"ja"'


def test_every_hint_of_every_questionnaire_stays_within_the_limits_of_excel(
    any_questionnaire: Questionnaire, any_scale: MaturityScale
) -> None:
    for question in any_questionnaire.questions:
        rule = validation_of(question, any_scale, "=x" if asked(question, any_scale).choices else None, "$H5")
        assert 0 < len(rule["input_title"]) <= 32
        assert 0 < len(rule["input_message"]) <= 255
        assert len(rule.get("error_message", "")) <= 255
        assert question.example in rule["input_message"]


def test_a_long_help_text_is_shortened_but_keeps_its_example(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    question = replace(
        questionnaire.questions[0], help="Sehr lange Erklärung. " * 40, heading="Eine Überschrift, die viel zu lang ist für Excel"
    )
    assert len(hint_of(question)) <= 255
    assert hint_of(question).endswith("…\nBeispiel: ja")
    assert len(validation_of(question, scale, None, "$H5")["input_title"]) <= 32


def test_a_number_may_be_unknown_to_the_spreadsheet_too(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    volume, effort = questionnaire.get("case_volume"), questionnaire.get("staff_effort")
    assert volume is not None
    assert effort is not None
    rule = validation_of(volume, scale, None, "$N5")
    assert (rule["validate"], rule["error_type"]) == ("custom", "warning")
    assert rule["value"] == '=IF(ISNUMBER($N5),AND($N5>=0,$N5<=10000000,$N5=INT($N5)),LOWER(TRIM($N5))="unbekannt")'
    assert validation_of(effort, scale, None, "$O5")["value"].startswith("=IF(ISNUMBER($O5),AND($O5>=0,$O5<=1000),")
    known = validation_of(replace(volume, unknown=False), scale, None, "$N5")
    assert (known["validate"], known["minimum"], known["maximum"]) == ("whole", 0, 10_000_000)


def test_required_cells_are_marked_by_the_rule_of_the_questionnaire(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    formulas = {question.key: missing_formula(questionnaire, scale, question) for question in questionnaire.questions}
    assert formulas["responsible"] == '=AND($C$3<>"ja",LEN(TRIM($H5))=0)'
    assert formulas["maturity_level"] == '=AND($C$3<>"ja",LEN(TRIM($J5))=0,OR($H5="ja",$H5="teilweise"))'
    assert '$S5="Schriftform vorgeschrieben"' in str(formulas["legal_basis"])
    assert formulas["remark"] is None


def test_every_questionnaire_can_be_written_with_every_scale(
    any_questionnaire: Questionnaire, any_scale: MaturityScale, make_document: Make
) -> None:
    content = write_list(make_document(2), any_questionnaire, any_scale, Edition(created=CREATED))
    assert len(read_rows(open_workbook(content, "x.xlsx"), any_questionnaire).rows) == 2


def test_the_same_arguments_give_the_same_bytes_without_a_trace_of_the_clock(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make
) -> None:
    first, second = (write_list(make_document(5), questionnaire, scale, Edition(created=CREATED)) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"2020-03-25T06:00:00Z" in archive.read("docProps/core.xml")


def test_a_list_of_700_services_is_written_and_read_quickly(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make
) -> None:
    document = make_document(700)
    start = time.perf_counter()
    content = write_list(document, questionnaire, scale, Edition(created=CREATED))
    rows = read_rows(open_workbook(content, "x.xlsx"), questionnaire).rows
    assert len(rows) == 700
    assert time.perf_counter() - start < 5  # generous for a busy machine; usually 0.3 s


def test_an_office_without_services_is_asked_for_its_nil_return_only(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make
) -> None:
    content = write_list(make_document(0), questionnaire, scale, Edition(created=CREATED))
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    assert "Fehlanzeige" in sheet["A2"].value
    assert sheet.max_row == 4
    returned = read_rows(open_workbook(content, "x.xlsx"), questionnaire)
    assert (returned.rows, returned.nil_return, returned.remarks) == ((), False, ())


def test_the_annotated_copy_names_cells_that_hold_in_itself(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make
) -> None:
    document = make_document(4)
    cells: dict[int, dict[str, Cell]] = {
        902: {
            "responsible": "ja",
            "maturity_level": "vielleicht",
            "case_volume": "=1+1",
            "planned_on": date(2020, 10, 1),
            "staff_effort": 1.5,
        },
    }
    found = validate_row(questionnaire, scale, cells[902]).issues
    issues = [CellIssue(row_id=902, number=2, service=document.rows[1].name, cell="Z99", issue=issue) for issue in found]
    book = load_workbook(
        BytesIO(write_list(document, questionnaire, scale, Edition(created=CREATED, cells=cells, issues=issues)))
    )
    assert [sheet.title for sheet in book.worksheets] == ["Hinweise", "Amtsliste", "Ausfüllhilfe", "_ozg"]
    notes = [[cell.value for cell in row] for row in book["Hinweise"].iter_rows(min_row=5)]
    assert notes[0] == ["Nr.", "Leistung", "Zelle", "Spalte", "Ihr Wert", "Grund", "Abhilfe"]
    assert len(notes) == 1 + len(issues)
    by_heading = {note[3]: note for note in notes[1:]}
    assert by_heading["Stufe heute"][:5] == [2, "Leistung 2 beantragen", "J6", "Stufe heute", "vielleicht"]
    sheet = book["Amtsliste"]
    assert sheet["J6"].value == "vielleicht"
    assert "Auswahlliste" in sheet["J6"].comment.text
    assert sheet["J6"].fill.fgColor.rgb != sheet["J5"].fill.fgColor.rgb
    assert sheet["M6"].value.date() == date(2020, 10, 1)
    assert (sheet["N6"].value, sheet["N6"].data_type) == ("=1+1", "s") or sheet["N6"].quotePrefix


def test_the_annotated_copy_is_read_like_any_other_list(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make
) -> None:
    document = make_document(2)
    cells: dict[int, dict[str, Cell]] = {901: {"responsible": "ja", "case_volume": 1200}, 902: {"responsible": "vielleicht"}}
    found = validate_row(questionnaire, scale, cells[902]).issues
    issues = [CellIssue(row_id=902, number=2, service="Leistung 2 beantragen", cell="H6", issue=issue) for issue in found]
    content = write_list(document, questionnaire, scale, Edition(created=CREATED, cells=cells, issues=issues))
    returned = read_rows(open_workbook(content, "x.xlsx"), questionnaire)
    given = {row.row_id: {key: cell for key, cell in row.cells.items() if cell is not None} for row in returned.rows}
    assert given == cells
    assert returned.remarks == ()


def test_whatever_an_office_wrote_can_be_sent_back_to_it(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make
) -> None:
    nasty: tuple[Cell, ...] = (
        "x" * 40_000,
        "\x00\ud800\uffff",
        float("nan"),
        float("inf"),
        1e300,
        date(1800, 1, 1),
        True,
        "http://a/" + "b" * 3000,
        "{=1}",
        10**400,
        10**5000,
    )
    keys = [question.key for question in questionnaire.questions]
    cells = {901: dict(zip(keys, nasty, strict=False))}
    content = write_list(make_document(1), questionnaire, scale, Edition(created=CREATED, cells=cells))
    row = read_rows(open_workbook(content, "x.xlsx"), questionnaire).rows[0]
    assert row.cells["responsible"] == "x" * 32767
    assert row.cells["planned_on"] == "01.01.1800"
    assert row.cells["case_volume"] is True
    assert row.cells["user_orientation"] == "{=1}"
    assert row.cells["technical_support"] == "1,00000000000000E+400"
    assert row.cells["complexity"] == "1,00000000000000E+5000"


@pytest.mark.parametrize("strange", ["💡", "漢", "\x01", "\x0b", "\ud83d", "\ufffe", "👨\u200d👩\u200d👧"])
def test_no_character_of_the_configuration_damages_the_list_and_what_excel_can_hold_is_kept(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make, strange: str
) -> None:
    text = f"Bau{strange}antrag"
    first = replace(questionnaire.questions[0], heading=text, help=text, example=text)
    odd = replace(questionnaire, title=text, questions=(first, *questionnaire.questions[1:]))
    document = replace(make_document(1), city=text, office_name=text, department_title=text, contact=text)
    book = load_workbook(BytesIO(write_list(document, odd, scale, Edition(created=CREATED))))
    shown = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert xml_text(text) in shown


def test_nil_return_is_written_back_into_the_annotated_copy(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Make
) -> None:
    content = write_list(make_document(1), questionnaire, scale, Edition(created=CREATED, nil_return=True))
    assert read_rows(open_workbook(content, "x.xlsx"), questionnaire).nil_return


def test_a_row_has_room_for_the_answer_it_is_sent_with(
    make_document: Make, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    document, remark = make_document(3), "Die Umstellung ruht bis zur Entscheidung des Landes. " * 3
    cells = {document.rows[1].row_id: {"remark": remark}, document.rows[2].row_id: {"remark": "x " * 9_000}}
    sheet = load_workbook(BytesIO(write_list(document, questionnaire, scale, Edition(created=CREATED, cells=cells))))["Amtsliste"]
    heights = [sheet.row_dimensions[row].height for row in (5, 6, 7)]
    assert heights[1] > heights[0] + 12, "a line more, at least"
    assert 400 < heights[2] <= 409, "no row of Excel is higher"
