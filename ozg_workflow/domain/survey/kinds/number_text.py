"""A number as people write it: with points, blanks and words that do not change it; what could mean two numbers is none."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.late_pattern import late


class Unclear(StrEnum):
    """Why a text is not one number."""

    NO_NUMBER = "no_number"
    MORE_THAN_ONE = "more_than_one"
    BOUND = "bound"
    TWO_READINGS = "two_readings"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberText:
    """A number; `worded`: more than the number and its own unit stood there, such as `ca.` or `pro Jahr`."""

    value: float
    worded: bool


LONGEST_NUMBER_TEXT: Final = 500  # characters; what is longer is a story
_BLANKS: Final = str.maketrans(dict.fromkeys("\u00a0\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "))
_BREAK: Final = late("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FIGURE: Final = r"(?P<minus>[-−]?)(?P<figure>[0-9](?:[0-9.,'’ ]*[0-9])?)"
_ABOUT: Final = (
    r"(?:ca|circa|zirka|etwa|rund|rd|ungef|ungefähr|gesch|geschätzt|schätzungsweise|schätzung|schätzwert|durchschnittlich"
    r"|im durchschnitt|im schnitt|im mittel)\b\.?"
)
_YEARLY: Final = r"(?:p\. ?a\.?|p\. ?j\.?|pa\b|(?:pro|je|im) jahr\b|/ ?(?:jahr|a)\b|jährlich\b|jährl\b\.?|per annum\b)"
_YEARLY_BEFORE: Final = r"(?:jährlich\b|(?:pro|je) jahr\b|p\. ?a\.)"
_COUNTED: Final = (
    "fall fälle fällen mal stück stk stk. st. antrag anträge anträgen vorgang vorgänge vorgängen verfahren bescheid bescheide "
    "anfrage anfragen anmeldung anmeldungen anzeige anzeigen meldung meldungen genehmigung genehmigungen auskunft auskünfte"
)
_STAFF: Final = "vzä vzae vollzeitäquivalent vollzeitäquivalente vollzeitstelle vollzeitstellen vollzeitkraft vollzeitkräfte vzk stelle stellen"
_BOUND: Final = late(
    r"(?:^|\s)(?:über|unter|mehr als|weniger als|max|maximal|höchstens|mind|mindestens|min|bis|bis zu|ab|knapp|gut|fast)\b\.?"
    r"|[<>≤≥]|[0-9] ?\+$|^\+|und mehr$|und weniger$"
)
_GROUPED: Final = late(r"([1-9][0-9]{0,2}(?:([ .'’])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_PLAIN: Final = late(r"([0-9]+)(?:([.,])([0-9]+))?")


def read_number(text: str, *, unit: str, yearly: bool, whole: bool) -> NumberText | Unclear:
    """Return the number in a text, or why there is not one.

    `unit` is what the question counts, and words for the same may stand there too; `yearly`: the question is about a year, so
    that `pro Jahr` changes nothing. In a column of `whole` numbers a comma before three digits could be meant as thousands,
    in another one a point.
    """
    if len(text) > LONGEST_NUMBER_TEXT:
        return Unclear.NO_NUMBER
    if _BREAK.search(text):
        return _why(_BREAK.sub(" ; ", text))
    found = _pattern(unit, yearly).fullmatch(unicodedata.normalize("NFC", text).translate(_BLANKS))
    if found is None:
        return _why(text)
    value = _value(found["figure"], whole=whole)
    if value is None:
        return _why(found["figure"], Unclear.TWO_READINGS)
    words = found["before"] + found["after"]
    return NumberText(
        value=-value if found["minus"] else value, worded=normalise(words.strip(" ().,:")) not in ("", normalise(unit))
    )


@lru_cache(maxsize=64)
def _pattern(unit: str, yearly: bool) -> re.Pattern[str]:
    own = normalise(unit)
    groups = (group.split() for group in (_COUNTED, _STAFF))
    names = {own, *(word for group in groups if own in group for word in group)} - {""}
    units = [rf"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})(?!\w)"] if names else []
    after = "|".join([_ABOUT, *units, *([_YEARLY] if yearly else [])])
    before = "|".join([_ABOUT, "[~≈∼ø]", *([_YEARLY_BEFORE] if yearly else [])])
    return re.compile(
        rf"(?P<before>(?:(?:{before}):? *)*){_FIGURE}(?P<after>(?: *,? *(?:{after}|\((?:{after})\)))*)", re.IGNORECASE
    )


def _value(figure: str, *, whole: bool) -> float | None:
    """Return the value of digits with separators; None where they can be read in two ways or in none."""
    if grouped := _GROUPED.fullmatch(figure):
        thousands, separator, mark, decimals = grouped.groups()
        if mark == separator or (whole and decimals and len(decimals) == 3):
            return None
        if not whole and separator == "." and not decimals and thousands.count(".") == 1:
            return None  # `1.500` staff: 1500, or one and a half
        return float(re.sub("[ .'’]", "", thousands) + "." + (decimals or "0"))
    plain = _PLAIN.fullmatch(figure)
    if plain is None:
        return None
    digits, mark, decimals = plain.groups()
    if decimals and _doubtful(mark, decimals, whole=whole):
        return None
    return float(f"{digits}.{decimals or 0}")


def _doubtful(mark: str, decimals: str, *, whole: bool) -> bool:
    """Tell whether comma or point may stand for thousands, or the number was cut short."""
    if whole:
        return len(decimals) == 3 if mark == "," else not decimals.strip("0")
    return mark == "," and decimals == "000"


def _why(text: str, otherwise: Unclear = Unclear.NO_NUMBER) -> Unclear:
    plain = normalise(text)
    if len(re.findall(r"[0-9][0-9.,]*", plain)) > 1:
        return Unclear.MORE_THAN_ONE
    return Unclear.BOUND if _BOUND.search(plain) else otherwise
