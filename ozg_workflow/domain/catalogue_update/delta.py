"""What a foreign catalogue changes in the city's own: new, gone, renamed, another key, other attributes; everything else stays."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from ozg_workflow.domain.catalogue_update.cleaning import Cleaned, is_municipal
from ozg_workflow.domain.catalogue_update.foreign import (
    COMPLETE,
    DESCRIBING,
    FILLED_UP,
    ID,
    KEY,
    NAME,
    OFFICE,
    SOURCE,
    SOURCE_NAME,
    Cause,
    CauseKind,
    ForeignRow,
    Place,
    Source,
)
from ozg_workflow.domain.german import normalise

T = TypeVar("T")
_NAMED: Final = (NAME, KEY, SOURCE_NAME)  # told by themselves
FEW_GONE: Final = 5  # so many may always go; of more at most a third, else the file is taken for a part


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row of the city's catalogue: its place in the file (from 0) and its cells by our column names."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A service both catalogues have; `after` are only the cells that become different."""

    row: OwnRow
    line: int
    after: Mapping[str, str]

    @property
    def renamed(self) -> bool:
        """Whether it gets another name."""
        return NAME in self.after

    @property
    def reworded(self) -> bool:
        """Whether the source calls it otherwise than the city, whose name stays."""
        return SOURCE_NAME in self.after and NAME not in self.after

    @property
    def rekeyed(self) -> bool:
        """Whether it gets another LeiKa key, or its first one."""
        return KEY in self.after

    @property
    def attributes(self) -> tuple[str, ...]:
        """The other columns that change."""
        return tuple(column for column in self.after if column not in _NAMED and self.row[column])

    @property
    def filled(self) -> tuple[str, ...]:
        """The other columns that were empty."""
        return tuple(column for column in self.after if column not in _NAMED and not self.row[column])


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What becomes of the rows of both catalogues.

    `kept` are services of the catalogue that the file does not have and that stay; `doubted` are those among them that would be gone if
    the file were the whole catalogue. `marked` are rows that from now on are known to come from this source.
    """

    new: tuple[ForeignRow, ...] = ()
    gone: tuple[OwnRow, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: tuple[OwnRow, ...] = ()
    doubted: tuple[OwnRow, ...] = ()
    marked: tuple[OwnRow, ...] = ()
    same: int = 0
    causes: tuple[Cause, ...] = ()

    @property
    def renamed(self) -> tuple[Change, ...]:
        """Services with another name."""
        return tuple(change for change in self.changes if change.renamed)

    @property
    def reworded(self) -> tuple[Change, ...]:
        """Services that keep the city's own name beside a new one of the source."""
        return tuple(change for change in self.changes if change.reworded)

    @property
    def rekeyed(self) -> tuple[Change, ...]:
        """Services with another key."""
        return tuple(change for change in self.changes if change.rekeyed)

    @property
    def updated(self) -> tuple[Change, ...]:
        """Services of which something else changes."""
        return tuple(change for change in self.changes if change.attributes)


@dataclass(slots=True)
class _Matching:
    own: dict[int, OwnRow]
    foreign: dict[int, ForeignRow]
    pairs: list[tuple[OwnRow, ForeignRow]] = field(default_factory=list)

    def pair(self, own_by: Callable[[OwnRow], Iterable[str]], foreign_by: Callable[[ForeignRow], Iterable[str]]) -> None:
        """Pair what has the same word once on each side."""
        mine, theirs = _by(self.own, own_by), _by(self.foreign, foreign_by)
        for word, numbers in mine.items():
            others = theirs.get(word, ())
            if len(numbers) == len(others) == 1 and numbers[0] in self.own and others[0] in self.foreign:
                self.pairs.append((self.own.pop(numbers[0]), self.foreign.pop(others[0])))


def delta_of(own: Sequence[OwnRow], cleaned: Cleaned, *, complete: bool = False) -> Delta:
    """Compare the catalogues. With `complete` what the file does not have is gone, whoever wrote it.

    Without it only that is gone what once came from the same complete list, and at most a third of it. An empty foreign cell never
    empties one of ours; a row that came from another list is only filled up; a name of the city's own stays.
    """
    source = cleaned.catalogue.source
    matching = _matched(own, cleaned.catalogue.rows)
    ambiguous, unclear = _ambiguous(matching)
    changes = [change for row, found in matching.pairs if (change := _change(row, found, cleaned, own))]
    new, not_ours = _split(matching.foreign.values(), lambda row: source not in COMPLETE or is_municipal(row))
    missing = [row for row in matching.own.values() if row.number not in unclear and not row[KEY].startswith(_starts(cleaned))]
    gone, doubted = _gone(missing, own, source, complete=complete)
    leaving = {row.number for row in gone}
    return Delta(
        new=tuple(new),
        gone=tuple(gone),
        changes=tuple(sorted(changes, key=lambda change: change.row.number)),
        kept=tuple(row for row in matching.own.values() if row.number not in leaving),
        doubted=tuple(doubted),
        marked=tuple(row for row, _ in matching.pairs if source is not Source.OWN and not row[SOURCE]),
        same=len(matching.pairs) - len(changes),
        causes=(*ambiguous, *_cause(CauseKind.NOT_MUNICIPAL, not_ours)),
    )


