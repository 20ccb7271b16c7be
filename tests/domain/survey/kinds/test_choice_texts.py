"""What people write into a column with a drop-down, with what it means: a text beside the digit must be that choice's own."""

from datetime import date, datetime

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind, Question
from tests.domain.survey.asking import LEVEL, accepted, question, refused


def _choices(*labels: str, first: int) -> Question:
    return question(Kind.CHOICE, values=tuple(Choice(value=str(n), label=label) for n, label in enumerate(labels, first)))


OLD = _choices("1 – gering", "2 – mittel", "3 – hoch", "4 – sehr hoch", first=1)
NEW = _choices("gering (1)", "mittel (2)", "hoch (3)", "sehr hoch (4)", first=1)
TOOLS = _choices(
    "keine (Papier) (0)",
    "Textverarbeitung/Tabellen (1)",
    "Fachverfahren (2)",
    "Fachverfahren mit Schnittstelle (3)",
    first=0,
)
LAW = question(
    Kind.CHOICE,
    values=(
        Choice(value="none", label="keines"),
        Choice(value="written_form", label="Schriftform vorgeschrieben"),
        Choice(value="personal_appearance", label="persönliches Erscheinen"),
        Choice(value="excluded", label="Online-Erledigung ausgeschlossen"),
    ),
)
ASKED = None

BENEFIT_TEXTS: list[tuple[Cell, str | None]] = [
    ("1 – gering", "1"),
    ("gering (1)", "1"),
    ("Gering (1)", "1"),
    ("gering(1)", "1"),
    ("1 gering", "1"),
    ("1: gering", "1"),
    ("1. gering", "1"),
    ("1) gering", "1"),
    ("1-gering", "1"),
    ("1 - GERING", "1"),
    ("1 (gering)", "1"),
    ("gering – 1", "1"),
    ("gering", "1"),
    ("sehr hoch", "4"),
    ("4 – sehr hoch", "4"),
    ("3 - hoch", "3"),
    ("hoch", "3"),
    ("3", "3"),
    ("3.", "3"),
    ("(3)", "3"),
    ("3 –", "3"),
    (3, "3"),
    (3.0, "3"),
    (3.0000000000000004, "3"),
    ("Stufe 3", "3"),
    ("4 – gering", ASKED),
    ("gering (4)", ASKED),
    ("3 – sehr hoch", ASKED),
    ("4 – hoch", ASKED),
    ("3 – hoch bis sehr hoch", ASKED),
    ("3 – eher mittel", ASKED),
    ("3 – nicht hoch", ASKED),
    ("3 – hoch?", ASKED),
    ("2-3", ASKED),
    ("2–3", ASKED),
    ("2/3", ASKED),
    ("2 bis 3", ASKED),
    ("2 oder 3", ASKED),
    ("2,5", ASKED),
    (2.5, ASKED),
    ("23", ASKED),
    ("3 3", ASKED),
    ("5", ASKED),
    ("0 – gering", ASKED),
    ("-1", ASKED),
    ("ge", ASKED),
    ("gerin", ASKED),
    ("mittel/hoch", ASKED),
    ("mittel bis hoch", ASKED),
    ("sehr", ASKED),
    ("nicht gering", ASKED),
    ("ja", ASKED),
    (True, ASKED),
    (date(2020, 3, 2), ASKED),
    (datetime(2020, 3, 2), ASKED),  # noqa: DTZ001 - Excel knows no time zones
    ("02. Mrz", ASKED),
    ("02.03.2020", ASKED),
    ("٣", ASKED),
]
TOOL_TEXTS: list[tuple[Cell, str | None]] = [
    ("2 – Fachverfahren", "2"),
    ("3 – Fachverfahren mit Schnittstelle", "3"),
    ("0 – keine (Papier)", "0"),
    ("0 – keine", "0"),
    ("keine", "0"),
    ("keine (Papier)", "0"),
    ("keine (Papier) (0)", "0"),
    ("1 – Textverarbeitung / Tabellen", "1"),
    ("Fachverfahren", "2"),
    ("2 – Fachverfahren mit Schnittstelle", ASKED),
    ("3 – Fachverfahren", ASKED),
    ("3 – hoch", ASKED),
    ("2 – Fachverfahren XY", ASKED),
    ("2 – kein Fachverfahren", ASKED),
    ("Fach", ASKED),
    ("Textverarbeitung", ASKED),
    ("Papier", ASKED),
]
LAW_TEXTS: list[tuple[Cell, str | None]] = [
    ("keines", "none"),
    ("Keines", "none"),
    ("none", "none"),
    ("Schriftform vorgeschrieben", "written_form"),
    ("schriftform  vorgeschrieben", "written_form"),
    ("perso\u0308nliches Erscheinen", "personal_appearance"),
    ("persönliches\nErscheinen", "personal_appearance"),
    ("Online-Erledigung ausgeschlossen", "excluded"),
    ("online erledigung ausgeschlossen", "excluded"),
    ("online", ASKED),
    ("Online-Erledigung", ASKED),
    ("Online-Erledigung nicht ausgeschlossen", ASKED),
    ("Schriftform", ASKED),
    ("Schriftform nicht vorgeschrieben", ASKED),
    ("kein", ASKED),
    ("1", ASKED),
    ("nein", ASKED),
]
LEVEL_TEXTS: list[tuple[Cell, int | None]] = [
    ("Online-Leistung (3)", 3),
    ("3 – Online-Leistung", 3),
    ("3 Online-Leistung", 3),
    ("3 – Onlineleistung", 3),
    ("Stufe 3", 3),
    ("Stufe: 3", 3),
    ("Stufe3", 3),
    ("3 = Online-Leistung", 3),
    ("3, Online-Leistung", 3),
    ("3/Online-Leistung", 3),
    ("Stufe 3.", 3),
    ("Stufe 3 – Online-Leistung", 3),
    ("Reifegrad 3", 3),
    ("Offline", 0),
    ("Offline (0)", 0),
    ("0 – Offline", 0),
    ("Vernetzte Online-Transaktion", 5),
    ("Online-Transaktion", 4),
    ("1 – Offline", ASKED),
    ("2 – Offline", ASKED),
    ("Offline (1)", ASKED),
    ("3 – Online-Transaktion", ASKED),
    ("4 – Vernetzte Online-Transaktion", ASKED),
    ("5 – Online-Transaktion", ASKED),
    ("3: geht online", ASKED),
    ("3 – nicht online", ASKED),
    ("Online", ASKED),
    ("Stufe 9", ASKED),
    ("3 = Offline", ASKED),
    ("3,5", ASKED),
    ("3/4", ASKED),
    ("3 – Online-Leistung (teilweise)", ASKED),
    ("Stufe 2-3", ASKED),
    ("Stufe", ASKED),
    ("Fall 3", ASKED),
    ("3!", 3),
    ("3. – Online-Leistung", 3),
    ("3...", ASKED),
    ("3 ...", ASKED),
    ("3 …", ASKED),
    ("3 ./.", ASKED),
    ("3 (online, aber …)", ASKED),
    ("3*", ASKED),
    ("3¹", ASKED),
    ("3 von 5", ASKED),
    ("Online-Leistung (3), geplant 4", ASKED),
    ("Online-Leistung ...", ASKED),
]


