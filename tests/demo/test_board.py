"""The simulated board of the demo."""

from ozg_workflow.demo.board import CHANGES
from ozg_workflow.domain.results.board.verdicts import Verdict


def test_it_changes_ten_decisions_each_with_a_reason() -> None:
    assert len(CHANGES) == 10
    assert all(reason for _, reason in CHANGES.values())
    assert {verdict for verdict, _ in CHANGES.values()} == {Verdict.DEFER, Verdict.DROP, Verdict.OTHER_WAVE}
