"""Characters of the configuration that no font of a PDF has are named with file, line and field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ozg_workflow.workspace.rollouts import load_rollouts

Change = Callable[[str, str, str], int]


def warnings(home: Path) -> list[str]:
    return [w.removeprefix("config/bielefeld-2020/") for w in load_rollouts(home, ask_fonts=True)[0].warnings]


def test_the_shipped_configuration_has_none(home: Path) -> None:
    assert [w for w in warnings(home) if "PDF" in w] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "said"),
    [
        ("questionnaire.yaml", "help: Führt", "help: 💡 Führt", "help", "„💡“ (ELECTRIC LIGHT BULB)"),
        ("rollout.yaml", "title: ", "title: 漢 ", "title", "„漢“ (CJK UNIFIED IDEOGRAPH-6F22)"),
        ("maturity-plan.yaml", "title: Offline", "title: Offline 🇩🇪", "title", "„🇩🇪“"),
        ("timeline.yaml", "title: Information des Personalrates", "title: 📱 Information des Personalrates", "title", "„📱“"),
        ("prioritisation.yaml", "title: Nutzerorientierung", "title: Nutzerorientierung 👍🏽", "title", "„👍🏽“"),
    ],
)
def test_a_text_of_a_yaml_file_is_named_with_line_and_field(
    home: Path, change: Change, file: str, old: str, new: str, field: str, said: str
) -> None:
    line = change(file, old, new)
    (warning,) = [w for w in warnings(home) if "PDF" in w]
    assert warning.startswith(f"{file}:{line}: „{field}“ enthält {said}")


def test_a_cell_of_a_table_is_named_with_line_and_column(home: Path) -> None:
    path = home / "config/bielefeld-2020/catalogue.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    column = lines[0].split(";").index("bezeichnung")
    cells = lines[4].split(";")
    lines[4] = ";".join([*cells[:column], f"{cells[column]} 🚗", *cells[column + 1 :]])
    path.write_text("\n".join(lines), encoding="utf-8")
    (warning,) = [w for w in warnings(home) if "PDF" in w]
    assert warning.startswith("catalogue.csv:5: „bezeichnung“ enthält „🚗“ (AUTOMOBILE)")


def test_an_office_with_such_a_name_is_named_too(home: Path) -> None:
    path = home / "config/bielefeld-2020/organisation.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Standesamt", "Standesamt 💍", 1), encoding="utf-8")
    (warning,) = [w for w in warnings(home) if "PDF" in w]
    assert "organisation.csv:" in warning
    assert "„name“ enthält „💍“ (RING)" in warning


def test_the_same_character_in_many_places_is_one_line(home: Path) -> None:
    path = home / "config/bielefeld-2020/questionnaire.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("help: ", "help: 💡 "), encoding="utf-8")
    (warning,) = [w for w in warnings(home) if "PDF" in w]
    assert f"an {text.count('help: ')} Stellen" in warning


def test_what_stands_instead_is_said(home: Path, change: Change) -> None:
    change("questionnaire.yaml", "help: Führt", "help: ℡ Führt")
    (warning,) = [w for w in warnings(home) if "PDF" in w]
    assert "in PDF-Dateien steht dafür „TEL“" in warning


def test_who_only_loads_the_configuration_starts_no_typesetter(home: Path, change: Change) -> None:
    change("questionnaire.yaml", "help: Führt", "help: 💡 Führt")
    assert [w for w in load_rollouts(home)[0].warnings if "PDF" in w] == []
