"""What was stored as JSON is the same value again as pydantic would make of it."""

import json
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.usecases.step.rollout_access import dump_config, dump_questionnaire
from ozg_workflow.usecases.step.stored_values import stored
from ozg_workflow.workspace.places import create_workspace
from ozg_workflow.workspace.rollouts import load_rollouts


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    day: date
    at: time | None = None
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    leaves: tuple[Leaf, ...]
    pair: tuple[int, str]
    weights: dict[str, tuple[float, ...]] = field(default_factory=dict)
    parent: "Tree | None" = None


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> RolloutConfig:
    home: Path = tmp_path_factory.mktemp("home")
    create_workspace(home, with_templates=False)
    return load_rollouts(home)[0].config


def as_json(data: Any) -> Any:
    return json.loads(json.dumps(data))


def test_the_sample_rollout_is_the_same_again(config: RolloutConfig) -> None:
    data = as_json(dump_config(config))
    assert stored(RolloutConfig, data) == config == TypeAdapter(RolloutConfig).validate_python(data)


def test_both_questionnaires_are_the_same_again(config: RolloutConfig) -> None:
    for questionnaire in (config.questionnaire, config.progress_questionnaire):
        assert stored(Questionnaire, as_json(dump_questionnaire(questionnaire))) == questionnaire


def test_every_kind_of_value_is_read_as_pydantic_reads_it() -> None:
    leaf = Leaf(day=date(2020, 5, 15), at=time(10, 30))
    tree = Tree(leaves=(leaf, Leaf(day=date(2020, 6, 1))), pair=(1, "a"), weights={"x": (1.0, 2.5)})
    tree = Tree(leaves=(), pair=(2, "b"), parent=tree)
    adapter = TypeAdapter(Tree)
    data = as_json(adapter.dump_python(tree, mode="json"))
    assert stored(Tree, data) == tree == adapter.validate_python(data)


def test_a_whole_number_where_a_number_with_a_comma_is_meant_becomes_one() -> None:
    read = stored(Tree, {"leaves": [], "pair": [1, "a"], "weights": {"x": [1]}})
    assert isinstance(read.weights["x"][0], float)


def test_missing_fields_have_their_default_and_unknown_ones_are_left_out() -> None:
    assert stored(Leaf, {"day": "2020-05-15", "gone": 1}) == Leaf(day=date(2020, 5, 15))


@pytest.mark.parametrize("broken", [{}, {"day": "gestern"}, {"day": "2020-05-15", "colour": "blau"}])
def test_other_data_is_refused(broken: dict[str, str]) -> None:
    with pytest.raises((TypeError, ValueError)):
        stored(Leaf, broken)
