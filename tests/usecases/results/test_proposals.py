"""What is proposed for each ranked service."""

from ozg_workflow.usecases.results.papers import paper_to_decide
from ozg_workflow.usecases.results.proposals import proposals_of
from tests.usecases.town import Town


def test_every_ranked_service_has_a_proposal_by_its_rank(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    with answered.ctx().reading() as work:
        found = proposals_of(*paper_to_decide(work))
    assert [proposal.rank for proposal in found] == sorted(proposal.rank for proposal in found)
    assert {proposal.ref for proposal in found} == {"L2", "L3", "L4", "L6", "L7", "L8"}
    assert {proposal.wave for proposal in found} == {"1"}
