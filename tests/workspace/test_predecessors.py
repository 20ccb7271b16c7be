"""Predecessors of an Amt stand in one optional column; a mistake is named with its line."""

from pathlib import Path

import pytest

from ozg_workflow.workspace.predecessors import predecessors_of
from ozg_workflow.workspace.rollouts import load_rollouts
from ozg_workflow.workspace.tables import Row
from tests.workspace.conftest import KEY
from tests.workspace.test_aliases import HEAD, REST, Mistakes, organisation, write


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("", ()),
        ("36", ("36",)),
        ("36, 37", ("36", "37")),
        ("36 37", ("36", "37")),
        ("36;37", ("36", "37")),
        ("Amt 36 und Amt 37", ("36", "37")),
        ("36 | 36", ("36",)),
        ("FB 3", ("FB 3",)),
        ("FB 3, III", ("FB 3", "III")),
        ("33.1 34", ("33.1", "34")),
    ],
)
def test_numbers_are_separated_as_people_do(cell: str, numbers: tuple[str, ...]) -> None:
    assert predecessors_of(Row(line=2, cells={"vorgaenger": cell})) == numbers


@pytest.mark.parametrize("column", ["vorgaenger", "Vorgänger", " VORGAENGER "])
def test_the_column_may_be_missing_and_is_written_either_way(home: Path, column: str) -> None:
    assert all(office.predecessors == () for office in organisation(home).offices)
    write(home, f"{HEAD};{column}", f"Amt;38;Umweltamt;{REST};36, 37")
    assert {o.number: o.predecessors for o in organisation(home).offices if o.predecessors} == {"38": ("36", "37")}


def test_an_office_with_several_rows_has_the_predecessors_of_all_of_them(home: Path) -> None:
    first, second = (
        "1;a@stadt.example;Frau A;a@stadt.example;2019-01-01;2020-06-30",
        "1;a@stadt.example;Frau A;a@stadt.example;2020-07-01;",
    )
    write(home, f"{HEAD};vorgaenger", f"Amt;38;Umweltamt;{first};36", f"Amt;38;Umweltamt;{second};37")
    assert next(o for o in organisation(home).offices if o.number == "38").predecessors == ("36", "37")


def test_circles_are_named_with_their_lines(home: Path, mistakes: Mistakes) -> None:
    write(home, f"{HEAD};vorgaenger", f"Amt;38;Umweltamt;{REST};38", f"Amt;65;Hochbau;{REST};67", f"Amt;67;Tiefbau;{REST};65")
    found = [(line, message) for file, line, message in mistakes() if "organisation" in file]
    assert found == [
        (2, "Amt 38 kann nicht sein eigener Vorgänger sein."),
        (3, "Die Vorgänger laufen im Kreis: Amt 65 ← Amt 67 ← Amt 65."),
        (4, "Die Vorgänger laufen im Kreis: Amt 67 ← Amt 65 ← Amt 67."),
    ]


def test_the_catalogue_may_name_the_old_number_where_one_office_follows(home: Path, mistakes: Mistakes) -> None:
    write(home, f"{HEAD};vorgaenger", f"Amt;38;Umweltamt;{REST};99")
    catalogue = home / "config" / KEY / "catalogue.csv"
    head = catalogue.read_text(encoding="utf-8").splitlines()[0].split(";")
    row = {"bezeichnung": "Altlastenauskunft", "amt": "99"}
    with catalogue.open("a", encoding="utf-8") as file:
        file.write(";".join(row.get(column, "") for column in head) + "\n")
    assert load_rollouts(home)[0].services[-1].office == "99"
    write(home, f"{HEAD};vorgaenger", f"Amt;38;Umweltamt;{REST};99", f"Amt;39;Klimaamt;{REST};99")
    ((file_name, _, message),) = mistakes()
    assert file_name.endswith("catalogue.csv")
    assert "dem mehrere Ämter folgen (Amt 38 und Amt 39); bitte eines davon eintragen" in message
