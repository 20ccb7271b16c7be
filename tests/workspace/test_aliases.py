"""Other names of an Amt stand in one optional column; each means one Amt only, and a mistake is named with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.domain.organisation import Organisation
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.workspace.conftest import KEY

HEAD = "art;nummer;name;dezernat;postfach;leitung;leitung_mail;gueltig_ab;gueltig_bis"
REST = "1;a@stadt.example;Frau A;a@stadt.example;;"
Mistakes = Callable[[], list[tuple[str, int, str]]]


def write(home: Path, head: str, *offices: str) -> None:
    """Let the organisation be one Dezernat and these offices, beside those the catalogue needs."""
    path = home / "config" / KEY / "organisation.csv"
    old = path.read_text(encoding="utf-8").splitlines()[1:]
    own = {line.split(";")[1] for line in offices}
    kept = [";".join(line.split(";")[:9]) for line in old if line.split(";")[1] not in own]
    path.write_text("\n".join([head, *offices, *kept]) + "\n", encoding="utf-8")


def organisation(home: Path) -> Organisation:
    return load_rollouts(home)[0].organisation


def aliases(home: Path) -> dict[str, tuple[str, ...]]:
    return {office.number: office.aliases for office in organisation(home).offices if office.aliases}


def test_the_shipped_sample_has_aliases(home: Path) -> None:
    assert aliases(home)["33"] == ("Bürgeramt", "Bürgerberatung", "Bürgerbüro")


@pytest.mark.parametrize("column", ["aliase", "alias", "Aliase", " ALIAS "])
def test_the_column_is_called_aliase_or_alias(home: Path, column: str) -> None:
    write(home, f"{HEAD};{column}", f"Amt;33;Meldeamt;{REST};Bürgeramt | Passstelle||Bürgeramt|")
    assert aliases(home) == {"33": ("Bürgeramt", "Passstelle")}


def test_the_column_may_be_missing_and_an_unknown_one_stays_unknown(home: Path) -> None:
    write(home, HEAD, f"Amt;33;Meldeamt;{REST}")
    assert aliases(home) == {}
    write(home, f"{HEAD};synonyme", f"Amt;33;Meldeamt;{REST};Bürgeramt")
    assert aliases(home) == {}


def test_an_office_in_two_rows_has_the_aliases_of_both(home: Path) -> None:
    first = "Amt;33;Meldeamt;1;a@stadt.example;Frau A;a@stadt.example;2019-01-01;2020-12-31;Bürgeramt"
    second = "Amt;33;Meldeamt;2;a@stadt.example;Frau A;a@stadt.example;2021-01-01;;Passstelle"
    write(home, f"{HEAD};aliase", first, second)
    assert aliases(home) == {"33": ("Bürgeramt", "Passstelle")}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"Amt;33;Meldeamt;{REST};STANDESAMT", "Amt 33: Das Alias „STANDESAMT“ ist schon der Name von Amt 34."),
        (f"Amt;33;Meldeamt;{REST};34", "Amt 33: Das Alias „34“ ist schon die Nummer von Amt 34."),
        (f"Amt;33;Meldeamt;{REST};Amt", "Amt 33: Das Alias „Amt“ sagt nicht, welches Amt gemeint ist."),
        (f"Amt;33;Meldeamt;{REST};Passstelle|-", "Amt 33: Das Alias „-“ sagt nicht, welches Amt gemeint ist."),
        (
            f"Amt;33;Meldeamt;{REST};zuständige Stelle",
            "Amt 33: Das Alias „zuständige Stelle“ sagt nicht, welches Amt gemeint ist.",
        ),
        ("Dezernat;9;Rat;;d@stadt.example;Frau D;d@stadt.example;;;Rathaus", "Dezernat 9: Aliase gibt es nur für Ämter."),
        (f'Amt;33;Meldeamt;{REST};"Pass\nstelle"', "Die Spalte „aliase“ enthält einen Zeilenumbruch oder ein Steuerzeichen."),
    ],
)
def test_a_mistake_is_named_with_file_and_line(home: Path, mistakes: Mistakes, row: str, message: str) -> None:
    write(home, f"{HEAD};aliase", row)
    assert mistakes() == [("organisation.csv", 2, message)]


def test_a_name_is_the_alias_of_one_office_only(home: Path, mistakes: Mistakes) -> None:
    write(home, f"{HEAD};aliase", f"Amt;33;Meldeamt;{REST};Bürgerbüro", f"Amt;34;Standesamt;{REST};Buergerbuero")
    assert mistakes() == [("organisation.csv", 3, "Amt 34: Das Alias „Buergerbuero“ ist schon ein Alias von Amt 33.")]


def test_an_alias_may_repeat_the_own_name(home: Path) -> None:
    write(home, f"{HEAD};aliase", f"Amt;33;Meldeamt;{REST};Meldeamt")
    try:
        organisation(home)
    except ConfigurationError as error:
        pytest.fail(str(error))
