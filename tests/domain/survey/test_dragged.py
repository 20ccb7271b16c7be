"""What a fill handle counted up is found by its run from line to line; what people write themselves is left alone."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.survey.answers import IssueCode, RowAnswers, validate_row
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.dragged import Run, runs, set_aside
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedRow

COMPLETE: dict[str, Cell] = {
    "responsible": "ja",
    "maturity_level": "Online-Leistung (3)",
    "planned_offer": "nein",
    "case_volume": 120,
    "staff_effort": 1.5,
    "user_orientation": 3,
    "technical_support": 2,
    "complexity": 1,
    "legal_barrier": "keines",
}
Lines = list[tuple[ReturnedRow, RowAnswers]]


@pytest.fixture(scope="session")
def lines(questionnaire: Questionnaire, scale: MaturityScale):
    """Return the lines of a sheet in which some columns hold these cells, one below the other."""

    def make(base: dict[str, Cell] | None = None, **columns: Sequence[Cell]) -> Lines:
        count = max(len(cells) for cells in columns.values())
        made = []
        for n in range(count):
            cells = (COMPLETE if base is None else base) | {key: given[n] for key, given in columns.items() if n < len(given)}
            addresses = {key: f"{chr(ord('H') + m)}{5 + n}" for m, key in enumerate(q.key for q in questionnaire.questions)}
            row = ReturnedRow(row_id=100 + n, number=1 + n, cells=cells, addresses=addresses)
            made.append((row, validate_row(questionnaire, scale, cells)))
        return made

    return make


REFUSED: dict[str, Cell] = {"responsible": "nein"}
DAYS = [datetime(2021, 7, n) for n in (1, 2, 3)]  # noqa: DTZ001 - Excel knows no time zones

DRAGGED: list[tuple[str, list[Cell], list[int]]] = [
    ("case_volume", [100, 101, 102], [0, 1, 2]),
    ("case_volume", [100.0, 101.0, 102.0, 103.0], [0, 1, 2, 3]),
    ("case_volume", ["100", "101", "102"], [0, 1, 2]),
    ("case_volume", ["ca. 500", "ca. 501", "ca. 502"], [0, 1, 2]),
    ("case_volume", ["500 p. a.", "501 p. a.", "502 p. a."], [0, 1, 2]),
    ("case_volume", [102, 101, 100], [0, 1, 2]),
    ("case_volume", [7, 7, 100, 101, 102, 7], [2, 3, 4]),
    ("case_volume", [100, None, 101, None, 102], [0, 2, 4]),
    ("case_volume", [1, 2, 3, 4], [0, 1, 2, 3]),
    ("case_volume", [9, 10, 11], [0, 1, 2]),
    ("staff_effort", [1.5, 2.5, 3.5], [0, 1, 2]),
    ("staff_effort", ["1,5", "1,6", "1,7"], [0, 1, 2]),
    ("staff_effort", ["0,5 VZÄ", "1,5 VZÄ", "2,5 VZÄ"], [0, 1, 2]),
    ("planned_on", ["01.07.2021", "01.07.2022", "01.07.2023"], [0, 1, 2]),
    ("planned_on", DAYS, [0, 1, 2]),
    ("planned_on", [date(2021, 7, 30), date(2021, 7, 31), date(2021, 8, 1)], [0, 1, 2]),
    ("online_url", [f"https://stadt.example/antrag-{n}" for n in (12, 13, 14)], [0, 1, 2]),
    ("legal_basis", ["BGB § 126", "BGB § 127", "BGB § 128"], [0, 1, 2]),
    ("maturity_level", ["0 – Offline", "1 – Offline", "2 – Offline"], [1, 2]),
    ("maturity_level", ["0 – Offline", "1 – Offline"], [1]),
    ("maturity_level", ["0 – Offline", "1 – Offline", "2 – Offline", "Information (1)"], [1, 2]),
    ("user_orientation", ["1 – gering", "2 – gering", "3 – gering"], [1, 2]),
    ("user_orientation", ["0 – gering", "1 – gering", "2 – gering"], [0, 2]),
    ("user_orientation", [2, 3, 4, 5], [0, 1, 2, 3]),
    ("user_orientation", ["3", "4", "5"], [0, 1, 2]),
    ("complexity", ["1", "2", "3", "4"], [0, 1, 2, 3]),
    ("maturity_level", ["Stufe 3", "Stufe 4", "Stufe 5", "Stufe 6"], [0, 1, 2, 3]),
    ("responsible_office", ["Amt 32", "Amt 33", "Amt 34"], [0, 1, 2]),
    ("responsible_office", ["Amt 33", "Amt 34"], [0, 1]),
    ("responsible_office", [33, 34, 35], [0, 1, 2]),
    ("responsible_office", ["33 Einwohnermeldeamt", "34 Einwohnermeldeamt"], [0, 1]),
    ("responsible_office", ["32/33", "32/34", "32/35"], [0, 1, 2]),
    ("responsible_office", ["Amt 36", "Amt 35", "Amt 34"], [0, 1, 2]),
    ("responsible_office", ["Amt 33", "Standesamt", "Amt 34", "Standesamt", "Amt 35"], [0, 2, 4]),
    # the first two lines were filled in and dragged together: programs go on by what lies between them
    ("responsible_office", ["Amt 32", "Amt 34", "Amt 36", "Amt 38"], [0, 1, 2, 3]),
    ("responsible_office", [40, 50, 60, 70], [0, 1, 2, 3]),
    ("responsible_office", ["Amt 53", "Amt 51", "Amt 49", "Amt 47", "Standesamt"], [0, 1, 2, 3]),
    ("case_volume", [100, 120, 140, 160, 180], [0, 1, 2, 3, 4]),
    ("case_volume", ["ca. 500", "ca. 600", "ca. 700", "ca. 800", "ca. 900"], [0, 1, 2, 3, 4]),
    ("case_volume", [7, 900, 750, 600, 450, 300, 7], [1, 2, 3, 4, 5]),
    ("case_volume", [2, 4, 6, 8, 10, 12], [0, 1, 2, 3, 4, 5]),
    ("staff_effort", [0.5, 1, 1.5, 2, 2.5], [0, 1, 2, 3, 4]),
    ("staff_effort", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0, 1, 2, 3, 4, 5]),
]

OWN: list[tuple[str, list[Cell]]] = [
    ("case_volume", [100, 101]),
    ("case_volume", [1, 2, 3]),
    ("staff_effort", [3.0, 2.0, 1.0]),
    ("case_volume", [100, 100, 100, 100]),
    ("case_volume", [100, 101, 103, 104]),
    ("case_volume", [100, 120, 140, 160]),
    ("case_volume", [2, 4, 6, 8, 10]),
    ("case_volume", [100, 120, 140, 160, 200]),
    ("case_volume", [100, 120, 140, 165, 180, 200, 220]),
    ("case_volume", [1200, 1201, 80, 81, 7]),
    ("staff_effort", [0.5, 1, 1.5, 2]),
    ("staff_effort", [1.5, 2, 3]),
    ("planned_on", ["01.07.2021", "01.08.2021", "01.09.2022"]),
    ("planned_on", [DAYS[0], DAYS[0], DAYS[0]]),
    ("maturity_level", ["0 – Offline", "0 – Offline", "0 – Offline"]),
    ("maturity_level", ["0 – Offline", "1 – Information", "2 – Formular-Assistent", "3 – Online-Leistung"]),
    ("maturity_level", ["Offline (0)", "Information (1)", "Formular-Assistent (2)", "Online-Leistung (3)"]),
    ("user_orientation", ["1 – gering", "2 – mittel", "3 – hoch"]),
    ("user_orientation", [1, 2, 3]),
    ("user_orientation", ["4", "3", "2", "1"]),
    ("maturity_level", [0, 1, 2, 3, 4, 5]),
    ("complexity", [3, 2, 1, 1, 2]),
    ("responsible_office", ["Amt 32", "Amt 34", "Amt 36"]),
    ("responsible_office", ["Amt 33", "Amt 33", "Amt 33", "Amt 33"]),
    ("responsible_office", ["Amt 32", "Amt 34", "Amt 36", "Amt 40"]),
    ("user_orientation", ["1", "3", "1", "3"]),
    ("responsible_office", ["Amt 33", "34"]),
    ("responsible_office", ["33 Einwohnermeldeamt", "34 Standesamt"]),
    ("responsible_office", ["Standesamt", "Sozialamt"]),
    ("legal_barrier", ["keines", "keines", "keines"]),
    ("online_url", ["https://stadt.example/a1", "https://stadt.example/b2", "https://stadt.example/c3"]),
    ("remark", ["siehe Zeile 4", "siehe Zeile 4", "siehe Zeile 4"]),
]


@pytest.mark.parametrize(("key", "cells", "affected"), DRAGGED)
def test_a_run_is_found_with_all_its_lines(
    questionnaire: Questionnaire, scale: MaturityScale, lines, key: str, cells: list[Cell], affected: list[int]
) -> None:
    base = REFUSED if key == "responsible_office" else None
    found = runs(questionnaire, scale, lines(base, **{key: cells}), known=frozenset())
    assert found == (Run(question=key, lines=tuple(affected), first=found[0].first, last=found[0].last),)


@pytest.mark.parametrize(("key", "cells"), OWN)
def test_what_people_write_themselves_is_no_run(
    questionnaire: Questionnaire, scale: MaturityScale, lines, key: str, cells: list[Cell]
) -> None:
    base = REFUSED if key == "responsible_office" else None
    assert runs(questionnaire, scale, lines(base, **{key: cells}), known=frozenset()) == ()


def test_two_lines_are_a_run_where_a_second_column_rises_with_them(
    questionnaire: Questionnaire, scale: MaturityScale, lines
) -> None:
    found = runs(questionnaire, scale, lines(case_volume=[100, 101], staff_effort=[1.5, 2.5]), known=frozenset())
    assert [(run.question, run.lines) for run in found] == [("case_volume", (0, 1)), ("staff_effort", (0, 1))]


def test_small_figures_beside_each_other_are_a_run_of_three_lines(
    questionnaire: Questionnaire, scale: MaturityScale, lines
) -> None:
    found = runs(questionnaire, scale, lines(case_volume=[7, 8, 9], staff_effort=[1, 2, 3]), known=frozenset())
    assert [(run.question, run.lines) for run in found] == [("case_volume", (0, 1, 2)), ("staff_effort", (0, 1, 2))]
    assert runs(questionnaire, scale, lines(case_volume=[7, 8], staff_effort=[1, 2]), known=frozenset()) == ()


def test_digits_of_two_choices_that_rise_beside_each_other_make_no_run_of_two_figures(
    questionnaire: Questionnaire, scale: MaturityScale, lines
) -> None:
    assert runs(questionnaire, scale, lines(case_volume=[7, 8], user_orientation=[2, 3]), known=frozenset()) == ()


def test_the_order_is_that_of_the_senders_sheet(questionnaire: Questionnaire, scale: MaturityScale, lines) -> None:
    made = lines(case_volume=[100, 101, 102])
    (run,) = runs(questionnaire, scale, [made[2], made[0], made[1]], known=frozenset())
    assert (run.first, run.last) == ("100", "102")


def test_what_was_sent_filled_in_or_asked_before_is_no_run(questionnaire: Questionnaire, scale: MaturityScale, lines) -> None:
    known = frozenset({(100, "case_volume"), (101, "case_volume"), (102, "case_volume")})
    assert runs(questionnaire, scale, lines(case_volume=[100, 101, 102]), known=known) == ()
    longer = runs(questionnaire, scale, lines(case_volume=[100, 101, 102, 103, 104, 105]), known=known)
    assert [run.lines for run in longer] == [(3, 4, 5)]


def test_a_long_text_is_quoted_by_its_beginning_on_one_line(questionnaire: Questionnaire, scale: MaturityScale, lines) -> None:
    (run,) = runs(questionnaire, scale, lines(remark=[f"siehe\n{n} {'x' * 500}" for n in (1, 2, 3)]), known=frozenset())
    assert run.first == f"siehe 1 {'x' * 51}…"


def test_figures_of_a_run_are_asked_with_one_hint_and_not_stored(
    questionnaire: Questionnaire, scale: MaturityScale, lines
) -> None:
    made = lines(case_volume=[100, 101, 102, 7])
    aside = set_aside(questionnaire, made, runs(questionnaire, scale, made, known=frozenset()))
    assert ["case_volume" in answers.answers for _, answers in aside] == [False, False, False, True]
    issues = [issue for _, answers in aside for issue in answers.issues]
    assert {(i.question, i.code, i.reason, i.remedy) for i in issues} == {
        (
            "case_volume",
            IssueCode.DRAGGED,
            "Die Angabe zählt von Zeile zu Zeile gleichmäßig weiter („100“ bis „102“), wie beim Herunterziehen einer Zelle.",
            "Bitte in jeder Zeile prüfen und berichtigen; stimmen alle Angaben, senden Sie die beigefügte Liste so zurück.",
        )
    }
    assert [i.value for i in issues] == ["100", "101", "102"]
    assert aside[3] == made[3]


def test_a_run_of_labels_has_one_hint_instead_of_one_for_each_line_and_keeps_the_first(
    questionnaire: Questionnaire, scale: MaturityScale, lines
) -> None:
    made = lines(maturity_level=["0 – Offline", "1 – Offline", "2 – Offline"])
    aside = set_aside(questionnaire, made, runs(questionnaire, scale, made, known=frozenset()))
    assert aside[0] == made[0]
    assert len({issue.reason for _, answers in aside[1:] for issue in answers.issues}) == 1
    assert [len(answers.issues) for _, answers in aside] == [0, 1, 1]


def test_offices_of_a_run_stay_answers_that_a_person_looks_at(questionnaire: Questionnaire, scale: MaturityScale, lines) -> None:
    made = lines(REFUSED, responsible_office=["Amt 32", "Amt 33", "Amt 34"])
    aside = set_aside(questionnaire, made, runs(questionnaire, scale, made, known=frozenset()))
    assert [answers.issues for _, answers in aside] == [(), (), ()]
    assert [answers.answers["responsible_office"] for _, answers in aside] == ["Amt 32", "Amt 33", "Amt 34"]
    assert [len(answers.doubts) for _, answers in aside] == [1, 1, 1]
    assert aside[0][1].doubts[0].code is IssueCode.DRAGGED


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=12), st.sampled_from(["Amt 1", "Amt 2"])
)


@given(volumes=st.lists(anything, min_size=1, max_size=8), offices=st.lists(anything, max_size=8))
def test_no_cells_whatever_make_it_fail_and_no_answer_is_lost_without_a_hint(
    questionnaire: Questionnaire, scale: MaturityScale, lines, volumes: list[Cell], offices: list[Cell]
) -> None:
    made = lines(case_volume=volumes, responsible_office=offices)
    aside = set_aside(questionnaire, made, runs(questionnaire, scale, made, known=frozenset()))
    for (row, before), (same, after) in zip(made, aside, strict=True):
        assert row == same
        asked = {issue.question for issue in after.issues}
        assert set(before.answers) == set(after.answers) | (asked & set(before.answers))
        assert {issue.question for issue in before.issues} <= asked


def test_a_list_of_hundreds_of_lines_is_looked_through_in_no_time(
    questionnaire: Questionnaire, scale: MaturityScale, lines
) -> None:
    made = lines(case_volume=list(range(1000, 1600)))
    (run,) = runs(questionnaire, scale, made, known=frozenset())
    assert len(run.lines) == 600
