"""Towns whose offices have answered, for the tests of the answers."""

import pytest

from tests.usecases.answers.phone import back, call
from tests.usecases.town import Town


@pytest.fixture
def returned(asked: Town) -> Town:
    """The Standesamt has answered, its second row wrong; the Meldeamt says Fehlanzeige; L7 of the Sozialamt has a remark."""
    asked.send_back("34", {2: {"Fallzahl pro Jahr": "viele", "Bemerkung": "ÜBERGABE an die Außenstelle"}})
    asked.send_back("33", rows=[], nil="Fehlanzeige")
    asked.send_back("50", {1: {"Fallzahl pro Jahr": 7, "Bemerkung": "50 % online"}, 2: {"Fallzahl pro Jahr": "k. A."}})
    asked.do("collect")
    return asked


@pytest.fixture
def corrected(asked: Town) -> Town:
    """The Standesamt owes its second row; the first was corrected by phone."""
    back(asked, rows=[1])
    call(asked)
    return asked
