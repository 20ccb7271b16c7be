"""What an office writes into a cell is understood when it is unambiguous and answered with a remedy when it is not."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.answers import LONGEST_TEXT, Cell, Issue, RowAnswers, is_blank, label_of, shown, validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Choice, Kind, Question, Questionnaire

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


def _question(kind: Kind, **more: Any) -> Question:
    return Question(key="q", heading="Frage", kind=kind, help="Hilfe", example="12", **more)


def _check(question: Question, scale: MaturityScale, cell: Cell) -> RowAnswers:
    return validate_row(Questionnaire(version="1", title="T", questions=(question,)), scale, {"q": cell})


def _accepted(question: Question, scale: MaturityScale, cell: Cell) -> object:
    found = _check(question, scale, cell)
    assert found.issues == ()
    return found.answers["q"]


def _refused(question: Question, scale: MaturityScale, cell: Cell) -> Issue:
    found = _check(question, scale, cell)
    assert found.answers == {}
    (issue,) = found.issues
    assert issue.remedy.startswith("Bitte ")
    return issue


YES_NO = _question(Kind.CHOICE, values=(Choice(value="ja", label="ja"), Choice(value="nein", label="nein")))
SUPPORT = _question(
    Kind.CHOICE,
    values=(
        Choice(value="0", label="0 – keine (Papier)"),
        Choice(value="2", label="2 – Fachverfahren"),
        Choice(value="3", label="3 – Fachverfahren mit Schnittstelle"),
    ),
)
BARRIER = _question(
    Kind.CHOICE, values=(Choice(value="none", label="keines"), Choice(value="written", label="Schriftform vorgeschrieben"))
)
LEVEL = _question(Kind.SCALE)
CASES = _question(Kind.INTEGER, minimum=0, maximum=10_000_000, unit="Fälle")
STAFF = _question(Kind.DECIMAL, minimum=0, maximum=1000, unit="VZÄ")
DAY = _question(Kind.DATE)
ADDRESS = _question(Kind.URL)
TEXT = _question(Kind.TEXT)


@pytest.mark.parametrize("cell", ["ja", "Ja", "JA", " ja ", "x", "X", "j", "yes", "WAHR", True])
def test_every_way_to_say_yes_is_yes(scale: MaturityScale, cell: Cell) -> None:
    assert _accepted(YES_NO, scale, cell) == "ja"


@pytest.mark.parametrize("cell", ["nein", "Nein", "n", "no", "FALSCH", False])
def test_every_way_to_say_no_is_no(scale: MaturityScale, cell: Cell) -> None:
    assert _accepted(YES_NO, scale, cell) == "nein"


@pytest.mark.parametrize("cell", ["vielleicht", "ja/nein", "1", 1.0, date(2020, 5, 1)])
def test_neither_yes_nor_no_is_asked_again_with_the_allowed_values(scale: MaturityScale, cell: Cell) -> None:
    issue = _refused(YES_NO, scale, cell)
    assert issue.reason == "Der Wert steht nicht in der Auswahlliste."
    assert issue.remedy == "Bitte einen Wert aus der Auswahlliste wählen: ja, nein."


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2 – Fachverfahren", "2"),
        ("2 - fachverfahren", "2"),
        ("2 — Fachverfahren", "2"),
        ("2\u00a0–  Fachverfahren", "2"),
        ("2", "2"),
        (2.0, "2"),
        (2, "2"),
        ("2.", "2"),
        ("2 – Fachverfahren XY", "2"),
        (0, "0"),
    ],
)
def test_a_choice_is_recognised_by_its_number_or_its_text(scale: MaturityScale, cell: Cell, value: str) -> None:
    assert _accepted(SUPPORT, scale, cell) == value


@pytest.mark.parametrize("cell", ["1", 4, "2-3", "2–3", "2 oder 3", "2.5", 2.5, "23", "Fach"])
def test_a_number_that_is_no_choice_or_could_be_two_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    assert _refused(SUPPORT, scale, cell).reason == "Der Wert steht nicht in der Auswahlliste."


@pytest.mark.parametrize(
    ("cell", "value"), [("Keines", "none"), ("none", "none"), ("schriftform", "written"), ("SCHR", "written")]
)
def test_the_beginning_of_one_label_is_enough(scale: MaturityScale, cell: Cell, value: str) -> None:
    assert _accepted(BARRIER, scale, cell) == value


@pytest.mark.parametrize(
    "cell", [3, 3.0, "3", "Stufe 3", "stufe 3", "3 – Online-Leistung", "3 Online-Leistung", "3: geht online"]
)
def test_a_level_is_stored_as_its_number(scale: MaturityScale, cell: Cell) -> None:
    assert _accepted(LEVEL, scale, cell) == 3


@pytest.mark.parametrize("cell", [6, -1, "Stufe 9", "3-4", "hoch", 2.5])
def test_a_level_that_the_scale_does_not_have_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    assert "5 – Vernetzte Online-Transaktion" in _refused(LEVEL, scale, cell).remedy


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1200, 1200),
        (1200.0, 1200),
        ("1200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1'200", 1200),
        ("10.000.000", 10_000_000),
        ("12 Fälle", 12),
        ("12Fälle", 12),
        ("12 FÄLLE", 12),
        ("12,0", 12),
        ("0", 0),
        (0, 0),
    ],
)
def test_a_whole_number_is_read_as_germans_write_it(scale: MaturityScale, cell: Cell, value: int) -> None:
    found = _accepted(CASES, scale, cell)
    assert found == value
    assert isinstance(found, int)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1,5", "Hier wird eine ganze Zahl erwartet."),
        (1.5, "Hier wird eine ganze Zahl erwartet."),
        (-1, "Die Zahl ist kleiner als 0."),
        ("10.000.001", "Die Zahl ist größer als 10.000.000."),
        ("ca. 1200", "Hier wird eine Zahl erwartet."),
        ("100-200", "Hier wird eine Zahl erwartet."),
        ("unbekannt", "Hier wird eine Zahl erwartet."),
        ("12 Stück", "Hier wird eine Zahl erwartet."),
        (True, "Hier wird eine Zahl erwartet."),
        (date(2020, 5, 1), "Hier wird eine Zahl erwartet."),
        (float("nan"), "Die Zahl ist nicht lesbar."),
        (float("inf"), "Die Zahl ist nicht lesbar."),
        ("9" * 400, "Die Zahl ist nicht lesbar."),
        (10**400, "Die Zahl ist nicht lesbar."),
    ],
)
def test_what_is_no_whole_number_in_range_is_asked_again(scale: MaturityScale, cell: Cell, reason: str) -> None:
    assert _refused(CASES, scale, cell).reason == reason


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,5", 1.5), ("1.5", 1.5), (1.5, 1.5), ("0,25 VZÄ", 0.25), ("1.000", 1000), ("0.500", 0.5), ("2", 2), (1e-7, 1e-7)],
)
def test_a_decimal_may_have_a_comma_or_a_point(scale: MaturityScale, cell: Cell, value: float) -> None:
    assert _accepted(STAFF, scale, cell) == value


@pytest.mark.parametrize(
    "cell",
    [
        "01.10.2020",
        "1.10.2020",
        "01. 10. 2020",
        "2020-10-01",
        "2020-10-01 00:00:00",
        date(2020, 10, 1),
        datetime(2020, 10, 1, 12),  # noqa: DTZ001 - Excel knows no time zones
    ],
)
def test_a_date_may_be_text_or_a_real_date(scale: MaturityScale, cell: Cell) -> None:
    assert _accepted(DAY, scale, cell) == "2020-10-01"


@pytest.mark.parametrize(
    "cell", ["31.02.2020", "2020-02-31", "1.10.20", "Oktober 2020", "00.00.0000", 44105.0, True, date(1899, 12, 31), "01.01.3020"]
)
def test_a_date_that_does_not_exist_or_cannot_be_meant_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    issue = _refused(DAY, scale, cell)
    assert issue.reason == "Das Datum ist nicht lesbar."
    assert issue.remedy == "Bitte im Format TT.MM.JJJJ angeben, z. B. 12."


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("https://www.stadt.example/wohnsitz", "https://www.stadt.example/wohnsitz"),
        ("www.stadt.example", "https://www.stadt.example"),
        ("http://bürger.example:8080/?a=b#c", "http://bürger.example:8080/?a=b#c"),
    ],
)
def test_an_internet_address_needs_no_scheme(scale: MaturityScale, cell: Cell, value: str) -> None:
    assert _accepted(ADDRESS, scale, cell) == value


@pytest.mark.parametrize(
    "cell", ["siehe Homepage", "intranet", "ftp://stadt.example", "javascript://x", "https://a.example b", 5]
)
def test_what_is_no_internet_address_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    assert _refused(ADDRESS, scale, cell).reason == "Das ist keine Internetadresse."


def test_text_is_kept_as_it_is_without_the_blanks_around_it(scale: MaturityScale) -> None:
    assert _accepted(TEXT, scale, "  § 126 BGB\nAbsatz 1 ") == "§ 126 BGB\nAbsatz 1"
    assert _accepted(TEXT, scale, 32.0) == "32"
    assert _accepted(TEXT, scale, "x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


def test_a_text_that_is_too_long_is_refused_and_shown_shortened(scale: MaturityScale) -> None:
    issue = _refused(TEXT, scale, "x" * (LONGEST_TEXT + 1))
    assert issue.reason == "Der Text ist zu lang."
    assert issue.remedy == "Bitte auf höchstens 2000 Zeichen kürzen."
    assert issue.value == "x" * 200


@pytest.mark.parametrize("error", ["#NV", "#N/A", "#BEZUG!", "#DIV/0!", "#WERT!", "#NAME?", " #ZAHL! "])
@pytest.mark.parametrize("question", [YES_NO, LEVEL, CASES, STAFF, DAY, ADDRESS, TEXT], ids=lambda q: str(q.kind))
def test_an_excel_error_is_never_taken_for_an_answer(scale: MaturityScale, question: Question, error: str) -> None:
    assert _refused(question, scale, error).reason == "Die Zelle enthält einen Excel-Fehlerwert."


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", "\n\t"])
def test_a_cell_with_nothing_but_white_space_is_blank(scale: MaturityScale, cell: Cell) -> None:
    assert is_blank(cell)
    found = _check(TEXT, scale, cell)
    assert found.empty
    assert found.issues == ()


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


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "WAHR"),
        (1200.0, "1200"),
        (1.5, "1,5"),
        (date(2020, 5, 15), "15.05.2020"),
        (datetime(2020, 5, 15, 9), "15.05.2020"),  # noqa: DTZ001 - Excel knows no time zones
        (" ja ", "ja"),
    ],
)
def test_a_cell_is_shown_as_it_stands_in_the_sheet(cell: Cell, text: str) -> None:
    assert shown(cell) == text


def test_comparing_ignores_case_blanks_and_the_kind_of_dash() -> None:
    assert normalise(" Einwohner-\u00a0und   MELDEAMT ") == "einwohner- und meldeamt"
    assert normalise("1 - hoch") == normalise("1 — hoch") == normalise("1 – Hoch")


texts = st.one_of(st.text(max_size=40), st.from_regex(r"[#0-9.,: –-]{0,12}", fullmatch=True))
numbers = st.one_of(st.integers(), st.floats(), st.floats(0, 1000), st.integers(0, 6))
cells = st.one_of(st.none(), st.booleans(), texts, numbers, st.dates(), st.datetimes())


@given(data=st.data())
def test_no_cells_whatever_make_the_validation_fail(
    questionnaire: Questionnaire, scale: MaturityScale, data: st.DataObject
) -> None:
    row = data.draw(st.fixed_dictionaries({}, optional={q.key: cells for q in questionnaire.questions}))
    found = validate_row(questionnaire, scale, row)
    filled = {key for key, cell in row.items() if not is_blank(cell)}
    assert set(found.answers) | {i.question for i in found.issues} >= filled
    assert not set(found.answers) & {i.question for i in found.issues}


@given(question=st.sampled_from([YES_NO, SUPPORT, BARRIER, LEVEL, CASES, STAFF, DAY, ADDRESS, TEXT]), cell=cells)
@example(question=STAFF, cell=1e-7)
@example(question=STAFF, cell=0.123)
@example(question=STAFF, cell=1000.0)
def test_an_accepted_answer_printed_into_a_new_list_is_accepted_again(
    scale: MaturityScale, question: Question, cell: Cell
) -> None:
    answers = _check(question, scale, cell).answers
    if "q" in answers:
        printed = label_of(question, scale, answers["q"])
        assert _accepted(question, scale, printed) == answers["q"]


def test_a_missing_answer_is_printed_as_nothing(scale: MaturityScale) -> None:
    assert label_of(LEVEL, scale, None) == ""
    assert label_of(LEVEL, scale, 3) == "3 – Online-Leistung"
    assert label_of(DAY, scale, "2020-10-01") == "01.10.2020"
    assert label_of(STAFF, scale, 1.5) == "1,5"
