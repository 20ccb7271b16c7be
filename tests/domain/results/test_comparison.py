"""Two rounds side by side."""

import pytest

from ozg_workflow.domain.results.comparison import (
    Beside,
    Comparison,
    OfficeChange,
    RankedRound,
    ReturnRate,
    ServiceChange,
    compare,
    measure_words,
)
from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.prioritisation import Candidate
from tests.usecases.town import town_data

PLAN = town_data().config.prioritisation
BASE = {"staff_effort": 1.0, "user_orientation": "3", "technical_support": "2", "complexity": "1", "legal_barrier": "none"}


def candidate(number: int, **answers: object) -> Candidate:
    values = {**BASE, **answers} if answers else {}
    return Candidate(service_id=number, ref=f"L{number}", name=f"Leistung {number}", office="33", answers=values)  # type: ignore[arg-type]


def compared() -> Comparison:
    before = evaluate(PLAN, [candidate(1, case_volume=10), candidate(2, case_volume=50000), candidate(3)])
    after = evaluate(
        PLAN, [candidate(1, case_volume=90000), candidate(2, case_volume=10), candidate(3), candidate(4, case_volume=1)]
    )
    rates = OfficeChange(office="33", before=ReturnRate(lists=1, returned=1), after=ReturnRate(lists=2))
    return compare(
        RankedRound(title="Erhebung", scores=before, levels={1: 1, 2: 3}, answers={1: {"cases": 10, "url": ""}, 2: {"cases": 7}}),
        RankedRound(
            title="Erhebung 2021",
            scores=after,
            levels={1: 4, 2: 2, 4: 1},
            answers={1: {"cases": 90, "url": ""}, 2: {"cases": 7, "url": "https://stadt.example"}, 4: {"cases": 1}},
        ),
        Beside(
            offices=[rates], headings={"cases": "Fallzahl", "url": "Adresse"}, measures={1: "geht weiter", 4: "neu beschlossen"}
        ),
    )


def by_ref() -> dict[str, ServiceChange]:
    return {s.ref: s for s in compared().services}


def test_a_service_that_rose_shows_places_and_levels() -> None:
    first = by_ref()["L1"]
    assert (first.rank_before, first.rank_after, first.places) == (2, 1, 1)
    assert (first.level_before, first.level_after, first.steps) == (1, 4, 3)


def test_what_only_one_round_knows_is_not_compared() -> None:
    found = by_ref()
    assert (found["L4"].rank_before, found["L4"].places, found["L4"].steps) == (None, None, None)
    assert (found["L3"].level_before, found["L3"].level_after) == (None, None)


def test_rises_and_falls_are_counted() -> None:
    found = compared()
    assert (found.comparable, found.raised, found.lowered) == (2, 1, 1)


def test_an_answer_counts_as_changed_where_both_rounds_have_one_and_they_differ() -> None:
    found = by_ref()
    assert [found[ref].changed for ref in ("L1", "L2", "L3", "L4")] == [("Fallzahl",), (), (), ()]
    assert compared().answered_otherwise == (("Fallzahl", 1),)


def test_what_became_of_the_measures_is_counted() -> None:
    assert compared().measures == (("geht weiter", 1), ("neu beschlossen", 1))


@pytest.mark.parametrize(
    ("before", "after", "decided", "words"),
    [
        (None, None, True, ""),
        (None, MeasureState.PLANNED, True, "neu beschlossen"),
        (MeasureState.STARTED, MeasureState.STARTED, True, "geht weiter"),
        (MeasureState.STARTED, None, True, "nicht neu beschlossen"),
        (MeasureState.STARTED, None, False, "noch nicht neu beschlossen"),
        (MeasureState.REACHED, None, True, "war am Ziel"),
    ],
)
def test_what_became_of_one_measure(before: MeasureState | None, after: MeasureState | None, decided: bool, words: str) -> None:
    assert measure_words(before, after, decided=decided) == words
