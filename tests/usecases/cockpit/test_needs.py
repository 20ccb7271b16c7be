"""What waits for a person, and how it is done."""

from datetime import date

from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.needs import NEEDS, NeedKind
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.survey.cases import decide_case
from tests.usecases.town import Town, not_ours


def test_a_need_is_told_until_it_is_settled_and_again_for_the_past(asked: Town) -> None:
    asked.send_back("50", {2: not_ours()})
    asked.drop(bounce_for(asked.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    asked.do("collect", "deliver")
    found = {n.kind: n.detail for n in overview(asked.ctx()).needs}
    assert found[NeedKind.CASE].startswith("Fall 1: „Bildung und Teilhabe beantragen“ (Amt 50 – Sozialamt)")
    assert "dez1@bielefeld.example" in found[NeedKind.BOUNCED]
    assert "dez1@bielefeld.example" in found[NeedKind.MAILBOX]
    asked.clock.set(date(2020, 4, 8))
    decide_case(asked.ctx(), 1, "34")
    assert NeedKind.CASE not in {n.kind for n in overview(asked.ctx()).needs}
    then = {n.kind for n in overview(asked.ctx(), as_of=date(2020, 4, 6)).needs}
    assert {NeedKind.CASE, NeedKind.BOUNCED} <= then


def test_every_kind_of_need_has_its_words_in_the_cockpit() -> None:
    assert list(NEEDS) == list(NeedKind)
