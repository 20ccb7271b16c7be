"""The offices a doubtful text may mean, the likeliest first: help for the person who decides, never a decision."""

from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.offices.harmless import WORDS
from ozg_workflow.domain.survey.offices.names import UNITS, names_of
from ozg_workflow.domain.survey.offices.reading import read_office
from ozg_workflow.domain.survey.offices.spelling import folded, tidy, tokens

MOST_PROPOSALS: Final = 3
_ALIKE_ENOUGH: Final = 0.82  # `Ordnugsamt` – `Ordnungsamt`: 0.95; `Sozialamt` – `Schulamt`: 0.71
_BEGINNING: Final = 0.7  # `Umwelt` – `Umweltamt`, `Umweltbetrieb`
_SHORTEST: Final = 4  # letters that tell something


@lru_cache(maxsize=2048)  # many lines of a list name the same office, and every overview asks again
def proposals(text: str, directory: OfficeDirectory) -> tuple[KnownOffice, ...]:
    """Return up to three offices that are in force: those the text names (unless it excludes them), then those with names like its words."""
    today = directory.with_former_names()
    reading = read_office(text, today)
    if reading.office:
        return (today[reading.office],)
    alike = sorted(_alike(text, today).items(), key=lambda item: (-item[1], item[0]))
    likely = (today.meant(number) for number, _ in alike)
    numbers = dict.fromkeys([*reading.mentioned, *(number for number in likely if number not in reading.excluded)])
    return tuple(today[number] for number in list(numbers)[:MOST_PROPOSALS])


def _alike(text: str, directory: OfficeDirectory) -> dict[str, float]:
    """Return number → how much a word of the text is like a word of the office's names, where it is enough."""
    said = {t.text for t in tokens(folded(tidy(text))) if t.kind == "word" and len(t.text) >= _SHORTEST} - WORDS - UNITS
    found: dict[str, float] = {}
    for words, offices in names_of(directory).items():
        score = max((_likeness(one, word) for one in said for word in words), default=0.0)
        for number in offices if score >= _BEGINNING else ():
            found[number] = max(found.get(number, 0.0), score)
    return found


def _likeness(said: str, word: str) -> float:
    if word in UNITS or word in WORDS or len(word) < _SHORTEST:
        return 0.0
    stem = said.removesuffix("amt")
    if len(stem) >= _SHORTEST - 1 and word.startswith(stem):  # `Bauamt` – `Bauordnungsamt`
        return _BEGINNING + 0.1 * len(stem) / len(word)
    ratio = SequenceMatcher(None, said, word).ratio()
    return ratio if ratio >= _ALIKE_ENOUGH else 0.0