@pytest.mark.parametrize("asked", [OLD, NEW], ids=["old labels", "new labels"])
@pytest.mark.parametrize(("cell", "value"), BENEFIT_TEXTS)
def test_a_degree_is_understood_by_its_digit_or_its_words_but_not_against_them(
    scale: MaturityScale, asked: Question, cell: Cell, value: str | None
) -> None:
    _holds(asked, scale, cell, value)


@pytest.mark.parametrize(("cell", "value"), TOOL_TEXTS)
def test_a_label_may_contain_that_of_another_choice(scale: MaturityScale, cell: Cell, value: str | None) -> None:
    _holds(TOOLS, scale, cell, value)


@pytest.mark.parametrize(("cell", "value"), LAW_TEXTS)
def test_a_choice_without_digits_is_understood_by_all_its_words(scale: MaturityScale, cell: Cell, value: str | None) -> None:
    _holds(LAW, scale, cell, value)


@pytest.mark.parametrize(("cell", "value"), LEVEL_TEXTS)
def test_a_level_is_understood_by_number_or_title_but_not_by_one_against_the_other(
    scale: MaturityScale, cell: Cell, value: int | None
) -> None:
    _holds(LEVEL, scale, cell, value)


def _holds(asked: Question, scale: MaturityScale, cell: Cell, value: object) -> None:
    if value is ASKED:
        assert refused(asked, scale, cell).reason
    else:
        assert accepted(asked, scale, cell) == value
