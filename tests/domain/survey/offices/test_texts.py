"""What clerks write into „Zuständiges Amt“, measured: nothing goes astray, and hardly anything is asked needlessly."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.domain.survey.offices.towns import ASKED, OWN, TOWNS, outcome, texts

PLAIN = ("texts.csv", "unseen.csv", "third.csv")
TABLES = (*PLAIN, "astray.csv")
DOCUMENT = Path(__file__).parents[4] / "docs" / "responsibility.md"
MOST_ASKED_NEEDLESSLY = 0.08  # of the texts that mean one office
# what makes any text doubtful, whatever stands in it
ADDITIONS = """
nicht {}|{} nicht|kein {}|außer {}|ohne {}|statt {}|nie {}|früher {}|ehem. {}|{} a. D.|{} lehnt ab|{}?|evtl. {}|ca. {}|{}, glaube ich|{} ...|{} usw.
{} teilweise|{} (tlw.)|{} 50 %|{} und wir|{} bzw. wir|{} oder Jobcenter|{}, sonst Land|nur {} wenn|{} ab 2021|bis 2021 {}|wie {}|siehe {}|s. {}
Kreis {}|{} Kreis|{} (Land)|Landratsamt ({})|Bezirksregierung {}|LWL {}|{} LWL|Jobcenter / {}|{} (Polizei)|{} e. V.|{} GmbH|Fa. Meyer, {}
Stadt Herford, {}|{} Herford|{}, Herford|Herford: {}|{} Gütersloh|{} Süd|99 {}|Zeile {}|{} Fälle
"""


def measured(file: str) -> tuple[int, int, int, int, int]:
    """Return texts, texts that mean one office, forwarded right, forwarded wrongly, asked needlessly."""
    found: Counter[str] = Counter()
    for cell in texts(file):
        got = outcome(cell)
        means_one = cell.truth != ASKED
        found["one"] += means_one
        found["right"] += means_one and got == cell.truth
        found["wrong"] += got not in (ASKED, cell.truth)
        found["needless"] += means_one and got == ASKED
    return len(list(texts(file))), found["one"], found["right"], found["wrong"], found["needless"]


@pytest.mark.parametrize("file", TABLES)
def test_no_text_sends_a_service_to_an_office_nobody_meant(file: str) -> None:
    astray = [(cell.text, cell.truth, got) for cell in texts(file) if (got := outcome(cell)) not in (ASKED, cell.truth)]
    assert astray == []


@pytest.mark.parametrize("file", PLAIN)
def test_a_text_that_means_one_office_means_none_when_something_is_said_beside_it(file: str) -> None:
    additions = [addition for line in ADDITIONS.split("\n") for addition in line.split("|") if addition]
    plain = [cell for cell in texts(file) if outcome(cell) != ASKED]
    said = [replace(cell, text=addition.format(cell.text)) for cell in plain for addition in additions]
    assert len(said) >= 1500
    assert [(cell.text, got) for cell in said if (got := outcome(cell)) != ASKED] == []


@pytest.mark.parametrize("file", TABLES)
def test_hardly_any_text_that_means_one_office_is_asked(file: str) -> None:
    _, one, right, _, needless = measured(file)
    assert right + needless == one
    assert needless <= MOST_ASKED_NEEDLESSLY * one


def test_the_tables_are_large_and_various() -> None:
    assert len(list(texts("texts.csv"))) >= 320
    cells = [cell for file in TABLES for cell in texts(file)]
    assert {cell.town for cell in cells} == TOWNS.keys() == OWN.keys()
    assert len({(cell.town, cell.text) for cell in cells}) >= len(cells) - 5
    known = {town: {office.number for office in offices.offices} for town, offices in TOWNS.items()}
    assert [cell for cell in cells if cell.truth not in {*known[cell.town], ASKED}] == []


@pytest.mark.parametrize("file", TABLES)
def test_the_figures_in_the_documentation_are_the_measured_ones(file: str) -> None:
    (line,) = (line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if f"`{file}`" in line and line.startswith("|"))
    assert tuple(int(figure) for figure in re.findall(r"\| *(\d+) *(?=\|)", line)) == measured(file)
