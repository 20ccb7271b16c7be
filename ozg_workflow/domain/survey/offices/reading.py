"""Read a text as an office: only where number and name agree, or one of them stands alone, and nothing else is said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.survey.offices.directory import OfficeDirectory
from ozg_workflow.domain.survey.offices.harmless import (
    BEFORE_NUMBER,
    LEANING,
    MARK,
    MEASURES,
    NEGATIONS,
    NOUNS,
    OPEN_END,
    SIGNS,
    SUPPORT,
    WORDS,
    without_asides,
)
from ozg_workflow.domain.survey.offices.names import UNITS, Words, by_first_word, city_words
from ozg_workflow.domain.survey.offices.spelling import Token, folded, tidy, tokens

LAST_DAY: Final = 31  # `12.3` may be a day, `33.1` is not
NEAR: Final = 4  # words: how far a negation reaches
_NUMBER_WORDS: Final = frozenset({"nr", "nummer", "no"})
_UNITS_OF_NUMBERS: Final = UNITS | {"a", "amtsnummer", "amtsnr", "amtnr"}
_BESIDE_PREFIX: Final = frozenset({".", ":", "-", "_", "(", "#"})


class Doubt(StrEnum):
    """Why a text is no office."""

    NOTHING = "nothing"  # it is empty
    UNKNOWN = "unknown"  # no office of the city is in it
    SEVERAL = "several"  # more than one, or a name that several have
    CONTRADICTION = "contradiction"  # number and name belong to two offices
    MORE_SAID = "more_said"  # words, numbers or signs beside the office that may mean something else
    PAST = "past"  # the office is not, or no longer, in force


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The office a text means (its number), or the doubt.

    `mentioned` are the offices in it, `excluded` those it negates (`nicht Amt 33`), `unexplained` is what else it says.
    """

    office: str | None = None
    doubt: Doubt | None = None
    mentioned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()


def read_office(text: str, directory: OfficeDirectory) -> Reading:
    """Read free text ("33", "Amt33", "330", "Standesamt", "bitte an 33 Bürgeramt") as one office, strictly.

    A negation, an alternative, a question mark, another body or town, or any word, number or sign that is not known to be harmless makes it
    doubtful; so does a number that does not belong to the name beside it. An office that is not in force is never meant.
    """
    if not text.strip():
        return Reading(doubt=Doubt.NOTHING)
    return _Reader(text, directory).reading()


@dataclass(slots=True)
class _Mention:
    offices: frozenset[str]
    at: int


