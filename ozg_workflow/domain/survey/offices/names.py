"""How an office may be called: its name and aliases, the forms of them, and the names that cities use for the same office."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory
from ozg_workflow.domain.survey.offices.spelling import folded, name_words, tidy, word_set

Words = tuple[str, ...]
Names = dict[Words, frozenset[str]]

UNITS: Final = word_set(
    "amt amtes stadtamt fachamt fachbereich fb fachdienst fd abteilung abt oe geschaeftsbereich gb organisationseinheit"
)
_LONG: Final = 6  # letters of a name that may follow `Stadt` in one word
_TELLING: Final = 12  # letters of a word that needs no `Amt für` before it
_ARTICLES: Final = frozenset({"fuer", "der", "des", "die", "das"})
_TOWNS: Final = word_set("stadt gemeinde hansestadt landeshauptstadt kreisstadt universitaetsstadt markt samtgemeinde")

# Whole names that cities give to one office (KGSt plan and common use); each line is one office.
SAME_OFFICE: Final = (
    "Bürgeramt|Bürgerbüro|Bürgerservice|Bürgerberatung|Bürgerdienste|Einwohneramt|Einwohnermeldeamt|Meldeamt|Meldestelle|Meldebehörde",
    "Kämmerei|Stadtkämmerei|Kämmereiamt|Finanzverwaltung|Amt für Finanzen|Finanzverwaltungsamt",
    "Sozialamt|Amt für Soziales|Amt für soziale Leistungen|Soziale Leistungen",
    "Schulamt|Schulverwaltung|Schulverwaltungsamt|Amt für Schule|Amt für Schulen",
    "Feuerwehr|Berufsfeuerwehr|Feuerwehramt|Amt für Brandschutz|Brand- und Katastrophenschutz",
    "Stadtplanungsamt|Planungsamt|Stadtplanung|Amt für Stadtplanung",
    "Vermessungs- und Katasteramt|Kataster- und Vermessungsamt|Katasteramt|Vermessungsamt|Vermessung und Kataster|Kataster und Vermessung|Amt für Vermessung und Kataster",
    "Bauordnungsamt|Bauaufsicht|Bauaufsichtsamt|Bauaufsichtsbehörde|Amt für Bauordnung",
    "Tiefbauamt|Amt für Tiefbau",
    "Grünflächenamt|Gartenamt|Gartenbauamt|Amt für Grünflächen",
    "Ordnungsamt|Amt für öffentliche Ordnung|Amt für Sicherheit und Ordnung",
    "Jugendamt|Amt für Jugend|Amt für Jugend und Familie|Amt für Kinder, Jugend und Familie",
)
_GROUPS: Final = tuple(frozenset(name_words(name) for name in line.split("|")) for line in SAME_OFFICE)


@lru_cache(maxsize=32)
def names_of(directory: OfficeDirectory) -> Names:
    """Return every way to call an office → the numbers of the offices it may mean.

    A name itself comes before a form of another name, that before a name which other cities use; an office of today before one of the past.
    """
    exact, forms = _collect(directory, _exact), _collect(directory, _forms)
    usual: Names = {}
    for group in _GROUPS:
        meant = frozenset(n for words, numbers in (forms | exact).items() if words in group for n in numbers)
        usual |= dict.fromkeys(group, meant) if meant else {}
    return {words: _of_today(directory, numbers) for words, numbers in (usual | forms | exact).items()}


@lru_cache(maxsize=32)
def by_first_word(directory: OfficeDirectory) -> dict[str, tuple[tuple[Words, frozenset[str]], ...]]:
    """Return the first word of a way to call an office → these ways and their offices, the longest first."""
    found: dict[str, list[tuple[Words, frozenset[str]]]] = {}
    for words, numbers in sorted(names_of(directory).items(), key=lambda item: -len(item[0])):
        found.setdefault(words[0], []).append((words, numbers))
    return {word: tuple(ways) for word, ways in found.items()}


@lru_cache(maxsize=32)
def units_of(directory: OfficeDirectory) -> frozenset[str]:
    """Return the words for an office as a unit; a Referat is one only in a city that has Referate."""
    referate = any(word.endswith("referat") for office in directory.offices for word in name_words(office.name))
    return UNITS | {"referat", "ref"} if referate else UNITS


def city_words(directory: OfficeDirectory) -> tuple[Words, ...]:
    """Return the ways to name the city itself: `Stadt Bielefeld`, `Bielefeld`."""
    full = name_words(directory.city)
    bare = tuple(word for word in full if word not in _TOWNS)
    return tuple(words for words in (full, ("stadt", *bare), bare) if words and bare)


def _of_today(directory: OfficeDirectory, numbers: frozenset[str]) -> frozenset[str]:
    return frozenset(n for n in numbers if directory[n].in_force) or numbers


def _collect(directory: OfficeDirectory, ways: Callable[[KnownOffice, OfficeDirectory], Iterator[Words]]) -> Names:
    found: dict[Words, set[str]] = {}
    for office in directory.offices:
        for words in ways(office, directory):
            if words:
                found.setdefault(words, set()).add(office.number)
    return {words: frozenset(numbers) for words, numbers in found.items()}


def _exact(office: KnownOffice, _: OfficeDirectory) -> Iterator[Words]:
    yield from (name_words(name) for name in (office.name, *office.aliases))
    if not re.fullmatch(r"\d+(\.\d+)*", office.number):  # `FB 3`, `III`, `OB`
        yield name_words(office.number)


def _forms(office: KnownOffice, directory: OfficeDirectory) -> Iterator[Words]:
    for name in (office.name, *office.aliases):
        for part in _parts(folded(tidy(name))):
            words = name_words(part)
            yield words
            yield from _without_city(words, directory)
            yield from _amt_and_amt_fuer(words)
            if len(words) == 1 and len(words[0]) >= _LONG:
                yield (f"{'gemeinde' if directory.city and 'stadt' not in folded(directory.city) else 'stadt'}{words[0]}",)
            core = _core(words)
            if core != words and (len(core) > 1 or _only_here(core, office, directory)):
                yield core


def _parts(name: str) -> Iterator[str]:
    """`X- und Yamt` is also Xamt, Yamt and XYamt; `A / B` is A or B; what stands in brackets may be left out."""
    bare = re.sub(r"\([^)]*\)", " ", name).strip()
    yield bare
    for part in re.split(r"\s/\s", bare):
        yield part
        if found := re.fullmatch(r"(\w+)-,? und (\w+)amt", part):
            yield from (f"{found[1]}amt", f"{found[2]}amt", f"{found[1]}{found[2]}amt")
        if found := re.fullmatch(r"(.+amt) und (.+amt)|(\w+) und (\w+)", part):
            yield from (name for name in found.groups() if name and name.endswith("amt"))


def _without_city(words: Words, directory: OfficeDirectory) -> Iterator[Words]:
    for city in city_words(directory):
        if len(words) > len(city) and words[-len(city) :] == city:
            yield words[: -len(city)]


def _amt_and_amt_fuer(words: Words) -> Iterator[Words]:
    """`Umweltamt` is also `Amt für Umwelt`, and the other way round; forms nobody uses do no harm."""
    if len(words) == 1 and words[0].endswith("amt") and len(stem := words[0].removesuffix("amt")) >= 4:
        bare = stem.removesuffix("s")
        yield from (("amt", "fuer", form) for form in {stem, bare, f"{bare}en", f"{bare}e", f"{bare}es"})
    if len(words) == 3 and words[:2] == ("amt", "fuer"):
        yield from ((f"{words[2]}amt",), (f"{words[2]}samt",))


def _core(words: Words) -> Words:
    """Leave out what kind of unit it is: `Fachbereich Recht` → `Recht`."""
    rest = words[1:] if len(words) > 1 and words[0] in UNITS else words
    return rest[1:] if rest != words and len(rest) > 1 and rest[0] in _ARTICLES else rest


def _only_here(core: Words, office: KnownOffice, directory: OfficeDirectory) -> bool:
    """`Wohnungsförderung` is the office's; `Schule` and `Umwelt` may be anything, and what another office is called, too, is nobody's."""
    others = (word for other in directory.offices if other.number != office.number for word in name_words(other.name))
    return len(core[0]) >= _TELLING and not any(word.startswith(core[0][:6]) for word in others)
