"""How wide a text is at most in the type of the papers (Libertinus Serif): what surely stands on one line need not be measured by the typesetter."""

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


def most_wide(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of `size`; infinite where it holds a character that is not in `CHARACTERS`."""
    try:
        return size / 100 * sum(map(_WIDTHS.__getitem__, text))
    except KeyError:  # of another type: it may be of any width
        return inf
