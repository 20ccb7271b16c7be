"""A choice is understood by its label, its number or its words, where only one can be meant."""

from datetime import date

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.cell_rule import CellLook, CellRule, Check
from ozg_workflow.domain.survey.kinds.registry import asked, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind
from tests.domain.survey.asking import BARRIER, SUPPORT, YES_NO, accepted, printed, question, refused


@pytest.mark.parametrize("cell", ["ja", "Ja", "JA", " ja ", "x", "X", "j", "yes", "WAHR", True])
def test_every_way_to_say_yes_is_yes(scale: MaturityScale, cell: Cell) -> None:
    assert accepted(YES_NO, scale, cell) == "ja"


@pytest.mark.parametrize("cell", ["nein", "Nein", "n", "no", "FALSCH", False])
def test_every_way_to_say_no_is_no(scale: MaturityScale, cell: Cell) -> None:
    assert accepted(YES_NO, scale, cell) == "nein"


@pytest.mark.parametrize("cell", ["vielleicht", "ja/nein", "1", 1.0])
def test_neither_yes_nor_no_is_asked_again_with_the_allowed_values(scale: MaturityScale, cell: Cell) -> None:
    issue = refused(YES_NO, scale, cell)
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
        (0, "0"),
    ],
)
def test_a_choice_is_recognised_by_its_number_or_its_text(scale: MaturityScale, cell: Cell, value: str) -> None:
    assert accepted(SUPPORT, scale, cell) == value


@pytest.mark.parametrize("cell", ["1", 4, "2-3", "2–3", "2 oder 3", "2.5", 2.5, "23", "Fach"])
def test_a_number_that_is_no_choice_or_could_be_two_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    assert refused(SUPPORT, scale, cell).reason == "Der Wert steht nicht in der Auswahlliste."


@pytest.mark.parametrize("cell", ["Keines", "none"])
def test_a_label_or_a_value_without_a_number_is_recognised_as_a_whole(scale: MaturityScale, cell: Cell) -> None:
    assert accepted(BARRIER, scale, cell) == "none"


@pytest.mark.parametrize("cell", ["schriftform", "SCHR", "keine"])
def test_the_beginning_of_a_label_may_mean_something_else_and_is_asked(scale: MaturityScale, cell: Cell) -> None:
    assert refused(BARRIER, scale, cell).reason == "Der Wert steht nicht in der Auswahlliste."


def test_a_digit_with_the_words_of_another_choice_is_asked(scale: MaturityScale) -> None:
    reason = "Zahl und Text gehören nicht zum selben Wert der Auswahlliste."
    assert refused(SUPPORT, scale, "3 – Fachverfahren").reason == reason


def test_a_day_that_a_spreadsheet_made_of_two_numbers_is_asked(scale: MaturityScale) -> None:
    assert refused(SUPPORT, scale, date(2020, 3, 2)).reason == "In der Zelle steht ein Datum."


def test_the_first_of_two_choices_with_the_same_text_is_meant(scale: MaturityScale) -> None:
    values = (Choice(value="1", label="Gering"), Choice(value="2", label="gering"), Choice(value="3", label="GERING"))
    assert [accepted(question(Kind.CHOICE, values=values), scale, cell) for cell in ("Gering", "gering", "gERING")] == [
        "1",
        "2",
        "1",
    ]


def test_a_value_is_printed_as_its_label_and_one_that_is_gone_as_it_is(scale: MaturityScale) -> None:
    assert printed(BARRIER, scale, "none") == ("keines", "keines")
    assert printed(BARRIER, scale, "gone") == ("gone", "gone")


def test_the_spreadsheet_lets_people_pick_and_nothing_else(scale: MaturityScale) -> None:
    message = "Bitte wählen Sie einen Wert aus der Auswahlliste (Alt + Pfeil nach unten)."
    rule = CellRule(check=Check.LIST, choices=("ja", "nein"), message=message, strict=True)
    assert asked(YES_NO, scale).rule == rule
    assert asked(question(Kind.CHOICE), scale).rule == CellRule(check=Check.ANY)


def test_the_guide_names_the_labels_and_keeps_number_and_text_together(scale: MaturityScale) -> None:
    assert asked(YES_NO, scale).allowed() == "Auswahl: ja · nein"
    assert "· 2\u00a0–\u00a0Fachverfahren ·" in asked(SUPPORT, scale).allowed()


def test_choices_do_not_add_up_and_look_like_the_text_around_them() -> None:
    kind = kind_of(YES_NO)
    assert (kind.adds_up, kind.picks_values, kind.stays_open, kind.look) == (False, True, False, CellLook())
