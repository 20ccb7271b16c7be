"""What an office is told about a service it was asked about: what holds, and what happens next."""

from typing import Any

import pytest

from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState
from ozg_workflow.domain.survey.told import STAY_AWAY, CaseNow, News, named_words, news_words, next_words

HOLDER = "Amt 34 – Standesamt"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, f"Geht an {HOLDER}, wie von Ihnen genannt."),
        ({"holder": ""}, "Geht an Amt 34, wie von Ihnen genannt."),
        ({"code": CaseReason.DECIDED}, f"Geht an {HOLDER}; so hat die OZG-Koordination entschieden."),
        ({"shared": True}, f"{HOLDER} wird zu seinem Teil gefragt."),
        ({"state": CaseState.OPEN, "office": None}, "Die OZG-Koordination klärt, wer zuständig ist."),
        ({"office": "50", "code": CaseReason.DECIDED}, "Bleibt bei Ihnen; Sie erhalten sie noch einmal in einem Nachtrag."),
        ({"office": None, "code": CaseReason.ELSEWHERE, "body": "Kreis Herford"}, "Keine Stelle dieser Stadt, sondern: Kreis Herford."),
        ({"office": None, "code": CaseReason.ELSEWHERE}, "Keine Stelle dieser Stadt."),
        ({"office": None, "code": CaseReason.SERVICE_GONE}, "Die Leistung ist entfallen."),
    ],
)  # fmt: skip
def test_a_refused_row_says_how_it_goes_on(changes: dict[str, Any], words: str) -> None:
    values: dict[str, Any] = {
        "own": "50",
        "state": CaseState.SETTLED,
        "code": CaseReason.FORWARDED,
        "shared": False,
        "office": "34",
        "holder": HOLDER,
        "body": "",
    }
    assert next_words(CaseNow(**(values | changes))) == words


def test_the_news_say_what_holds_and_what_to_do() -> None:
    assert news_words(News.ELSEWHERE, body="Kreis Herford") == (
        "Zuständig ist keine Stelle dieser Stadt, sondern: Kreis Herford. Für Sie ist die Leistung erledigt."
    )
    assert news_words(News.ELSEWHERE) == "Zuständig ist keine Stelle dieser Stadt. Für Sie ist die Leistung erledigt."
    assert news_words(News.REOPENED) == f"Wer zuständig ist, wird noch einmal geklärt. {STAY_AWAY}"
    assert news_words(News.WENT_ON, holder=HOLDER).startswith(f"Zuständig ist jetzt {HOLDER}. Für Sie ist die Leistung erledigt;")


@pytest.mark.parametrize(("named", "words"), [("Amt 34", "„Amt 34“"), ("  ", "–"), ("a\nb", "„a b“")])
def test_what_was_named_is_quoted(named: str, words: str) -> None:
    assert named_words(named) == words
