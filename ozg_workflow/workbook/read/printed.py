"""Tells the texts that we print above the headings of a list from what people write there, wherever they have come to stand."""

from collections.abc import Iterable
from typing import Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.late_pattern import late

HINT_START: Final = "←"  # how the hint right of the field Fehlanzeige begins
_TITLE: Final = late(r".+ – amt \S+ .+")
_SUBTITLE: Final = late(r".+ · .+ · fassung \d+")
_INSTRUCTION: Final = (
    rf"{HINT_START}|bitte füllen sie in jeder zeile die |nach jetzigem stand führt ihr amt |bitte zurück bis .+ fragen:"
)
_ROWS: Final = r"(?:zeile|die zeilen) nr\. [\d, undweitr]+ (?:ist|sind) (?:vorbelegt mit|mit einer stufe vorbelegt)"
_NEWS: Final = rf"vorbelegt mit (?:dem stand|ihren angaben)|aus „.+“ liegen zu diesen leistungen|neu seit der letzten erhebung: |entfallen: „|{_ROWS}"
_BEGINS: Final = late(rf"{_INSTRUCTION}|{_NEWS}")


def printed_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return which texts above the headings are ours: the title, instruction, day and address, and what is new in this round.

    Of several texts like a title the last one is ours: what people insert stands above it.
    """
    plain = {text: normalise(text) for text in texts}
    ours = [text for text, words in plain.items() if _BEGINS.match(words) or _SUBTITLE.fullmatch(words)]
    titles = [text for text, words in plain.items() if _TITLE.fullmatch(words)]
    return frozenset(ours + titles[-1:])
