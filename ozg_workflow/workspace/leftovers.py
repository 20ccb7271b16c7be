"""What is still that of the sample, and what an earlier saving has broken: told once per file, with its first place."""

from collections.abc import Iterable, Iterator
from typing import Final

from ozg_workflow.domain.errors import Problem
from ozg_workflow.workspace.csv_text import lost_characters
from ozg_workflow.workspace.unprintable import Placed

SAMPLE_CITY: Final = "bielefeld"
OF_THE_SAMPLE: Final = (
    "bielefeld.example",
    "bielefeld-2020",
    "Kerstin Lindner",
    "Tarik Yıldız",
    "Raum Rochdale",
    "musterland.example",
)


def leftovers(city: str, texts: Iterable[Placed]) -> Iterator[Problem]:
    """Return what is told about the texts of a configuration, every place with the cause it shares with others of its file."""
    own = SAMPLE_CITY in city.casefold()
    for placed in texts:
        if not own and (mark := next((mark for mark in OF_THE_SAMPLE if mark in placed.text), "")):
            message = f"„{mark}“ in „{placed.field}“ stammt aus dem mitgelieferten Beispiel."
            yield Problem(file=placed.file, line=placed.line, message=message, cause="sample")
        if not placed.text.isascii() and (what := lost_characters(placed.text)):
            message = f"„{placed.field}“ ist beschädigt: {what}. Bitte den Text neu eingeben und als UTF-8 speichern."
            yield Problem(file=placed.file, line=placed.line, message=message, cause="lost")
