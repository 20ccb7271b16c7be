"""The catalogue changes: services that are new, gone, and proposed to another office."""

from typing import Any

import pytest

from tests.usecases.setup.changed import assignments, with_service
from tests.usecases.town import Town, not_ours

pytestmark = pytest.mark.both_databases


def test_a_changed_proposal_moves_a_service_nobody_has_answered_for(asked: Town) -> None:
    asked.prepare(with_service("L8", office="20"))
    assert assignments(asked, "L8") == {"50": "withdrawn", "20": "proposed"}
    assert asked.states("50") == ["open", "withdrawn"]
    asked.do("send-lists")
    assert [row.service.name for row in asked.rows("20", version=2).values()] == ["Bildung und Teilhabe beantragen"]


@pytest.mark.parametrize(
    ("answer", "state"), [({}, "confirmed"), ({2: not_ours()}, "disputed"), ({2: not_ours("Amt 34")}, "forwarded")]
)
def test_a_changed_proposal_never_overrules_what_offices_have_said(asked: Town, answer: Any, state: str) -> None:
    asked.send_back("50", answer)
    asked.do("collect")
    settled = assignments(asked, "L8")
    assert settled["50"] == state
    asked.prepare(with_service("L8", office="20"))
    assert assignments(asked, "L8") == settled
