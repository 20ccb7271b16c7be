"""Texts made comparable: one form for umlauts, dashes, quotation marks and words that were broken at the end of a line."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.late_pattern import late

_INVISIBLE: Final = late("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BROKEN_WORD: Final = late(r"(?<=[^\W\d_])-[ \t]*[\r\n]+\s*(?!(?:und|u|oder|o|bzw|sowie)\b)(?=[a-zäöüß])")
_SHORT_FORMS: Final = (
    (late(r"(?<=\s)u\.?(?=\s)"), "und"),
    (late(r"\s*&\s*"), " und "),
    (late(r"(?<=\s)f\.(?=\s)"), "für"),
)
_ALIKE: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("„“”»«‚‘’'`´", '"'))
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TOKENS: Final = late(r"(?P<number>[0-9]+(?:\.[0-9]+)*)|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)|(?P<sign>\S)")
_JOINING: Final = frozenset({"und", ",", "/", "-"})  # between the words of one name


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word (without hyphens), a number (`33`, `33.1`) or a sign, with its place in the text it came from."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def joins(self) -> bool:
        """It may stand between the words of one name."""
        return self.text in _JOINING


def tidy(text: str) -> str:
    """Return a text with composed umlauts, one kind of dash and quotation mark, and broken words joined; the case stays."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_ALIKE).replace("\u00a0", " ")
    text = _BROKEN_WORD.sub("", text)
    for pattern, full in _SHORT_FORMS:
        text = pattern.sub(full, text)
    return text


def folded(text: str) -> str:
    """Return a tidy text without case, umlauts as two letters, so that `KÄMMEREI` and `Kaemmerei` are the same."""
    return unicodedata.normalize("NFC", text.casefold()).translate(_UMLAUTS)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words, numbers and signs of a folded text."""
    return tuple(
        Token(kind=str(found.lastgroup), text=found[0].replace("-", "") or "-", start=found.start(), end=found.end())
        for found in _TOKENS.finditer(text)
    )


def name_words(name: str) -> tuple[str, ...]:
    """Return the words and numbers of a name that tell it from others."""
    return tuple(t.text for t in tokens(folded(tidy(name))) if t.kind != "sign" and not t.joins)
