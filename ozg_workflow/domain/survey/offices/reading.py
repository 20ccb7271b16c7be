"""Read a text as an office: only where number and name agree, or one of them stands alone, and nothing else is said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from ozg_workflow.domain.survey.offices import harmless
from ozg_workflow.domain.survey.offices.directory import OfficeDirectory
from ozg_workflow.domain.survey.offices.names import Words, by_first_word, city_words, units_of
from ozg_workflow.domain.survey.offices.numbers import office_numbers
from ozg_workflow.domain.survey.offices.spelling import Token, folded, name_words, tidy, tokens

TELLING: Final = 5  # letters of a word that tells something beside a number
NEAR: Final = 4  # words: how far a negation reaches


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


@lru_cache(maxsize=256)  # a list refuses many services with the same words
def read_office(text: str, directory: OfficeDirectory) -> Reading:
    """Read free text ("33", "Amt33", "330", "Standesamt", "bitte an 33 Bürgeramt") as one office, strictly.

    A negation, an alternative, a question mark, another body or town, or any word, number or sign that is not known to be harmless makes it
    doubtful; so does a number that does not belong to the name beside it. An office that is not in force is never meant.
    """
    if not text.strip():
        return Reading(doubt=Doubt.NOTHING)
    return _Reader(text, directory).reading()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    at: int
    offices: frozenset[str]


class _Reader:
    """One text on its way: what of it is explained, and which offices it mentions."""

    def __init__(self, text: str, directory: OfficeDirectory) -> None:
        plain = tidy(text)
        self._directory, self._all = directory, tokens(folded(harmless.without_asides(plain)))
        self._explained: set[int] = set()
        self._doubtful: set[int] = set()
        self._open_end = harmless.OPEN_END.search(plain) is not None
        self._names = self._find_names()
        self._find_city()
        self._numbers = self._find_numbers()
        self._explained |= harmless_places(self._all, {m.at for m in (*self._names, *self._numbers)} | self._explained)

    def reading(self) -> Reading:
        names, numbers = self._today(self._names), self._today(self._numbers)
        found = sorted([*names, *numbers], key=lambda m: m.at)
        rest = self._rest()
        office, doubt = _agreed(names, numbers)
        if doubt is None and rest:
            doubt = Doubt.MORE_SAID
        if doubt is None and office is not None and not self._directory[office].in_force:
            doubt = Doubt.PAST
        return Reading(
            office=None if doubt else office,
            doubt=doubt,
            mentioned=_offices(m for m in found if not self._negated(m.at)),
            excluded=_offices(m for m in found if self._negated(m.at)),
            unexplained=rest,
        )

    def _today(self, mentions: list[_Mention]) -> list[_Mention]:
        """Return the mentions with the offices that have taken over those of the past."""
        return [_Mention(at=m.at, offices=frozenset(map(self._directory.meant, m.offices))) for m in mentions]

    def _rest(self) -> tuple[str, ...]:
        left = [t.text for i, t in enumerate(self._all) if i in self._doubtful or i not in self._explained]
        return tuple(dict.fromkeys([*left, *(["…"] if self._open_end else [])]))

    def _negated(self, at: int) -> bool:
        before = [t.text for t in self._all[max(0, at - NEAR) : at]]
        return any(word in harmless.NEGATIONS and "sondern" not in before[i:] for i, word in enumerate(before))

    def _find_names(self) -> list[_Mention]:
        names, found = by_first_word(self._directory), []
        for at, token in enumerate(self._all):
            ways = names.get(_nominative(token.text), ()) if at not in self._explained else ()
            matches = ((offices, places) for words, offices in ways if (places := self._match(words, at)))
            for offices, places in matches:  # the longest name only
                self._explained |= places | self._unit_before(at)
                found.append(_Mention(at=at, offices=offices))
                break
        return found

    def _find_city(self) -> None:
        for words in city_words(self._directory):
            for at in range(len(self._all)):
                self._explained |= self._match(words, at) or set()

    def _match(self, words: Words, at: int) -> set[int] | None:
        """Return the places of the words of a name from `at` on, joined by nothing but `und` and commas; None if it is not there."""
        places, position = set(), at
        for number, word in enumerate(words):
            while number and position < len(self._all) and self._all[position].joins:
                places.add(position)
                position += 1
            if position >= len(self._all) or position in self._explained or _nominative(self._all[position].text) != word:
                return None
            places.add(position)
            position += 1
        return places

    def _unit_before(self, at: int) -> set[int]:
        """Return the places of `Fachbereich`, `Amt für` … before a name."""
        before = [i for i in range(max(0, at - 3), at) if self._all[i].text != "."]
        if before and self._all[before[-1]].text in ("fuer", "der", "die", "das"):
            before.pop()
        return set(range(before[-1], at)) if before and self._all[before[-1]].text in units_of(self._directory) else set()

    def _find_numbers(self) -> list[_Mention]:
        named = frozenset(n for m in self._names for n in m.offices)
        numbers = office_numbers(self._all, self._explained, self._directory, named)
        for number in numbers:
            self._explained |= {number.at, *number.prefix}
            self._doubtful |= {number.at} if number.doubtful else set()
        found = [_Mention(at=n.at, offices=n.offices) for n in numbers if n.offices]
        self._explained |= self._own_words(frozenset(n for m in found for n in m.offices))
        return found

    def _own_words(self, numbered: frozenset[str]) -> set[int]:
        """Return the places of words of the numbered office's own names, with and without their ending: `67 Grünflächen`, `40 Schule`."""
        if len(numbered) != 1:
            return set()
        office = self._directory[next(iter(numbered))]
        words = {word for name in (office.name, *office.aliases) for word in name_words(name)}
        own = words | {re.sub(ending, "", word) for word in words for ending in ("(?:amt|referat)$", "s(?:amt|referat)$")}
        return {i for i, token in enumerate(self._all) if len(token.text) >= TELLING and token.text in own}


def harmless_places(all_: tuple[Token, ...], mentioned: set[int]) -> set[int]:
    """Return the places of the words and signs that cannot change which of the mentioned offices is meant."""
    said = {t.text for t in all_}
    handed_on, towards = bool(said & harmless.TRANSFER), bool(said & harmless.TOWARDS)
    known = set(harmless.WORDS | harmless.SIGNS)
    if said & harmless.SUPPORT and not handed_on:
        known |= harmless.LEANING | harmless.PASSIVE
    if handed_on and towards and not said & harmless.LEANING:
        known |= harmless.TRANSFER | harmless.PASSIVE
    places = {i for i, t in enumerate(all_) if t.text in known}
    places |= {i for i, t in enumerate(all_) if t.text in harmless.OURS and i + 1 in mentioned}
    last = next((i for i in range(len(all_) - 1, -1, -1) if all_[i].text not in harmless.SIGNS), None)
    if last is not None and last not in mentioned and all_[last].text in harmless.LEADING:
        places.discard(last)
    if all_ and all_[0].text == "ist" and any(word.startswith("zustaendig") for word in said):
        places.discard(0)  # `ist Amt 33 zuständig` asks
    return places


def _nominative(word: str) -> str:
    """`Standesamtes` and `Standesamts` are the Standesamt."""
    return word[: word.rindex("amt") + len("amt")] if word.endswith(("amts", "amtes", "amte")) else word


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


def _split(mentions: list[_Mention]) -> bool:
    return not frozenset.intersection(*(m.offices for m in mentions))


def _offices(mentions: Iterable[_Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for mention in mentions for number in sorted(mention.offices)))
