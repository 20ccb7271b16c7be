"""What clerks write into „Zuständiges Amt“, measured: nothing goes astray, and hardly anything is asked needlessly."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.domain.survey.offices.towns import ASKED, OWN, TOWNS, outcome, texts

TABLES = ("texts.csv",)
DOCUMENT = Path(__file__).parents[4] / "docs" / "responsibility.md"
MOST_ASKED_NEEDLESSLY = 0.03  # of the texts that mean one office


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


@pytest.mark.parametrize("file", TABLES)
def test_hardly_any_text_that_means_one_office_is_asked(file: str) -> None:
    _, one, right, _, needless = measured(file)
    assert right + needless == one
    assert needless <= MOST_ASKED_NEEDLESSLY * one


def test_the_first_table_is_as_large_and_as_various_as_was_asked_for() -> None:
    cells = list(texts("texts.csv"))
    assert len(cells) >= 320
    assert {cell.town for cell in cells} == TOWNS.keys() == OWN.keys()
    assert len({(cell.town, cell.text) for cell in cells}) >= len(cells) - 5
    known = {town: {office.number for office in offices.offices} for town, offices in TOWNS.items()}
    assert [cell for cell in cells if cell.truth not in {*known[cell.town], ASKED}] == []


@pytest.mark.parametrize("file", TABLES)
def test_the_figures_in_the_documentation_are_the_measured_ones(file: str) -> None:
    (line,) = (line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if f"`{file}`" in line and line.startswith("|"))
    assert tuple(int(figure) for figure in re.findall(r"\| *(\d+) *(?=\|)", line)) == measured(file)
