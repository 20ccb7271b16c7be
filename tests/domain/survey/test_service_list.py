"""A list has a name that file systems accept and a state that follows from its rows."""

from datetime import date

import pytest

from ozg_workflow.domain.survey.service_list import (
    FINAL_STATES,
    LIST_STATE_TITLES,
    OPEN_STATES,
    ListDocument,
    ListState,
    RoundKind,
    RowState,
    list_file_name,
    state_after_return,
)

R = RowState


def test_the_workbook_is_named_after_the_office_and_its_version() -> None:
    document = ListDocument(
        list_id=1,
        version=2,
        token="t",
        city="Stadt",
        rollout="r",
        office_number="33",
        office_name="Einwohner- und Meldeamt",
        department_title="Dezernat 2",
        due_on=date(2020, 5, 15),
        return_to="ozg@stadt.example",
        contact="Frau Lindner",
        rows=(),
    )
    assert document.file_name == "OZG-Amtsliste_33_Einwohner- und Meldeamt_v2.xlsx"


def test_the_progress_lists_of_two_rounds_have_names_of_their_own() -> None:
    names = [list_file_name("33", "Meldeamt", 1, RoundKind.PROGRESS, day) for day in (date(2021, 3, 1), date(2022, 3, 1))]
    assert names == ["OZG-Umsetzungsstand-2021-03_33_Meldeamt_v1.xlsx", "OZG-Umsetzungsstand-2022-03_33_Meldeamt_v1.xlsx"]
    assert list_file_name("33", "Meldeamt", 1, opened_on=date(2021, 3, 1)) == "OZG-Amtsliste_33_Meldeamt_v1.xlsx"


def test_characters_that_file_systems_refuse_are_left_out_of_the_name() -> None:
    assert (
        list_file_name("53", 'Amt für Soziales/Gesundheit: "A_B"?', 1)
        == "OZG-Amtsliste_53_Amt für Soziales Gesundheit   A B_v1.xlsx"
    )


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ((R.ANSWERED, R.DISPUTED, R.MOVED, R.WITHDRAWN), ListState.RETURNED),
        ((R.ANSWERED, R.OPEN), ListState.PARTLY_RETURNED),
        ((R.ANSWERED, R.INVALID), ListState.PARTLY_RETURNED),
        ((), ListState.PARTLY_RETURNED),  # only a Fehlanzeige completes a list without rows
    ],
)
def test_a_list_is_back_when_no_row_is_open_or_invalid(rows: tuple[RowState, ...], state: ListState) -> None:
    assert state_after_return(rows, nil_return=False) is state


def test_a_nil_return_answers_for_the_whole_list() -> None:
    assert state_after_return((R.OPEN,), nil_return=True) is ListState.NIL_RETURN


def test_no_state_is_open_and_final_at_once_and_each_has_a_title() -> None:
    assert not OPEN_STATES & FINAL_STATES
    assert set(LIST_STATE_TITLES) == set(ListState)
