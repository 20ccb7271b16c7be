"""What an office writes into a cell is understood when it is unambiguous and answered with a remedy when it is not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ozg_workflow.domain.survey.answers import label_of, validate_row
from ozg_workflow.domain.survey.cells import Cell, is_blank, says_nothing, says_unknown
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from tests.domain.survey.asking import ADDRESS, BARRIER, CASES, DAY, LEVEL, STAFF, SUPPORT, TEXT, YES_NO, accepted, check, refused

CELLS: dict[str, Cell] = {
    "responsible": "ja",
    "maturity_level": "2 – Formular-Assistent",
    "planned_offer": "nein",
    "case_volume": 1200,
    "staff_effort": 1.5,
    "user_orientation": "3 – hoch",
    "technical_support": "2 – Fachverfahren",
    "complexity": "1 – niedrig",
    "legal_barrier": "keines",
}


@pytest.mark.parametrize("error", ["#NV", "#N/A", "#BEZUG!", "#DIV/0!", "#WERT!", "#NAME?", " #ZAHL! "])
@pytest.mark.parametrize("question", [YES_NO, LEVEL, CASES, STAFF, DAY, ADDRESS, TEXT], ids=lambda q: str(q.kind))
def test_an_excel_error_is_never_taken_for_an_answer(scale: MaturityScale, question: Question, error: str) -> None:
    assert refused(question, scale, error).reason == "Die Zelle enthält einen Excel-Fehlerwert."


def test_a_complete_row_is_accepted_without_issues(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    found = validate_row(questionnaire, scale, CELLS)
    assert found.issues == ()
    assert found.answers["legal_barrier"] == "none"
    assert set(found.answers) == set(CELLS)


def test_a_refused_service_needs_no_further_answers(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    found = validate_row(questionnaire, scale, {"responsible": "nein", "responsible_office": "Amt 32"})
    assert found.answers == {"responsible": "nein", "responsible_office": "Amt 32"}
    assert found.issues == ()


def test_a_wholly_empty_row_is_empty_although_required_cells_are_missing(
    questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    found = validate_row(questionnaire, scale, {})
    assert found.empty
    assert [(i.question, i.reason) for i in found.issues] == [("responsible", "Die Angabe fehlt.")]


def test_a_row_with_one_unreadable_cell_is_not_empty(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    assert not validate_row(questionnaire, scale, {"case_volume": "viele"}).empty


def test_an_answer_makes_other_columns_required(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    planned = validate_row(questionnaire, scale, {**CELLS, "planned_offer": "ja", "legal_barrier": "Schriftform vorgeschrieben"})
    assert [i.question for i in planned.issues] == ["planned_on", "legal_basis"]


def test_valid_cells_count_although_others_are_wrong_and_each_is_named_once_in_order(
    questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    cells = {**CELLS, "case_volume": "viele", "maturity_level": "hoch", "complexity": None}
    found = validate_row(questionnaire, scale, cells)
    assert [i.question for i in found.issues] == ["maturity_level", "case_volume", "complexity"]
    assert found.answers["staff_effort"] == 1.5
    assert "case_volume" not in found.answers


texts = st.one_of(st.text(max_size=40), st.from_regex(r"[#0-9.,: –-]{0,12}", fullmatch=True))
numbers = st.one_of(st.integers(), st.floats(), st.floats(0, 1000), st.integers(0, 6))
cells = st.one_of(st.none(), st.booleans(), texts, numbers, st.dates(), st.datetimes())


@given(data=st.data())
def test_no_cells_whatever_make_the_validation_fail(
    questionnaire: Questionnaire, scale: MaturityScale, data: st.DataObject
) -> None:
    row = data.draw(st.fixed_dictionaries({}, optional={q.key: cells for q in questionnaire.questions}))
    found = validate_row(questionnaire, scale, row)
    filled = {key for key, cell in row.items() if not (is_blank(cell) or says_nothing(cell) or says_unknown(cell))}
    assert set(found.answers) | {i.question for i in found.issues} >= filled
    assert not set(found.answers) & {i.question for i in found.issues}


@given(question=st.sampled_from([YES_NO, SUPPORT, BARRIER, LEVEL, CASES, STAFF, DAY, ADDRESS, TEXT]), cell=cells)
@example(question=STAFF, cell=1e-7)
@example(question=STAFF, cell=0.123)
@example(question=STAFF, cell=1000.0)
def test_an_accepted_answer_printed_into_a_new_list_is_accepted_again(
    scale: MaturityScale, question: Question, cell: Cell
) -> None:
    answers = check(question, scale, cell).answers
    if "q" in answers:
        printed = label_of(question, scale, answers["q"])
        assert accepted(question, scale, printed) == answers["q"]


def test_a_missing_answer_is_printed_as_nothing(scale: MaturityScale) -> None:
    assert label_of(LEVEL, scale, None) == ""
    assert label_of(LEVEL, scale, 3) == "Online-Leistung (3)"
    assert label_of(DAY, scale, "2020-10-01") == "01.10.2020"
    assert label_of(STAFF, scale, 1.5) == "1,5"
