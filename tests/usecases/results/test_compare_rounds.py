"""The newest survey beside the one it repeats."""

from datetime import date

import pytest

from ozg_workflow.domain.results import evaluating
from ozg_workflow.domain.results.comparison import Comparison, ReturnRate
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.results.compare_rounds import comparison
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from ozg_workflow.usecases.survey.questions.rounds import find_round
from tests.usecases.town import Town


def compared(town: Town, key: str | None = None) -> Comparison | None:
    with town.ctx().reading() as work:
        round_ = find_round(work, key)
        found = candidates(work, round_, additive_questions(work.config))
        return comparison(work, round_, found, evaluating.evaluate(work.config.prioritisation, found))


@pytest.fixture
def repeated(answered: Town) -> Town:
    """In the second round the Meldeamt alone answers: one level has risen, one has fallen, one is as it was."""
    close_round(answered.ctx())
    open_round(answered.ctx(), date(2020, 7, 31), title="Zweite Erhebung")
    answered.do("deliver")
    answered.send_back("33", {1: {"Stufe heute": 4}, 2: {"Stufe heute": 1}})
    answered.do("collect")
    return answered


def test_a_first_round_is_compared_with_nothing(answered: Town) -> None:
    assert compared(answered) is None


def test_levels_are_compared_where_both_rounds_have_one(repeated: Town) -> None:
    found = compared(repeated)
    assert found is not None
    assert (found.before, found.after) == ("Erhebung", "Zweite Erhebung")
    assert {s.ref: (s.level_before, s.level_after) for s in found.services} == {
        "L1": (None, None),
        "L2": (2, 4),
        "L3": (4, 1),
        "L4": (2, 2),
        "L5": (2, None),
        "L6": (2, None),
        "L7": (2, None),
        "L8": (2, None),
    }
    assert (found.comparable, found.raised, found.lowered) == (3, 1, 1)


def test_the_ranks_of_the_round_before_are_those_it_had(repeated: Town) -> None:
    found = compared(repeated)
    assert found is not None
    ranks = {s.ref: (s.rank_before, s.rank_after) for s in found.services}
    assert ranks["L2"][0] == 1, "30000 cases a year"
    assert {ref for ref, (_, after) in ranks.items() if after is not None} == {"L2", "L3", "L4"}
    assert {ref for ref, (before, _) in ranks.items() if before is None} == {"L1", "L5"}, "not answered, and excluded by law"


def test_the_return_rate_of_each_office_stands_in_both_rounds(repeated: Town) -> None:
    found = compared(repeated)
    assert found is not None
    one, none = ReturnRate(lists=1, returned=1), ReturnRate(lists=1, returned=0)
    assert {o.office: (o.before, o.after) for o in found.offices} == {
        "10": (one, none),
        "20": (none, none),
        "33": (one, one),
        "34": (one, none),
        "50": (one, none),
    }