@dataclass(slots=True)
class _Reader:
    """One text on its way: what of it is explained, and which offices it mentions."""

    text: str
    directory: OfficeDirectory
    all: tuple[Token, ...] = ()
    explained: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    names: list[_Mention] = field(default_factory=list)
    numbers: list[_Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        plain = tidy(self.text)
        self.all = tokens(folded(without_asides(plain)))
        self._find_names()
        for words in city_words(self.directory):
            for at in range(len(self.all)):
                self.explained.update(self._match(words, at) or ())
        self._find_numbers()
        if OPEN_END.search(plain):
            self.doubtful.add(len(self.all))
        self._explain_words()

    def reading(self) -> Reading:
        found = sorted([*self.names, *self.numbers], key=lambda m: m.at)
        mentioned = _numbers(m for m in found if not self._negated(m.at))
        excluded = _numbers(m for m in found if self._negated(m.at))
        rest = self._rest()
        office, doubt = _agreed(self.names, self.numbers)
        if doubt is None and rest:
            doubt = Doubt.MORE_SAID
        if doubt is None and office is not None and not self.directory[office].in_force:
            doubt = Doubt.PAST
        return Reading(office=None if doubt else office, doubt=doubt, mentioned=mentioned, excluded=excluded, unexplained=rest)

    def _rest(self) -> tuple[str, ...]:
        left = [t for i, t in enumerate(self.all) if i in self.doubtful or i not in self.explained]
        words = [t.text for t in left]
        return tuple(dict.fromkeys([*words, *(["…"] if len(self.all) in self.doubtful else [])]))

    def _negated(self, at: int) -> bool:
        before = [t.text for t in self.all[max(0, at - NEAR) : at]]
        return any(word in NEGATIONS and "sondern" not in before[i:] for i, word in enumerate(before))

    # --- names

    def _find_names(self) -> None:
        names = by_first_word(self.directory)
        for at, token in enumerate(self.all):
            if at in self.explained:
                continue
            for words, offices in names.get(_nominative(token.text), ()):
                if places := self._match(words, at):
                    self.explained.update(places)
                    self._explain_unit_before(at)
                    self.names.append(_Mention(offices, at))
                    break

    def _match(self, words: Words, at: int) -> set[int] | None:
        """Return the places of the words of a name from `at` on, joined by nothing but `und` and commas; None if it is not there."""
        places, position = set(), at
        for number, word in enumerate(words):
            while number and position < len(self.all) and self.all[position].joins:
                places.add(position)
                position += 1
            if position >= len(self.all) or position in self.explained or _nominative(self.all[position].text) != word:
                return None
            places.add(position)
            position += 1
        return places

    def _explain_unit_before(self, at: int) -> None:
        before = [i for i in range(max(0, at - 2), at) if self.all[i].text != "."]
        if before and self.all[before[-1]].text in ("fuer", "der", "die", "das"):
            before.pop()
        if before and self.all[before[-1]].text in UNITS:
            self.explained.update(range(before[-1], at))

    # --- numbers

    def _find_numbers(self) -> None:
        places = [i for i, t in enumerate(self.all) if t.kind == "number" and i not in self.explained]
        exact = {n for i in places for n in self._exact(self.all[i].text)}
        for i in places:
            prefix = self._prefix(i)
            measures = not prefix and i + 1 < len(self.all) and self.all[i + 1].text in MEASURES
            offices = frozenset() if measures else self._offices(i, prefix, exact)
            if offices:
                self.numbers.append(_Mention(offices, i))
                self.explained.update((i, *prefix))
            if not offices or (not prefix and self._counts_something(i)):
                self.doubtful.add(i)

    def _prefix(self, at: int) -> tuple[int, ...]:
        """Return the places of `Amt`, `FB`, `Amt Nr.` … before a number."""
        found, position = [], at - 1
        while position >= 0 and (self.all[position].text in _BESIDE_PREFIX or self.all[position].text in _NUMBER_WORDS):
            found.append(position)
            position -= 1
        if position < 0 or self.all[position].text not in _UNITS_OF_NUMBERS:
            return ()
        short = len(self.all[at].text.lstrip("0")) < 2
        return () if short and self.all[position].text in ("abt", "abteilung") else (position, *found)

    def _offices(self, at: int, prefix: tuple[int, ...], others: set[str]) -> frozenset[str]:
        text = self.all[at].text
        if exact := self._exact(text):
            return exact
        known = {o.number for o in self.directory.offices}
        base, dot, section = text.partition(".")
        if dot:
            plain = re.fullmatch(r"\d{1,2}", section) and section.strip("0") and (prefix or int(base) > LAST_DAY)
            return frozenset({base}) if plain and base in known else frozenset()
        section_of = text[:2] if len(text) == 3 else ""  # KGSt: 330 and 331 are parts of office 33
        if section_of in known and (text.endswith("0") or section_of in others):
            return frozenset({section_of})
        return frozenset()

    def _exact(self, text: str) -> frozenset[str]:
        numbers = [o.number for o in self.directory.offices]
        if text in numbers:
            return frozenset({text})
        if not text.isdigit() or len(text) > max(2, *map(len, numbers)):
            return frozenset()
        return frozenset(n for n in numbers if n.isdigit() and n.lstrip("0") == text.lstrip("0"))  # Excel makes 1 of 01

    def _counts_something(self, at: int) -> bool:
        """A bare number after something explained (a telephone, a room), as a day or an extension, or beside what it may count or number."""
        before, after = self.all[at - 1] if at else None, self.all[at + 1] if at + 1 < len(self.all) else None
        token = self.all[at]
        if any(t.text == MARK for t in self.all[:at]):
            return True
        if before and before.text == "-" and before.end == token.start and (at < 2 or self.all[at - 2].end != before.start):
            return True
        if after and after.text == "." and len(token.text) == 1:
            return True
        if before and before.kind == "word" and at - 1 not in self.explained and before.text not in BEFORE_NUMBER:
            return True
        return after is not None and after.text in NOUNS

    # --- the rest

    def _explain_words(self) -> None:
        supported = any(t.text in SUPPORT for t in self.all)
        for i, token in enumerate(self.all):
            if token.text in WORDS or token.text in SIGNS or (supported and token.text in LEANING):
                self.explained.add(i)


def _nominative(word: str) -> str:
    """`Standesamtes` and `Standesamts` are the Standesamt."""
    return re.sub(r"amt(?:e?s|e)$", "amt", word)


def _agreed(names: list[_Mention], numbers: list[_Mention]) -> tuple[str | None, Doubt | None]:
    """Return the one office all mentions can mean, or why there is none."""
    mentions = [*names, *numbers]
    if not mentions:
        return None, Doubt.UNKNOWN
    common = frozenset.intersection(*(m.offices for m in mentions))
    if len(common) == 1:
        return next(iter(common)), None
    if common or not (names and numbers) or _split(names) or _split(numbers):
        return None, Doubt.SEVERAL
    return None, Doubt.CONTRADICTION


def _numbers(mentions: Iterable[_Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for mention in mentions for number in sorted(mention.offices)))


def _split(mentions: list[_Mention]) -> bool:
    return not frozenset.intersection(*(m.offices for m in mentions))