def _starts(cleaned: Cleaned) -> tuple[str, ...]:
    """Return how the keys begin that the file may have in a row nobody can read."""
    return tuple(start[:-1] or start for start in cleaned.unsure)  # the last digit was rounded


def _matched(own: Sequence[OwnRow], foreign: Sequence[ForeignRow]) -> _Matching:
    """Pair by id, by key and name, by key, by name, each only where it is unique on both sides; what was paired makes others unique."""
    matching = _Matching(own=dict(enumerate(own)), foreign=dict(enumerate(foreign)))
    before = -1
    while len(matching.pairs) > before:
        before = len(matching.pairs)
        matching.pair(lambda row: [row[ID]], lambda row: [row[ID]])
        matching.pair(_keys_and_names, _keys_and_names)
        matching.pair(lambda row: [row[KEY]], lambda row: [row[KEY]])
        matching.pair(lambda row: [normalise(row[NAME])], lambda row: map(normalise, (row[NAME], *row.names)))
    return matching


def _keys_and_names(row: OwnRow | ForeignRow) -> Iterator[str]:
    names = (row[NAME], *row.names) if isinstance(row, ForeignRow) else (row[NAME],)
    return (f"{row[KEY]}\n{normalise(name)}" for name in names)


def _by(rows: Mapping[int, T], words: Callable[[T], Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in rows.items():
        for word in dict.fromkeys(words(row)):
            if word:
                found[word].append(number)
    return found


def _ambiguous(matching: _Matching) -> tuple[tuple[Cause, ...], set[int]]:
    """Take rows out whose key or name several rows share on both sides: nobody can tell which is which, so all stay as they are."""
    words: list[tuple[Callable[[OwnRow], Iterable[str]], Callable[[ForeignRow], Iterable[str]]]] = [
        (lambda row: [row[KEY]], lambda row: [row[KEY]]),
        (lambda row: [normalise(row[NAME])], lambda row: [normalise(row[NAME])]),
    ]
    unclear: set[int] = set()
    left: list[ForeignRow] = []
    for own_by, foreign_by in words:
        mine = _by(matching.own, own_by)
        for word, numbers in _by(matching.foreign, foreign_by).items():
            if word in mine:
                unclear.update(matching.own[number].number for number in mine[word])
                left += [matching.foreign.pop(number) for number in numbers]
    return _cause(CauseKind.AMBIGUOUS, left), unclear


def _cause(kind: CauseKind, rows: Iterable[ForeignRow]) -> tuple[Cause, ...]:
    places = tuple(Place(line=row.line, name=row[NAME], text=row[KEY]) for row in rows)
    return (Cause(kind=kind, places=places),) if places else ()


def _change(row: OwnRow, found: ForeignRow, cleaned: Cleaned, own: Sequence[OwnRow]) -> Change | None:
    source, columns = cleaned.catalogue.source, cleaned.catalogue.columns
    known = own[0].cells.keys() if own else ()
    offered = (*(c for c in columns if c in DESCRIBING), *((OFFICE,) if source is Source.OWN and OFFICE in columns else ()))
    foreign_owner = row[SOURCE] not in ("", source)
    after = {
        column: found[column]
        for column in offered
        if (column in known or column in FILLED_UP)
        and found[column]
        and found[column] != row[column]
        and not (foreign_owner and row[column])
        and not (column == NAME and (source is not Source.OWN or _is_called(row[NAME], found)))
    }
    if source is not Source.OWN and not foreign_owner:
        after |= _named(row, found, source)
    return Change(row=row, line=found.line, after=after) if after else None


def _named(row: OwnRow, found: ForeignRow, source: Source) -> dict[str, str]:
    """Return what becomes of the name: where the source has renamed a service the city follows, unless it has a name of its own for it."""
    known = row[SOURCE_NAME] or (row[NAME] if row[SOURCE] == source else "")
    if _is_called(known or row[NAME], found):
        return {}
    follows = bool(known) and normalise(known) == normalise(row[NAME])
    if not follows:
        return {SOURCE_NAME: found[NAME]}
    return {NAME: found[NAME], **({SOURCE_NAME: found[NAME]} if row[SOURCE_NAME] else {})}


def _is_called(name: str, found: ForeignRow) -> bool:
    return normalise(name) in map(normalise, (found[NAME], *found.names))


def _split(rows: Iterable[ForeignRow], wanted: Callable[[ForeignRow], bool]) -> tuple[list[ForeignRow], list[ForeignRow]]:
    yes: list[ForeignRow] = []
    no: list[ForeignRow] = []
    for row in rows:
        (yes if wanted(row) else no).append(row)
    return yes, no


def _gone(
    missing: Sequence[OwnRow], own: Sequence[OwnRow], source: Source, *, complete: bool
) -> tuple[list[OwnRow], list[OwnRow]]:
    """Return what is gone, and what would be gone if the file could be trusted to be whole."""
    if complete:
        return list(missing), []
    if source not in COMPLETE:
        return [], []
    leaving = [row for row in missing if row[SOURCE] == source]
    came = sum(row[SOURCE] == source for row in own)
    return (leaving, []) if len(leaving) <= max(FEW_GONE, came / 3) else ([], leaving)
