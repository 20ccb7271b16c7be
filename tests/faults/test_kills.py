"""A process that dies at any step of any use case loses no mail and doubles none: the same command, run again, ends as if nothing had been."""

import os

import pytest

from tests.faults.killing import Verdict, chosen, kill, may_be_unknown, own_steps, sample, undisturbed
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.table import note
from tests.faults.world import World

MOST = int(os.environ.get("KILLS_PER_STEP", "1"))  # at boundaries of the same name in one use case
OF_EACH_DELIVERY = 4 * MOST  # in the delivery that ends a step; `deliver` itself is killed everywhere


def check(verdicts: list[Verdict]) -> None:
    bad = [v for v in verdicts if v.lost or v.doubled or v.wrong or v.unknown > 1]
    assert not bad, "\n".join(map(str, bad))


def where_to_kill(scenario: Scenario, steps: list[str]) -> list[int]:
    if scenario.name == "deliver":
        return chosen(steps, MOST)
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


def test_the_time_in_which_nobody_knows_begins_and_ends_with_a_commit() -> None:
    steps = [
        "smtp:content/sent",
        "a/before-commit",
        "a/after-commit",
        "smtp:dot/before-sending",
        "smtp:dot/sent",
        "smtp:dot/answer-read",
        "b/before-commit",
        "b/after-commit",
        "smtp:MAIL/sent",
        "smtp:content/sent",
    ]
    expected = [False, False, True, True, True, True, True, False, False, False]
    assert [may_be_unknown(steps[:n]) for n in range(1, 11)] == expected


def test_every_name_of_a_boundary_is_chosen_as_often_as_wanted() -> None:
    steps = ["a", "b", "a", "a", "c", "a"]
    assert [steps[n - 1] for n in chosen(steps, 1)].count("a") == 1
    assert sorted(steps[n - 1] for n in chosen(steps, 2)) == ["a", "a", "b", "c"]
    assert chosen(steps, 9) == [1, 2, 3, 4, 5, 6]
