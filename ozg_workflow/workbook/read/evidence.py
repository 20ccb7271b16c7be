"""Which service a line is about: what its key and its name say together; the running number only chooses among what they allow."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property
from typing import Final

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.workbook.read.identity import KnownRows, compact_key, compact_name, is_key

FEWEST_DIGITS: Final = 6  # a key with fewer significant ones was rounded by a spreadsheet
LONGEST_NAME: Final = 300  # characters that are compared where a name is on no row
ALIKE: Final = 0.8  # share of letters two words must have in common to be one word, mistyped or inflected
BEGINNING: Final = 3  # letters they must begin with: "Behinderung" is no "Änderung"
MOST_WORDS: Final = 3  # that may be added to a name beyond its own number
_TRANSCRIBED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Misfit(Enum):
    """Why a line belongs to no row of the list for certain."""

    STRANGER = "stranger"  # its key or name is on no row
    CONFLICT = "conflict"  # key and name speak for different rows, or for none
    RENUMBERED = "renumbered"  # key and name speak for one row, the number for another
    AMBIGUOUS = "ambiguous"  # several rows have this key and name, and the number does not choose one of them
    NAMELESS = "nameless"  # there is neither number nor key nor name


@dataclass(frozen=True, kw_only=True)  # without slots: most lists are as they were sent, and need none of the comparisons
class Evidence:
    """What tells the rows of a list apart; numbers in `repeated` stand in several lines of this sheet, so they prove nothing.

    With `renumbered` no number does; with `in_order` key and name tell the row although its number is that of another.
    """

    titles: Mapping[int, str]
    keys: Mapping[int, str]
    all_rows: frozenset[int]
    repeated: frozenset[int | None]
    renumbered: bool = False
    in_order: bool = False

    @cached_property
    def names(self) -> Mapping[int, str]:
        """The names of the rows for comparing."""
        return {number: compact_name(title) for number, title in self.titles.items()}

    @cached_property
    def of_key(self) -> Mapping[str, frozenset[int]]:
        """The rows that have a key."""
        return _rows_of(self.keys)

    @cached_property
    def of_name(self) -> Mapping[str, frozenset[int]]:
        """The rows that have a name."""
        return _rows_of(self.names)

    def place(self, number: int | None, key: str, title: Cell) -> int | Misfit:
        """Return the number of the row a line belongs to, or why that cannot be told."""
        if number is not None and not self.renumbered and title == self.titles.get(number) and key == self.keys.get(number):
            return number
        name = compact_name(title)
        found = self._allowed(number, key, name)
        if isinstance(found, Misfit):
            return found
        if number is not None and number in found and not (self.renumbered and len(found) > 1):
            return number
        if not key and not name and number is None:
            return Misfit.NAMELESS
        if not found:
            return Misfit.STRANGER
        if len(found) > 1:
            return Misfit.AMBIGUOUS
        proves = number in self.all_rows and number not in self.repeated and not self.in_order
        return Misfit.RENUMBERED if proves else next(iter(found))

    def named(self, key: str, title: Cell) -> frozenset[int] | Misfit:
        """Return the rows that key and name speak for without a number, or why for none."""
        name = compact_name(title)
        return (self._allowed(None, key, name) or Misfit.STRANGER) if key or name else Misfit.NAMELESS

    def _allowed(self, number: int | None, key: str, name: str) -> frozenset[int] | Misfit:
        """Return the rows that key and name allow: all of them when both are blank."""
        by_key, by_name = self.of_key.get(key, frozenset()), self.of_name.get(name, frozenset())
        if by_key and by_name:
            # the name is what the office read: with the number it outweighs a key that was sorted or rounded into the line
            return by_key & by_name or by_name & {number} or Misfit.CONFLICT
        if by_key:
            return frozenset(row for row in by_key if not name or self._is_edited(name, row)) or Misfit.CONFLICT
        if by_name:
            return frozenset(row for row in by_name if self._agrees(key, row, number)) or Misfit.CONFLICT
        if not name:
            return frozenset(row for row in self.names if self._agrees(key, row, None)) if is_key(key) else self.all_rows
        if number is None or number not in self.all_rows:
            return Misfit.STRANGER
        edited = self._agrees(key, number, None) and continues(name, self.names[number])
        return frozenset({number}) if edited else Misfit.STRANGER

    def _is_edited(self, name: str, row: int) -> bool:
        """Tell whether a name is that of a row, edited; one that names another service as well is about both."""
        sent = self.names[row]
        return alike(name, sent) and not any(other in name for other in self.of_name if other not in sent and sent not in other)

    def _agrees(self, key: str, row: int, number: int | None) -> bool:
        """Tell whether a key that is on no row does not speak against this one: rounded, no key at all, or found by the office."""
        sent = self.keys[row]
        return not is_key(key) or _is_rounded(key, sent) or (not sent and row == number)


def evidence_of(known: KnownRows, numbers: Iterable[int | None]) -> Evidence:
    """Return what tells the rows of a list apart in a sheet whose lines have these numbers."""
    keys = {number: compact_key(known.keys.get(number)) for number in known.row_ids}
    titles = {number: known.names.get(number, "") for number in known.row_ids}
    repeated = frozenset(number for number, lines in Counter(numbers).items() if lines > 1)
    return Evidence(titles=titles, keys=keys, all_rows=frozenset(known.row_ids), repeated=repeated)


def alike(name: str, sent: str) -> bool:
    """Tell whether two names are one, edited: each word of the shorter stands in the longer, mistyped or inflected.

    A list sent before the hidden sheet had names knows none: then every name is.
    """
    if not sent:
        return True
    shorter, longer = sorted((_words(name), _words(sent)), key=len)
    if not shorter or len(longer) > 2 * len(shorter) + MOST_WORDS:
        return False
    return all(any(_same_word(word, other) for other in longer) for word in shorter)


def continues(name: str, sent: str) -> bool:
    """Tell whether a name is the sent one, written another way or with more words behind it."""
    one, other = ([word.removesuffix(".") for word in _words(text)] for text in (name, sent))
    return not sent or "".join(one) == "".join(other) or (bool(other) and one[: len(other)] == other)


def _rows_of(texts: Mapping[int, str]) -> dict[str, frozenset[int]]:
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for number, text in texts.items():
        if text:
            rows[text].add(number)
    return {text: frozenset(numbers) for text, numbers in rows.items()}


def _is_rounded(key: str, sent: str) -> bool:
    digits = len(key.rstrip("0"))
    return digits <= FEWEST_DIGITS and is_key(sent) and f"{float(sent):.{digits - 1}e}" == f"{float(key):.{digits - 1}e}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text[:LONGEST_NAME].replace("\u00ad", "")).casefold().translate(_TRANSCRIBED)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]{2,}\.?", _plain(text))  # the point of an abbreviation stays


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if one[:BEGINNING] != other[:BEGINNING]:
        return False
    cut = next((word.removesuffix(".") for word in (one, other) if word.endswith(".")), "")
    return bool(cut and one.startswith(cut) and other.startswith(cut)) or SequenceMatcher(None, one, other).ratio() >= ALIKE
