"""Words are found however they are written."""

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from ozg_workflow.database.words import mentions


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ämter", True),
        ("ÄMTER", True),
        ("über Öl", True),
        ("Amter", False),
        ("100%", True),
        ("100_", False),
        ("Çelik", True),
        ("ÇELIK ŁUKASZ", True),
        ("élodie", True),
        ("".join(map(chr, range(192, 1100))), False),
    ],
)
def test_words_are_found_however_they_are_written(any_session: Session, words: str, found: bool) -> None:
    text = literal("Die Ämter ÜBER ÖL, 100%; Çelik Łukasz, ÉLODIE")
    assert any_session.scalar(select(mentions(words, literal("nichts"), text))) is found
