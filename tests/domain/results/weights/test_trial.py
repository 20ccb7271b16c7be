"""Weights on trial: what a person writes, and what would change for each service."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Axis, Candidate, Criterion, Prioritisation
from ozg_workflow.domain.results.weights.trial import Trial, Weighed, compare_weights, with_weights

VALUES = {"1": 0.0, "2": 0.5, "3": 1.0}
PLAN = Prioritisation(
    version="1.0",
    agreed_by=("OZG-Koordination",),
    criteria=(
        Criterion(key="nutzen", title="Nutzen für alle", question="use", axis=Axis.BENEFIT, weight=30, values=VALUES),
        Criterion(key="technik", title="Technik", question="tech", axis=Axis.FEASIBILITY, weight=10, values=VALUES),
    ),
    blocking={"law": ("excluded",)},
    waves=(),
)
SERVICES = (
    Candidate(service_id=1, ref="A", name="Anna", office="33", answers={"use": "3", "tech": "1", "law": "none"}),
    Candidate(service_id=2, ref="B", name="Bert", office="33", answers={"use": "1", "tech": "3", "law": "none"}),
    Candidate(service_id=3, ref="C", name="Carl", office="33", answers={"use": "1", "tech": "1", "law": "excluded"}),
)


def _trial(tried: Prioritisation, waves: dict[int, str] | None = None) -> Trial:
    agreed = Weighed(plan=PLAN, scores=evaluate(PLAN, SERVICES), waves={1: "Welle 1", 2: "Welle 2"})
    return compare_weights(agreed, Weighed(plan=tried, scores=evaluate(tried, SERVICES), waves=waves or agreed.waves))


def test_single_weights_are_written_by_key_or_title_and_the_others_stay() -> None:
    found = with_weights(PLAN, "technik: 40,5\nNutzen für alle = 3")
    assert [c.weight for c in found.criteria] == [3, 40.5]
    assert [c.weight for c in with_weights(PLAN, "Technik: 12;").criteria] == [30, 12]
    assert with_weights(PLAN, "  \n ; ") == PLAN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tecknik: 3", "Das Kriterium „Tecknik“ gibt es nicht. Vorhanden: nutzen (Nutzen für alle), technik (Technik)."),
        ("Technik", "Gewicht „Technik“: Erwartet wird „Kriterium: Zahl“"),
        ("Technik: -3", "Gewicht „Technik: -3“: Erwartet wird"),
        ("Technik: 0", "Das Gewicht von „Technik“ muss größer als 0 sein."),
    ],
)
def test_words_that_are_no_weight_are_named(text: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        with_weights(PLAN, text)
    assert str(error.value).startswith(words)


def test_the_same_weights_change_nothing() -> None:
    assert _trial(PLAN).changed == ()
    assert [shift.ref for shift in _trial(PLAN).shifts] == ["A", "B", "C"]


def test_other_weights_turn_the_ranks_and_the_waves() -> None:
    trial = _trial(with_weights(PLAN, "technik: 90"), {1: "Welle 2", 2: "Welle 1"})
    assert [(s.ref, s.before.rank, s.after.rank, s.places) for s in trial.changed] == [("B", 2, 1, 1), ("A", 1, 2, -1)]
    assert [(s.moves_wave, s.moves_field, s.changes_block) for s in trial.changed] == [(True, False, False)] * 2


def test_another_threshold_moves_the_field_and_another_block_the_state() -> None:
    looser = replace(PLAN, threshold=0.0, blocking={})
    trial = _trial(looser)
    assert {s.ref for s in trial.changed if s.moves_field} == {"A", "B", "C"}
    (freed,) = (s for s in trial.shifts if s.ref == "C")
    assert freed.changes_block
    assert (freed.before.rank, freed.after.rank, freed.places) == (None, 3, 0)
