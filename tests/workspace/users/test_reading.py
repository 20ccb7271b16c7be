"""`config/users.toml`: what it says, and every mistake with its line."""

from pathlib import Path

import pytest

from ozg_workflow.domain.cities.users import Role, User
from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.workspace.users import read_users, users_problems, write_users
from ozg_workflow.workspace.users.passwords import fits, hashed

HASH = hashed("zwölf Zeichen!")
GOOD = f'[[user]]\nname = "anna"\npassword = "{HASH}"\nrollouts = ["bonn-2020"]\n'


def written(home: Path, text: str) -> Path:
    (home / "config").mkdir(exist_ok=True)
    (home / "config/users.toml").write_text(text, encoding="utf-8")
    return home


def mistakes(home: Path, *known: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in users_problems(home, known)]


def test_without_the_file_there_are_no_walls(tmp_path: Path) -> None:
    assert read_users(tmp_path) is None
    assert mistakes(tmp_path) == []


def test_an_empty_file_lets_nobody_in(tmp_path: Path) -> None:
    assert read_users(written(tmp_path, "# niemand\n")) == ()


def test_a_user_reads_unless_said_otherwise(tmp_path: Path) -> None:
    text = GOOD + f'\n[[user]]\nname = "rz"\npassword = "{HASH}"\nrollouts = "*"\nrole = "coordinator"\n'
    anna, centre = read_users(written(tmp_path, text)) or ()
    assert (anna.name, anna.rollouts, anna.role, anna.sees_all) == ("anna", ("bonn-2020",), Role.READER, False)
    assert (centre.sees_all, centre.role) == (True, Role.COORDINATOR)
    assert fits("zwölf Zeichen!", anna.password)
    assert fits("zwo\u0308lf Zeichen!", anna.password), "the same letters, typed another way"
    assert not fits("zwölf Zeichen?", anna.password)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[[user]]\nname = \n", 2, "Die Datei ist kein gültiges TOML"),
        ("x = 1\n", 1, "Die Datei besteht aus Blöcken [[user]]."),
        ("[user.anna]\npassword = 1\n", 1, "Die Datei besteht aus Blöcken [[user]]."),
        (GOOD.replace('"anna"', '"Anna Berg"'), 2, "„Anna Berg“: ein Name hat 1 bis 60 Zeichen"),
        (GOOD.replace('"anna"', "4711"), 2, "ein Name hat 1 bis 60 Zeichen"),
        (GOOD.replace('name = "anna"\n', ""), 1, "ein Name hat 1 bis 60 Zeichen"),
        ("\n" + GOOD + "\n" + GOOD, 8, "Den Benutzer „anna“ gibt es zweimal."),
        (GOOD.replace(HASH, "geheimes Kennwort"), 3, "„password“ ist kein Argon2-Hash"),
        (GOOD.replace('["bonn-2020"]', '"bonn-2020"'), 4, "„rollouts“ ist eine Liste von Schlüsseln"),
        (GOOD.replace('["bonn-2020"]', "[]"), 4, "Ohne Rollout sieht niemand etwas"),
        (GOOD + 'role = "chef"\n', 5, "„role“ ist eines von: reader, coordinator."),
        (GOOD + "role = [1]\n", 5, "„role“ ist eines von"),
        (GOOD + "mail = 1\n", 5, "„mail“ ist hier unbekannt"),
    ],
)
def test_every_mistake_has_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    (found,) = mistakes(written(tmp_path, text), "bonn-2020")
    assert found[0] == line
    assert message in found[1]
    assert "geheimes" not in found[1]
    with pytest.raises(ConfigurationError, match=f"config/users.toml:{line}: "):
        read_users(tmp_path)


def test_a_rollout_that_nobody_knows_is_named_and_keeps_nobody_out(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace('["bonn-2020"]', '["bonn-2020", "born-2020"]'))
    assert mistakes(tmp_path, "bonn-2020", "aachen") == [
        (4, "Den Rollout „born-2020“ gibt es nicht. Vorhanden: aachen, bonn-2020.")
    ]
    assert read_users(tmp_path)


def test_what_is_written_reads_the_same_and_is_the_owners(tmp_path: Path) -> None:
    users = (
        User(name="anna", password=HASH, rollouts=("bonn-2020", "aachen")),
        User(name="rz", password=HASH, rollouts=("*",), role=Role.COORDINATOR),
    )
    write_users(tmp_path, users)
    assert read_users(tmp_path) == users
    path = tmp_path / "config/users.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["users.toml"], "no draft is left"
    path.chmod(0o644)
    write_users(tmp_path, ())
    assert (read_users(tmp_path), path.stat().st_mode & 0o777) == ((), 0o600)
