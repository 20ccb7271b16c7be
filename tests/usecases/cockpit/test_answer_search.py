"""What the answers can be narrowed down by."""

from ozg_workflow.usecases.cockpit.answer_search import answer_choices
from tests.usecases.town import Town


def test_what_there_is_can_be_chosen_the_newest_round_first(answered: Town) -> None:
    with answered.ctx().reading() as work:
        found = answer_choices(work)
    assert found.rounds == {"erhebung-1": "Erhebung"}
    assert list(found.offices) == ["10", "20", "33", "34", "50"]
    assert found.departments == {"1": "Zentrale Dienste", "2": "Bürger und Soziales"}
    assert found.themes == ("Bauen & Wohnen", "Bildung", "Familie & Kind", "Querschnitt", "Steuern & Zoll")


def test_before_the_survey_there_is_no_round(town: Town) -> None:
    with town.ctx().reading() as work:
        assert answer_choices(work).rounds == {}
