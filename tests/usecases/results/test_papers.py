"""The papers of the board: which one counts, and how far the survey behind it is."""

from ozg_workflow.domain.results.board.doubts import DoubtCode
from ozg_workflow.usecases.results.board.decisions import decisions_of
from ozg_workflow.usecases.results.board.doubts import board_doubts
from ozg_workflow.usecases.results.decide import accept_paper
from ozg_workflow.usecases.results.papers import decided_paper, newest_paper, paper_to_decide
from ozg_workflow.usecases.results.release import release_paper
from tests.usecases.town import Town


def test_four_of_five_lists_are_enough(answered: Town) -> None:
    with answered.ctx().reading() as work:
        assert board_doubts(work) == ()


def test_lists_that_are_out_are_a_doubt(asked: Town) -> None:
    with asked.ctx().reading() as work:
        assert [doubt.code for doubt in board_doubts(work)] == [DoubtCode.RETURNS]


def test_a_paper_is_drafted_released_decided(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    with answered.ctx().reading() as work:
        assert newest_paper(work) is not None
        assert decided_paper(work) is None
        assert newest_paper(work.on(answered.clock.today.replace(month=6))) is None, "not yet on a day before"
    release_paper(answered.ctx())
    accept_paper(answered.ctx())
    with answered.ctx().reading() as work:
        paper = decided_paper(work)
        assert paper is not None
        assert paper_to_decide(work)[1] is paper
        assert len(decisions_of(work, paper)) == 6
