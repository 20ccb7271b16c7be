"""Numbers in a text: which of them name an office, and which may be a day, a telephone, a price or a line of a list."""

import re
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.survey.offices.directory import OfficeDirectory
from ozg_workflow.domain.survey.offices.harmless import BEFORE_NUMBER, FIGURES, MEASURES, NOUNS, PHRASE
from ozg_workflow.domain.survey.offices.names import units_of
from ozg_workflow.domain.survey.offices.spelling import Token

LAST_DAY: Final = 31  # `12.3` may be a day, `33.1` is not
_NUMBER_WORDS: Final = frozenset({"nr", "nummer", "no"})
_AMT_NUMBERS: Final = frozenset({"a", "amtsnummer", "amtsnr", "amtnr"})
_PARTS: Final = frozenset({"abt", "abteilung", "sg", "sachgebiet", "team"})  # of an office that is named beside them
_BESIDE_PREFIX: Final = frozenset({".", ":", "-", "_", "(", "#"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFound:
    """A number at a place of the text, the offices it may name, the places of the words that say so (`Amt Nr.`), and whether it may be none."""

    at: int
    offices: frozenset[str]
    prefix: tuple[int, ...]
    doubtful: bool


def office_numbers(
    all_: tuple[Token, ...], explained: set[int], directory: OfficeDirectory, named: frozenset[str]
) -> tuple[NumberFound, ...]:
    """Read every number of a text that is not yet explained; `named` are the offices whose names are in it."""
    numbers = _Numbers(all_, frozenset(explained), directory, named)
    return tuple(numbers.read(i) for i, token in enumerate(all_) if token.kind == "number" and i not in explained)


class _Numbers:
    def __init__(
        self, all_: tuple[Token, ...], explained: frozenset[int], directory: OfficeDirectory, named: frozenset[str]
    ) -> None:
        self._all, self._explained, self._directory = all_, explained, directory
        self._known = tuple(office.number for office in directory.offices)
        self._units = units_of(directory) | _AMT_NUMBERS | _PARTS
        self._named = named
        bare = [t.text for i, t in enumerate(all_) if t.kind == "number" and i not in explained]
        self._mentioned = named.union(*(self._offices_numbered(text) for text in bare))

    def read(self, at: int) -> NumberFound:
        prefix = self._prefix(at)
        offices = self._offices(at, self._text(prefix[0]) if prefix else "")
        if not prefix and self._text(at + 1) in MEASURES:
            offices = frozenset()
        doubtful = not offices or (not prefix and (self._counts(at) or self._is_part(at) or self._is_repeated(at)))
        return NumberFound(at=at, offices=offices, prefix=prefix if offices else (), doubtful=doubtful)

    def _text(self, at: int) -> str:
        return self._all[at].text if 0 <= at < len(self._all) else ""

    def _touch(self, at: int) -> bool:
        """The token at a place begins where the one before it ends."""
        return 0 < at < len(self._all) and self._all[at - 1].end == self._all[at].start

    def _prefix(self, at: int) -> tuple[int, ...]:
        """Return the places of `Amt`, `FB`, `Amt Nr.` … before a number."""
        found, position = [], at - 1
        while self._text(position) in _BESIDE_PREFIX | _NUMBER_WORDS:
            found.append(position)
            position -= 1
        if self._text(position) not in self._units:
            return ()
        short = len(self._text(at).lstrip("0")) < 2  # `Abt. 3` may be a part of any office
        return () if short and self._text(position) in _PARTS else (position, *found)

    # --- which office

    def _offices(self, at: int, prefix: str) -> frozenset[str]:
        text = self._text(at)
        if exact := self._offices_numbered(text):
            return exact if prefix not in _PARTS - units_of(self._directory) else frozenset()
        base, dot, section = text.partition(".")
        if dot:
            digits = r"[0-9]{1,2}" if prefix else r"[1-9]"  # `33.50` may be a price
            plain = (
                re.fullmatch(digits, section) and section.strip("0") and (prefix or int(base) > LAST_DAY or base in self._named)
            )
            return frozenset({base}) if plain and base in self._known else frozenset()
        if len(text) != 3:
            return frozenset()
        part_of = text[:2]  # KGSt: 330 and 331 are parts of office 33
        if part_of in self._known and (text.endswith("0") or part_of in self._mentioned):
            return frozenset({part_of})
        return self._mentioned & {f"{part_of}0"} if prefix in _PARTS else frozenset()

    def _offices_numbered(self, text: str) -> frozenset[str]:
        if text in self._known:
            return frozenset({text})
        if not text.isdigit() or len(text) > max(2, *map(len, self._known)):
            return frozenset()
        return frozenset(n for n in self._known if n.isdigit() and n.lstrip("0") == text.lstrip("0"))  # Excel makes 1 of 01

    # --- what else a bare number may be

    def _counts(self, at: int) -> bool:
        """After a telephone or a room, or beside a word that says what it counts or numbers."""
        before = self._all[at - 1] if at else None
        strange = before and before.kind == "word" and at - 1 not in self._explained and before.text not in BEFORE_NUMBER
        return (
            bool(strange)
            or self._text(at + 1) in NOUNS
            or self._text(at - 1) == PHRASE
            or any(t.text == FIGURES for t in self._all[:at])
        )

    def _is_part(self, at: int) -> bool:
        """Of a telephone number, a range, a day or a price: `51-33`, `33-`, `3.1.`, `33,-`."""
        text, after = self._text(at), self._text(at + 1)
        if self._text(at - 1) == "-" and self._touch(at) and not (self._touch(at - 1) and self._all[at - 2].kind == "word"):
            return True
        if after == "-" and self._touch(at + 1) and not (at + 2 < len(self._all) and self._all[at + 2].kind == "word"):
            return True
        if after == "." and self._touch(at + 1) and (len(text) == 1 or "." in text):
            return True
        return after == "," and self._text(at + 2) == "-"

    def _is_repeated(self, at: int) -> bool:
        """`50/50`, `50:50` and two numbers side by side."""
        for step in (-1, 1):
            near, far = at + step, at + 2 * step
            if 0 <= near < len(self._all) and self._all[near].kind == "number":
                return True
            if self._text(near) in ("/", ":") and self._text(far) == self._text(at):
                return True
        return False
