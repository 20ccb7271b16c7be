"""Weights under one version are the same weights: whatever moves a rank or a wave is named, words are free."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.planning.capacity import OfficeCapacity
from ozg_workflow.domain.results.prioritisation import Axis, Candidate, Criterion, Prioritisation, Wave
from ozg_workflow.domain.results.versions import (
    OF_A_CAPACITY,
    OF_A_CRITERION,
    OF_A_RULE,
    OF_A_WAVE,
    OF_THE_PLAN,
    VERSION,
    changed_values,
    same_version_mistake,
)
from ozg_workflow.domain.results.weights.rules import Rule, RuleKey
from ozg_workflow.domain.survey.cells import Answer

N = Criterion(key="n", title="Nutzen", question="user_orientation", axis=Axis.BENEFIT, weight=25, values={"1": 0.0, "2": 1.0})
H = Criterion(key="h", title="Häufigkeit", question="case_volume", axis=Axis.FEASIBILITY, weight=10, classes=(10, 100))
W1 = Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30", capacity=12)
W2 = Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-12-30")
PLAN = Prioritisation(version="1.0", agreed_by=("A",), criteria=(N, H), blocking={"legal_barrier": ("excluded",)}, waves=(W1, W2))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"criteria": (replace(N, weight=30), H)}, "Kriterium „n“, weight: 30 statt 25"),
        ({"criteria": (replace(N, values={"1": 0.25, "2": 1.0}), H)}, "Kriterium „n“, values „1“: 0.25 statt 0"),
        ({"criteria": (replace(N, values={"1": 0.0, "2": 1.0, "3": 1.0}), H)}, "Kriterium „n“, values „3“: 1 statt nichts"),
        ({"criteria": (N, replace(H, classes=(10, 1000)))}, "Kriterium „h“, classes: [10, 1000] statt [10, 100]"),
        ({"criteria": (replace(N, axis=Axis.FEASIBILITY), H)}, "Kriterium „n“, axis: feasibility statt benefit"),
        ({"criteria": (replace(N, invert=True), H)}, "Kriterium „n“, invert: True statt False"),
        ({"criteria": (N,)}, "Kriterium „h“ fehlt"),
        ({"criteria": (N, H, replace(H, key="x"))}, "Kriterium „x“ ist neu"),
        ({"blocking": {}}, "blocking „legal_barrier“: nichts statt [excluded]"),
        ({"threshold": 0.6}, "threshold: 0.6 statt 0.5"),
        ({"capacity_per_office": 3}, "capacity_per_office: 3 statt nichts"),
        ({"office_capacities": (OfficeCapacity(office="50", measures=0),)}, "Kapazität „Amt 50“ ist neu"),
        ({"waves": (replace(W1, capacity=20), W2)}, "Welle „1“, capacity: 20 statt 12"),
        ({"waves": (W1, replace(W2, ends_on="2022-01-31"))}, "Welle „2“, ends_on: 2022-01-31 statt 2021-12-30"),
        ({"waves": (W1,)}, "Welle „2“ fehlt"),
        ({"waves": (W2, W1)}, "andere Reihenfolge der Wellen"),
    ],
)
def test_a_changed_value_is_named_with_both_values(change: dict[str, Any], told: str) -> None:
    assert changed_values(PLAN, replace(PLAN, **change)) == (told,)


def test_a_changed_capacity_is_named_with_both_values() -> None:
    before = replace(PLAN, office_capacities=(OfficeCapacity(office="50", quarter="2021-Q1", measures=2),))
    after = replace(PLAN, office_capacities=(OfficeCapacity(office="50", quarter="2021-Q1", measures=1),))
    assert changed_values(before, after) == ("Kapazität „Amt 50 2021-Q1“, measures: 1 statt 2",)


def test_the_refusal_names_version_values_and_remedy() -> None:
    after = replace(PLAN, threshold=0.6, waves=(replace(W1, capacity=None), W2))
    assert same_version_mistake(PLAN, after) == (
        "prioritisation.yaml: Die Version „1.0“ ist mit anderen Werten bekannt (threshold: 0.6 statt 0.5; Welle „1“, capacity: nichts statt 12). "
        "Bitte eine neue „version“ vergeben oder die früheren Werte wieder eintragen."
    )


def test_words_may_be_put_better_and_criteria_in_another_order() -> None:
    words = (replace(H, title="Fälle", reason="weil"), replace(N, title="Nutzerorientierung"))
    after = replace(PLAN, criteria=words, agreed_by=("A", "B"), waves=(replace(W1, title="Anfang"), W2))
    assert same_version_mistake(PLAN, after) == ""


@given(st.floats(0.1, 50), st.floats(0, 1), st.booleans())
def test_what_is_not_named_moves_no_rank(weight: float, value: float, invert: bool) -> None:
    after = replace(PLAN, criteria=(replace(N, weight=weight, values={"1": value, "2": 1.0}, invert=invert), H))
    if not changed_values(PLAN, after):
        answers: tuple[dict[str, Answer], ...] = (
            {"user_orientation": "1", "case_volume": 5},
            {"user_orientation": "2", "case_volume": 50},
        )
        found = [Candidate(service_id=n, ref=f"L{n}", name=f"L{n}", office="33", answers=a) for n, a in enumerate(answers)]
        assert evaluate(PLAN, found) == evaluate(after, found)


def test_a_rule_counts_once_it_is_switched_on() -> None:
    off = replace(PLAN, rules=(Rule(key=RuleKey.SDG_DUTY, weight=10),))
    on = replace(PLAN, rules=(Rule(key=RuleKey.SDG_DUTY, weight=10, active=True),))
    assert changed_values(PLAN, off) == ()
    assert changed_values(off, on) == ("Regel „sdg_duty“ ist neu",)
    heavier = replace(PLAN, rules=(Rule(key=RuleKey.SDG_DUTY, weight=12.5, active=True),))
    assert changed_values(on, heavier) == ("Regel „sdg_duty“, weight: 12.5 statt 10",)
    assert changed_values(on, off) == ("Regel „sdg_duty“ fehlt",)


@pytest.mark.parametrize(
    ("version", "right"),
    [("1.0", True), ("2020-06_b", True), ("", False), ("../x", False), (".1", False), ("1 0", False), ("x" * 41, False)],
)
def test_a_version_is_a_short_name_without_blanks_and_slashes(version: str, right: bool) -> None:
    assert bool(VERSION.fullmatch(version)) is right


def test_every_field_is_either_compared_or_only_a_word() -> None:
    """A new field has to be put on one of the two lists."""
    compared = {
        Prioritisation: {*OF_THE_PLAN, "criteria", "blocking", "waves", "office_capacities", "rules"},
        Criterion: set(OF_A_CRITERION),
        Wave: set(OF_A_WAVE),
        OfficeCapacity: set(OF_A_CAPACITY),
        Rule: {*OF_A_RULE, "active"},  # one that is off is none
    }
    words = {
        Prioritisation: {"version", "agreed_by"},
        Criterion: {"key", "title", "reason"},
        Wave: {"key", "title"},
        OfficeCapacity: {"office", "quarter"},  # they are its key
        Rule: {"key", "reason"},
    }
    for kind in (Prioritisation, Criterion, Wave, OfficeCapacity, Rule):
        assert {field.name for field in fields(kind)} == compared[kind] | words[kind]
