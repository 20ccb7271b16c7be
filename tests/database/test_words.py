"""Words are found however they are written."""

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from ozg_workflow.database.words import mentions


@pytest.mark.parametrize(
    ("words", "found"), [("ämter", True), ("ÄMTER", True), ("über Öl", True), ("Amter", False), ("100%", True), ("100_", False)]
)
def test_words_are_found_however_they_are_written(any_session: Session, words: str, found: bool) -> None:
    text = literal("Die Ämter ÜBER ÖL, 100%")
    assert any_session.scalar(select(mentions(words, literal("nichts"), text))) is found
