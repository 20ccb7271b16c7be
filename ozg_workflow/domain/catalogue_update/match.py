"""Which row of a catalogue is which known service: an id may come, go or change, a name be corrected, a key be added."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ozg_workflow.domain import german
from ozg_workflow.domain.catalogue import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A service as it was loaded last; `active`: it was in the catalogue then."""

    service_id: int
    ref: str
    key: str
    name: str
    office: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Rows of the catalogue that may be several known services, or the other way round.

    `recycled`: one row has the id of a service it has nothing else in common with.
    """

    wanted: tuple[Service, ...]
    known: tuple[Known, ...]
    recycled: bool = False

    @property
    def line(self) -> int:
        """The first line of the catalogue it is about."""
        return min(service.line for service in self.wanted)

    @property
    def text(self) -> str:
        """Say in German what is in doubt and how it is settled."""
        rows = german.join([f"Zeile {s.line} „{s.name}“" for s in self.wanted])
        known = german.join([f"{k.ref} („{k.name}“, Amt {k.office})" for k in self.known])
        if self.recycled:
            return (
                f"Die id gehörte bisher zu {known}; jetzt steht sie bei {rows}. Bitte einer anderen Leistung eine neue id geben. Ist es "
                "dieselbe, zuerst nur einen Teil ändern (Schlüssel, Bezeichnung oder Amt) und laden."
            )
        return (
            f"Es ist nicht eindeutig, welche bekannte Leistung gemeint ist: {rows}; bekannt: {known}. Bitte in der Spalte „id“ die "
            "bekannte Kennung eintragen. Ist eine Leistung neu, zuerst die alten Zeilen entfernen und laden, danach die neuen."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """`found`: ref of a row → the known service it is; rows without one are new. `gone`: active services without a row."""

    found: dict[str, Known]
    gone: tuple[Known, ...]
    doubts: tuple[Doubt, ...]


Row = Service | Known
Trait = Callable[[Row], str | tuple[str, ...] | None]  # what two sides have in common; empty or None: says nothing


def match_catalogue(known: Sequence[Known], wanted: Sequence[Service]) -> Matching:
    """Find out which known service each row is, the surest way first; ids may have been dealt anew, so key and words come before them.

    A way that leaves a choice decides nothing, except between rows that are the same word for word: those go by their order.
    What a choice is left about in the end is a doubt. `wanted` has unique refs, `known` unique ids.
    """
    left = _Left(sorted(known, key=lambda item: item.service_id), list(wanted))
    left.pair(_id_and_words)
    left.pair_by(_same_row, in_order=True)
    left.pair_by(_key_and_name)
    for active in (True, False):
        for trait in (_key, _name_and_office, _name, _given_id):
            left.pair(trait, active=active)
    found = {row.ref: left.found[row.ref] for row in wanted if row.ref in left.found}
    return Matching(found=found, gone=tuple(item for item in left.known if item.active), doubts=tuple(left.doubts()))


class _Left:
    """What has no partner yet."""

    def __init__(self, known: list[Known], wanted: list[Service]) -> None:
        self.known, self.wanted = known, wanted
        self.found: dict[str, Known] = {}

    def pair_by(self, trait: Trait, *, in_order: bool = False) -> None:
        """Pair so with the services of the last catalogue, then with those of earlier ones."""
        for active in (True, False):
            self.pair(trait, active=active, in_order=in_order)

    def pair(self, trait: Trait, *, active: bool | None = None, in_order: bool = False) -> None:
        """Pair what has a trait in common, where there is one on each side or where the order may decide (`active` None: all)."""
        known = _grouped(trait, [item for item in self.known if active in (None, item.active)])
        wanted = _grouped(trait, self.wanted)
        for value, rows in wanted.items():
            others = known.get(value, [])
            if len(rows) == len(others) == 1 or (in_order and others):
                self._keep(zip_longest(rows[: len(others)], others[: len(rows)]))
        taken = {item.service_id for item in self.found.values()}
        self.known = [item for item in self.known if item.service_id not in taken]
        self.wanted = [row for row in self.wanted if row.ref not in self.found]

    def _keep(self, pairs: Iterable[tuple[Service, Known]]) -> None:
        for row, item in pairs:
            if _may_be(row, item):
                self.found[row.ref] = item

    def doubts(self) -> Iterable[Doubt]:
        """Tell what could be several: among services of the last catalogue, by key, else by name."""
        active = [item for item in self.known if item.active]
        told: set[str] = set()
        holders = _grouped(_given_id, active)
        for row in self.wanted:
            if holder := holders.get(_given_id(row)):
                told.add(row.ref)
                yield Doubt(wanted=(row,), known=tuple(holder), recycled=True)
        for trait in (_key, _name):
            known = _grouped(trait, active)
            for value, rows in _grouped(trait, self.wanted).items():
                new = [row for row in rows if row.ref not in told]
                if new and value in known:
                    told |= {row.ref for row in new}
                    yield Doubt(wanted=tuple(new), known=tuple(known[value]))


def _grouped(trait: Trait, rows: Iterable[Row]) -> dict[Hashable, list]:  # type: ignore[type-arg]
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        if value := trait(row):
            groups.setdefault(value, []).append(row)
    return groups


def _may_be(row: Service, item: Known) -> bool:
    """Two keys that differ are two services, unless two of id, name and office say otherwise; an id alone says nothing."""
    same_key, same_name, same_office = row.key == item.key != "", _words(row) == _words(item), row.office == item.office
    same_id = _given_id(row) == _given_id(item) != ""
    if same_key:
        return True
    if row.key and item.key:
        return same_id + same_name + same_office >= 2
    return same_name or (same_id and same_office)


def _words(row: Row) -> str:
    return " ".join(row.name.split()).casefold()


def _given_id(row: Row) -> str:
    """Return the id the file gave, empty where the ref was made of key or name (`catalogue.references`)."""
    base = row.key or row.name.casefold()
    return "" if row.ref == base or row.ref.startswith(f"{base}#") else row.ref


def _id_and_words(row: Row) -> tuple[str, ...] | None:
    given = _given_id(row)
    return (given, row.key, _words(row)) if given else None


def _same_row(row: Row) -> tuple[str, ...]:
    return row.key, _words(row), row.office


def _key_and_name(row: Row) -> tuple[str, ...] | None:
    return (row.key, _words(row)) if row.key else None


def _key(row: Row) -> str:
    return row.key


def _name_and_office(row: Row) -> tuple[str, ...]:
    return _words(row), row.office


def _name(row: Row) -> str:
    return _words(row)
