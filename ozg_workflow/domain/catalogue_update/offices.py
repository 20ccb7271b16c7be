"""Whose a new service may be: what a person decided, what the file, the last round and the city's own catalogue say."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from ozg_workflow.domain.catalogue import KEY_PATTERN
from ozg_workflow.domain.catalogue_update.foreign import KEY, NAME, OFFICE, OZG_ID, THEME, ForeignRow
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.offices.directory import OfficeDirectory
from ozg_workflow.domain.survey.offices.reading import read_office

LEFT_OUT: Final = "-"  # instead of an office: the city does not take this service in

# LeiKa group → number of the KGSt plan, only groups that are one office's nearly everywhere
KGST_OF_GROUP: Final = {
    "008": "33",
    "010": "33",
    "013": "51",
    "015": "50",
    "023": "32",
    "027": "34",
    "036": "32",
    "041": "51",
    "047": "62",
    "050": "32",
    "059": "34",
    "072": "51",
    "083": "34",
    "084": "32",
    "085": "33",
    "088": "40",
    "089": "32",
    "100": "12",
    "111": "50",
    "115": "33",
    "126": "51",
    "128": "12",
    "132": "80",
    "141": "20",
}


class Why(StrEnum):
    """Where a proposed office comes from, the surest first."""

    DECIDED = "decided"
    NAMED = "named"
    LAST_ROUND = "last_round"
    SAME_OBJECT = "same_object"
    OZG_ID = "ozg_id"
    GROUP = "group"
    THEME = "theme"
    KGST = "kgst"
    UNKNOWN = "unknown"


WHY_TITLES: Final = {
    Why.DECIDED: "von Ihnen entschieden",
    Why.NAMED: "steht so in der Datei",
    Why.LAST_ROUND: "hat zuletzt geantwortet",
    Why.SAME_OBJECT: "hat verwandte Leistungen (gleicher Anfang des Schlüssels)",
    Why.OZG_ID: "hat die meisten Leistungen mit dieser OZG-ID",
    Why.GROUP: "hat die meisten Leistungen dieser LeiKa-Gruppe",
    Why.THEME: "hat die meisten Leistungen des Themenfeldes",
    Why.KGST: "nach dem KGSt-Plan",
    Why.UNKNOWN: "kein Vorschlag",
}

_SHARE: Final = {Why.SAME_OBJECT: 0.5, Why.OZG_ID: 0.5, Why.GROUP: 2 / 3, Why.THEME: 0.5}  # measured on a real catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The office a new service is proposed for: its number, empty where nobody knows, `LEFT_OUT` where it is not taken in."""

    office: str
    why: Why


UNKNOWN: Final = Proposal(office="", why=Why.UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class OfficeKnowledge:
    """What is known about who has what.

    `rows` are those of the city's catalogue, `answered` pairs (LeiKa key, OZG-ID, office) of services an office confirmed as its own.
    """

    directory: OfficeDirectory
    rows: tuple[Mapping[str, str], ...] = ()
    answered: tuple[tuple[str, str, str], ...] = ()
    _read: dict[str, str] = field(default_factory=dict, repr=False)

    def named(self, text: str) -> str:
        """Return the number of the office that a text names, empty where it names none or several."""
        if text and text not in self._read:
            self._read[text] = read_office(text, self.directory).office or ""
        return self._read.get(text, "")

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The offices there are."""
        return frozenset(office.number for office in self.directory.offices if office.in_force)

    @cached_property
    def habits(self) -> Mapping[tuple[Why, str], Counter[str]]:
        """How often each office has services of a kind, in the catalogue."""
        found: dict[tuple[Why, str], Counter[str]] = defaultdict(Counter)
        for row in self.rows:
            for kind in _kinds(row.get(KEY, ""), row.get(OZG_ID, ""), row.get(THEME, "")):
                found[kind][row.get(OFFICE, "")] += 1
        return found

    @cached_property
    def last_round(self) -> Mapping[str, Counter[str]]:
        """How often each office confirmed a service with this key or OZG-ID."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for key, ozg_id, office in self.answered:
            for word in filter(None, (key, ozg_id)):
                found[word][office] += 1
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one new service, in which line of their file."""

    line: int
    key: str
    name: str
    office: str


def decided(rows: Iterable[ForeignRow], decisions: Sequence[Decision]) -> tuple[dict[int, str], list[Decision]]:
    """Return line of the foreign file → office, by key or else by name, and the decisions that are about no new service."""
    by_key = {d.key: d for d in decisions if KEY_PATTERN.fullmatch(d.key)}
    by_name = {normalise(d.name): d for d in decisions if d.name}
    found: dict[int, str] = {}
    used: set[int] = set()
    for row in rows:
        decision = by_key.get(row[KEY]) or by_name.get(normalise(row[NAME]))
        if decision:
            found[row.line] = decision.office
            used.add(decision.line)
    return found, [d for d in decisions if d.line not in used]


def propose(row: ForeignRow, known: OfficeKnowledge) -> Proposal:
    """Return the office a new service is proposed for; only offices there are."""
    for office, why in _candidates(row, known):
        if office in known.numbers:
            return Proposal(office=office, why=why)
    return UNKNOWN


def _candidates(row: ForeignRow, known: OfficeKnowledge) -> Iterator[tuple[str, Why]]:
    yield known.named(row[OFFICE]), Why.NAMED
    for word in (row[KEY], row[OZG_ID]):
        yield _most(known.last_round.get(word), 0.5), Why.LAST_ROUND
    for kind in _kinds(row[KEY], row[OZG_ID], row[THEME]):
        yield _most(known.habits.get(kind), _SHARE[kind[0]]), kind[0]
    yield KGST_OF_GROUP.get(row[KEY][2:5], "") if row[KEY].startswith("99") else "", Why.KGST


def _kinds(key: str, ozg_id: str, theme: str) -> Iterable[tuple[Why, str]]:
    if key:
        yield Why.SAME_OBJECT, key[:8]
    if ozg_id:
        yield Why.OZG_ID, ozg_id
    if key:
        yield Why.GROUP, key[:5]
    if theme:
        yield Why.THEME, theme


def _most(counted: Counter[str] | None, share: float) -> str:
    """Return the office that has at least this share of what was counted, empty where none has."""
    if not counted:
        return ""
    office, number = counted.most_common(1)[0]
    return office if number >= share * counted.total() else ""
