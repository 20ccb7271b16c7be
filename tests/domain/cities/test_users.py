"""Names, passwords and rollouts of a user: what is taken and what is not."""

import pytest

from ozg_workflow.domain.cities.users import Role, User, password_mistake, rollouts_mistake, user_name_mistake


@pytest.mark.parametrize("name", ["a", "anna.berg", "anna-berg_2", "4711", "a" * 60])
def test_a_name(name: str) -> None:
    assert user_name_mistake(name) == ""


@pytest.mark.parametrize(
    "name", ["", "Anna", "anna berg", "anna:berg", "anna@stadt.example", ".anna", "a" * 61, "änne", "anna\n"]
)
def test_no_name(name: str) -> None:
    assert "ein Name hat 1 bis 60 Zeichen" in user_name_mistake(name)


@pytest.mark.parametrize("password", ["zwölf Zeichn", "x" * 200, "Grüße: an alle!"])
def test_a_password(password: str) -> None:
    assert password_mistake(password) == ""


@pytest.mark.parametrize("password", ["", "elf Zeichen", "x" * 201, "zwölf\nZeichen", "zwölf\0Zeichen"])
def test_no_password_and_it_is_never_quoted(password: str) -> None:
    mistake = password_mistake(password)
    assert mistake
    assert not password or password not in mistake


def test_rollouts() -> None:
    assert rollouts_mistake(["a", "b"]) == rollouts_mistake(["*"]) == ""
    assert "Ohne Rollout" in rollouts_mistake([])
    assert "steht allein" in rollouts_mistake(["*", "a"])


def test_a_user_in_words_never_shows_the_hash() -> None:
    user = User(name="anna", password="$argon2id$geheim", rollouts=("bonn-2020", "herford-2020"), role=Role.COORDINATOR)
    assert user.words == "koordiniert bonn-2020, herford-2020"
    assert "geheim" not in repr(user)
    assert User(name="rz", password="", rollouts=("*",)).words == "liest alle Rollouts"
