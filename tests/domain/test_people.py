"""Who acts: a person by name, or the program."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import is_person, name_mistake, person_name, who


@pytest.mark.parametrize(
    ("actor", "person", "words"),
    [
        ("Frau Kerstin Lindner", True, "Frau Kerstin Lindner"),
        ("Prefecture", True, "Prefecture"),
        ("prefect", False, "Automatik"),
        ("cli", False, "Befehl"),
        ("cli:lindner", False, "Befehl von lindner"),
    ],
)
def test_the_program_is_told_from_people(actor: str, person: bool, words: str) -> None:
    assert (is_person(actor), who(actor)) == (person, words)


def test_a_name_is_one_line_of_at_most_100_characters_without_an_address() -> None:
    assert person_name(" Frau\n Kerstin  Lindner ") == "Frau Kerstin Lindner"
    assert person_name("Lindner <lindner@stadt.example>") == "Lindner (Adresse)"
    assert len(person_name("x" * 101)) == 100
    assert person_name("  ") == ""
    for program in ("prefect", "cli", "cli:root"):
        with pytest.raises(InputError, match="kein Name einer Person"):
            person_name(program)


@pytest.mark.parametrize("name", ["Frau Kerstin Lindner", "Herr Tarik Yıldız", "Dr. Müller-Lüdenscheidt", "x" * 100])
def test_good_names(name: str) -> None:
    assert name_mistake(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "x" * 101,
        "lindner@stadt.example",
        "Lindner – Vertretung",
        "Lindner [stadt]",
        "Frau  Lindner",
        " Lindner",
        "prefect",
    ],
)
def test_names_that_a_drop_down_or_the_log_could_not_hold(name: str) -> None:
    assert name_mistake(name)
