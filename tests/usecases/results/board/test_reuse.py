"""The board hears which solutions exist for what is proposed to it."""

from dataclasses import replace

from ozg_workflow.domain.results.implementation import plan_measures
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.usecases.results.board.reuse import reuse_words
from ozg_workflow.usecases.results.evaluate import scores_of
from ozg_workflow.usecases.results.present import evaluation_or_fail
from ozg_workflow.usecases.results.targets import target_of
from tests.usecases.town import Town, town_data

KNOWN = (
    Solution(key="10280", name="Wohngeld online", provider="Land"),
    Solution(key="10999", name="Für niemanden", provider="Land"),
)


def told(town: Town) -> tuple[str, ...]:
    with town.ctx().reading() as work:
        scores = scores_of(evaluation_or_fail(work))
        plans = plan_measures(scores, work.config.prioritisation.waves, {}, target_of(work.config), work.today)
        return reuse_words(work, plans)


def test_every_proposed_service_with_a_solution_is_named(answered: Town) -> None:
    answered.do("evaluate")
    assert told(answered) == ()
    data = town_data()
    answered.prepare(replace(data, config=replace(data.config, solutions=KNOWN)))
    assert told(answered) == ("Wohngeld beantragen: Wohngeld online (Land)",)
