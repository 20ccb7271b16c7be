"""A process that dies at any step of any use case loses no mail and doubles none: the same command, run again, ends as if nothing had been."""

import pytest

from tests.faults.killing import Verdict, chosen, kill, may_be_unknown, own_steps, sample, undisturbed
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.table import note
from tests.faults.world import World

MOST, MOST_OF_DELIVERY = 2, 4  # kills at boundaries of the same name
OF_EACH_DELIVERY = 8  # kills in the delivery that ends a step; `deliver` itself is killed everywhere


def check(verdicts: list[Verdict]) -> None:
    bad = [v for v in verdicts if v.lost or v.doubled or v.wrong or v.unknown > 1]
    assert not bad, "\n".join(map(str, bad))


def where_to_kill(scenario: Scenario, steps: list[str]) -> list[int]:
    if scenario.name in ("deliver", "run-day"):
        return chosen(steps, MOST_OF_DELIVERY if scenario.name == "deliver" else MOST)
    own = own_steps(steps)
    rest = sample(steps[len(own) :], OF_EACH_DELIVERY, scenario.name)
    return chosen(own, MOST) + [len(own) + number for number in rest]


@pytest.mark.full
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_a_use_case_killed_at_every_step_ends_as_if_nothing_had_been(world: World, scenario: Scenario) -> None:
    reference = undisturbed(world, scenario)
    verdicts = [kill(world, scenario, number, reference) for number in where_to_kill(scenario, reference.steps)]
    note(world.database, scenario.name, len(reference.steps), verdicts)
    check(verdicts)


@pytest.mark.short
@pytest.mark.timeout(600)
def test_every_use_case_survives_a_kill(world: World) -> None:
    """A sample: every use case on one of the two databases, the same steps every time."""
    mine = SCENARIOS[world.database == "postgres" :: 2]
    verdicts = []
    for scenario in mine:
        reference = undisturbed(world, scenario)
        verdicts += [kill(world, scenario, number, reference) for number in sample(reference.steps, 1, scenario.name)]
    check(verdicts)


def test_the_time_between_data_and_the_answer_begins_and_ends_with_a_commit() -> None:
    steps = [
        "a/before-commit",
        "a/after-commit",
        "smtp:DATA/before-sending",
        "smtp:DATA/sent",
        "b/before-commit",
        "b/after-commit",
    ]
    assert [may_be_unknown(steps, n) for n in range(1, 7)] == [False, True, True, True, True, False]


def test_boundaries_of_the_same_name_are_killed_at_the_first_and_the_last() -> None:
    assert chosen(["a", "b", "a", "a", "c", "a"], 2) == [1, 2, 5, 6]
    assert chosen(["a", "b", "a", "a"], 3) == [1, 2, 3, 4]
