"""In whose name a step decides."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.deciding import chosen, named, one_of, people_of
from tests.usecases.town import Town, town_data

PEOPLE = ("Frau Kerstin Lindner", "Jan Krüger", "Aylin Demir")


@pytest.fixture
def shared(town: Town) -> Town:
    """A town with a second coordinator and a deputy."""
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, coordinators=PEOPLE[1:2], deputies=PEOPLE[2:])))
    return town


def test_the_coordinator_of_the_contacts_comes_first_then_the_others_then_the_deputies(shared: Town) -> None:
    assert people_of(shared.ctx()) == PEOPLE


@pytest.mark.parametrize(("name", "actor"), [(None, PEOPLE[0]), ("", PEOPLE[0]), (" Frau  Aktenstedt ", "Frau Aktenstedt")])
def test_a_command_decides_in_any_name_and_without_one_in_the_coordinators(shared: Town, name: str | None, actor: str) -> None:
    assert named(shared.ctx(), name).actor == actor


def test_a_form_decides_in_the_name_of_one_of_the_people(shared: Town) -> None:
    assert chosen(shared.ctx(), "Aylin Demir").actor == "Aylin Demir"


@pytest.mark.parametrize("name", ["", "Frau Aktenstedt", "Aylin", "prefect"])
def test_anybody_else_is_refused_with_those_who_decide(shared: Town, name: str) -> None:
    with pytest.raises(
        InputError, match=f"„{name}“ gehört nicht zu denen, die in „bielefeld-2020“ entscheiden: {', '.join(PEOPLE)}"
    ):
        chosen(shared.ctx(), name)


def test_the_first_part_of_an_option_names_its_person() -> None:
    assert one_of(("Kerstin Lindner – Koordination",), "Kerstin Lindner", "r") == "Kerstin Lindner – Koordination"
