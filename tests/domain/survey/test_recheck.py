"""A corrected answer is read like a cell, and its row is checked again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.counting import Corrected, Counting, Given
from ozg_workflow.domain.survey.recheck import open_issues, read_value, state_of
from tests.usecases.town import town_data

CONFIG = town_data().config
ASKED, SCALE = CONFIG.questionnaire, CONFIG.scale
NOW = datetime(2020, 4, 6, 8, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "responsible": "ja",
    "maturity_level": 2,
    "planned_offer": "nein",
    "case_volume": 1200,
    "staff_effort": 1.5,
    "user_orientation": "3",
    "technical_support": "2",
    "complexity": "1",
    "legal_barrier": "none",
}


def read(key: str, text: str, **answers: Any) -> Any:
    question = ASKED.get(key)
    assert question is not None
    return read_value(ASKED, SCALE, question, text, WHOLE | answers)


def counted(*refused: dict[str, str], base: dict[str, Any] | None = None, **over: Any) -> Counting:
    given = Given(at=NOW, order=1, answers=base or WHOLE, refused=refused, sender="", incoming=1, file="", cells={})
    told = {key: Corrected(question=key, value=value, at=NOW, order=1, by="", note="") for key, value in over.items()}
    return Counting(base=given, over=told, against={})


@pytest.mark.parametrize(
    ("key", "text", "stored"),
    [
        ("case_volume", "1.200", 1200),
        ("staff_effort", "1,5", 1.5),
        ("maturity_level", "Online-Leistung (3)", 3),
        ("planned_on", "01.10.2020", "2020-10-01"),
        ("case_volume", "unbekannt", "unknown"),
        ("remark", "", None),
        ("remark", "-", None),
    ],
)
def test_it_is_read_as_a_cell(key: str, text: str, stored: Any) -> None:
    assert read(key, text) == stored


def test_unknown_is_an_answer_even_before_the_question_applies() -> None:
    assert read_value(ASKED, SCALE, ASKED.get("case_volume"), "unbekannt", {}) == "unknown"  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["viele", "50-60", "", "-3"])
def test_what_would_be_asked_again_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(InputError, match="Fallzahl pro Jahr"):
        read("case_volume", text)


def test_what_is_missing_follows_from_all_answers_together() -> None:
    assert open_issues(ASKED, SCALE, counted(remark="gut")) == ()
    assert [issue.question for issue in open_issues(ASKED, SCALE, counted(planned_offer="ja"))] == ["planned_on"]
    assert state_of(ASKED, SCALE, counted(planned_offer="ja")) == "invalid"
    assert state_of(ASKED, SCALE, counted(responsible="nein")) == "disputed"


def test_a_refused_cell_stays_refused_until_it_is_corrected() -> None:
    refused = {"question": "case_volume", "heading": "Fallzahl pro Jahr", "value": "viele", "reason": "Keine Zahl.", "remedy": ""}
    rest = {key: value for key, value in WHOLE.items() if key != "case_volume"}
    assert [issue.value for issue in open_issues(ASKED, SCALE, counted(refused, base=rest, remark="gut"))] == ["viele"]
    assert open_issues(ASKED, SCALE, counted(refused, base=rest, case_volume=900)) == ()
