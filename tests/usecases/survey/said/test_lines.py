"""What was said about lines, with the office that an adopted answer was given by."""

from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.survey.questions.rounds import find_round
from ozg_workflow.usecases.survey.said.counted import recount
from ozg_workflow.usecases.survey.said.lines import given_of
from ozg_workflow.usecases.survey.said.origins import origins
from tests.usecases.survey.said.test_hand_on import back, moved
from tests.usecases.town import Town


def test_an_adopted_answer_names_the_list_it_was_given_in(asked: Town) -> None:
    asked.prepare(moved(rule=LateAnswers.ADOPT))
    asked.do("send-lists", "deliver")
    back(asked)
    new, old = asked.rows("20", 2)[1], asked.rows("50")[2]
    with asked.ctx().reading() as work:
        found = given_of(work.session, [new.id, old.id])
        counted = recount(work, questionnaire_of(find_round(work, None)), [new.id])
        stems = origins(work, {old.id: new.prefill})
    assert [item.adopted for item in found[new.id]] == ["Amt 50, Fassung 1"]
    assert [item.adopted for item in found[old.id]] == [""]
    assert counted[new.id].state == "answered"
    assert {source.office for source in stems[old.id].values()} == {"Amt 50, Fassung 1"}
