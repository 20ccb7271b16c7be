"""How wide a text is in the type of the papers (Libertinus Serif): what surely stands on so many lines need not be measured by the typesetter."""

import re
from collections.abc import Sequence
from math import inf
from typing import Final

# advance widths in hundredths of the type size, rounded up; measured with the typesetter, as the test does again
_CLASSES: Final = {
    25: "' ,.:;|¦·",
    30: "!()I\\ijl{}¡°ÌÍÎÏìíîï‚‘’",
    35: '"-/Jftª²³´¹º',
    40: "*[]`rs„“”¨¯",
    45: "?cez~¿çèéêë",
    50: "#$0123456789FS_abgvx¢£¤¥§àáâãäåð€",
    55: "+<=>LP^dhknopquy«±µ¸»×Þßñòóôõö÷øùúûüýþÿ–",
    60: "BERTY¬ÈÉÊËÝ",
    65: "%CKZ¶Ç",
    70: "AGNUVX©®¼½¾ÀÁÂÃÄÅÑÙÚÛÜæ",
    75: "&DHOQwÐÒÓÔÕÖØ—…",
    80: "m",
    85: "M",
    100: "@ÆW",
}
_WIDTHS: Final = {character: width for width, characters in _CLASSES.items() for character in characters}
CHARACTERS: Final = "".join(_WIDTHS)
LEAST: Final = 0.92  # of 1 654 names of services none takes a smaller share of its greatest width; where a text does, its row is a line too high
MOST_LINES: Final = 3
PADDING: Final = 10.0  # points: of a cell, left and right together (`report/style.typ`)
POINTS: Final = 72 / 2.54  # of a centimetre
# blanks at which a line surely may end: not beside a quotation mark, nor before a sign that closes something (UAX 14)
_BREAKS: Final = re.compile(r"(?<=[\w.,;:)–-]) (?=[\w(–-])")


def most_wide(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of `size`; infinite where it holds a character that is not in `CHARACTERS`."""
    try:
        return size / 100 * sum(map(_WIDTHS.__getitem__, text))
    except KeyError:  # of another type: it may be of any width
        return inf


def row_lines(rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> list[int]:
    """Return how many lines each row of a table surely has in columns so wide (centimetres), 0 where that is not sure.

    The typesetter need not measure those: among thousands of rows half of its time.
    """
    rooms = [width * POINTS - PADDING for width in widths]
    return [sure_lines(row, rooms, size) for row in rows]


def sure_lines(cells: Sequence[str], rooms: Sequence[float], size: float) -> int:
    """Return how many lines the cells of a row surely have in columns so wide, 0 where that is not sure."""
    found = [_lines(cell, room, size) for cell, room in zip(cells, rooms, strict=True)]
    least, most = max(low for low, _ in found), max(high for _, high in found)
    return int(most) if least == most <= MOST_LINES else 0


def _lines(text: str, room: float, size: float) -> tuple[float, float]:
    """Return the fewest and the most lines a text may have: hyphens and other places to end a line only make them fewer."""
    wide = most_wide(text, size)
    if wide <= room:
        return 1, 1
    blank = most_wide(" ", size)
    least = 1 + LEAST * wide // (room + blank)
    most, left = 1.0, room
    for word in _BREAKS.split(text):
        wide = most_wide(word, size)
        if wide > room:
            return least, inf
        if wide > left:
            most, left = most + 1, room
        left -= wide + blank
    return least, most
