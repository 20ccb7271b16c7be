"""What an answer counts, which field a service stands in, and which contradictions of the configuration are named."""

from dataclasses import replace
from typing import Any

import pytest

from ozg_workflow.domain.results.prioritisation import (
    Axis,
    Criterion,
    Prioritisation,
    Quadrant,
    criterion_value,
    prioritisation_mistakes,
    quadrant_of,
)
from ozg_workflow.domain.survey.cells import Answer

VALUES = {"0": 0.0, "1": 0.25, "2": 0.67, "3": 1.0}
KEYS = ("use", "volume", "ease")


def _plan(weights: tuple[float, float, float] = (25, 25, 15)) -> Prioritisation:
    use, volume, ease = weights
    return Prioritisation(
        version="1",
        agreed_by=("OZG-Koordination",),
        criteria=(
            Criterion(key="use", title="Nutzen", question="use", axis=Axis.BENEFIT, weight=use, values=VALUES),
            Criterion(
                key="volume", title="Fallzahl", question="volume", axis=Axis.BENEFIT, weight=volume, classes=(10, 100, 1000)
            ),
            Criterion(key="ease", title="Technik", question="ease", axis=Axis.FEASIBILITY, weight=ease, values=VALUES),
        ),
        blocking={"law": ("excluded",)},
        waves=(),
    )


@pytest.mark.parametrize(("answer", "value"), [(0, 0), (9, 0), (10, 1 / 3), (99.5, 1 / 3), (100, 2 / 3), (1000, 1), (10**9, 1)])
def test_a_number_counts_by_its_class_and_a_bound_belongs_to_the_upper_class(answer: float, value: float) -> None:
    assert criterion_value(_plan().criteria[1], answer) == pytest.approx(value)


@pytest.mark.parametrize("answer", [None, "viel", "7", "unknown"])
def test_an_answer_the_criterion_does_not_know_counts_as_missing(answer: Answer | None) -> None:
    assert criterion_value(_plan().criteria[0], answer) is None
    assert criterion_value(_plan().criteria[1], answer) is None


def test_what_an_office_does_not_know_is_missing_whatever_the_values_say() -> None:
    criterion = replace(_plan().criteria[0], values={"1": 0, "unknown": 1})
    assert criterion_value(criterion, "unknown") is None


def test_an_inverted_criterion_turns_more_into_less() -> None:
    assert criterion_value(replace(_plan().criteria[0], invert=True), "1") == pytest.approx(0.75)


@pytest.mark.parametrize("percent", range(101))
def test_the_threshold_itself_counts_as_high(percent: int) -> None:
    assert quadrant_of(float(percent), float(percent), percent / 100) is Quadrant.DO_FIRST
    assert quadrant_of(percent - 0.1, percent - 0.1, percent / 100) is Quadrant.LATER


def test_a_service_with_an_unknown_axis_stands_in_no_field() -> None:
    assert quadrant_of(None, 80, 0.5) is None
    assert quadrant_of(80, None, 0.5) is None


def test_contradictions_of_the_configuration_are_named() -> None:
    plan = _plan()
    broken = replace(plan.criteria[0], question="unbekannt", weight=0, classes=(5, 1), values={"a": 2})
    messages = [message for _, message in prioritisation_mistakes(replace(plan, criteria=(broken,)), frozenset(KEYS))]
    wanted = (
        "unbekannte Frage",
        "größer als 0",
        "entweder values oder classes",
        "aufsteigen",
        "zwischen 0 und 1",
        "kein Kriterium",
    )
    for words in wanted:
        assert any(words in message for message in messages), words
    assert prioritisation_mistakes(plan, frozenset((*KEYS, "law"))) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"threshold": 1.5}, "threshold"), ({"weight_shift": 1.0}, "weight_shift"), ({"blocking": {"gesetz": ("x",)}}, "„gesetz“")],
)
def test_a_contradiction_outside_the_criteria_is_named_once(change: dict[str, Any], words: str) -> None:
    mistakes = prioritisation_mistakes(replace(_plan(), **change), frozenset((*KEYS, "law")))
    assert len(mistakes) == 1
    assert words in mistakes[0][1]
