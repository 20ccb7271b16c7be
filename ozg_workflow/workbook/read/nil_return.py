"""Reads the field `Fehlanzeige` above the headings: only a text that says nothing else is a yes, anything longer is asked."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import Cell, shown
from ozg_workflow.workbook.layout import NIL_LABEL, cell_name
from ozg_workflow.workbook.read.opening import Row
from ozg_workflow.workbook.read.printed import HINT_START

MOST_NAMED: Final = 3
_LABEL: Final = normalise(NIL_LABEL)
_WORDS: Final = late(r"[^\s,;:.!=/()\[\]„“”\"'»«‚‘–-]+")
_OPEN_END: Final = late(r"(?<=\w) ?\.{2,}")
_MINUS: Final = late(r"(?<!\w)[-−](?=[0-9])")
_LEFT_OPEN: Final = late(rf"{_LABEL} ?[:=] ?[–./-]+")
_MARKS: Final = frozenset({"x", "1", "✓", "✔", "☑", "☒"})
_YES: Final = rf"(?:{_LABEL}|ja|j|jawohl|yes|wahr|true|zutreffend|trifft zu|[x✓✔☑☒])"
_BESIDE_YES: Final = r"(?:keine leistung(?:en)?|keine zuständigkeit(?:en)?|nicht zuständig)"
_SAYS_YES: Final = late(rf"(?:{_BESIDE_YES} )*{_YES}(?: (?:{_YES}|{_BESIDE_YES}))*|1")
_NO: Final = rf"(?:nein|n|no|falsch|false|0|☐|trifft nicht zu|nicht zutreffend|keine {_LABEL}|entfällt|k a|keine angabe)"
_SAYS_NO: Final = late(rf"(?:{_LABEL} )?{_NO}(?: {_NO})*")


class Verdict(Enum):
    """What a text says about *Fehlanzeige*."""

    NOTHING = "nothing"
    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReturn:
    """Whether it is a *Fehlanzeige*; `remarks` are German and ask about what cannot be told."""

    said: bool
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A cell above the headings, counted from 0, with what it says."""

    row: int
    column: int
    cell: Cell
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """The line of the field: where the label stands, and the cells from `first` to before `last` that hold the answer."""

    row: int
    label: int | None
    first: int
    last: int


def read_nil_return(rows: tuple[Row, ...], *, answered: bool) -> NilReturn:
    """Return what the lines above the headings (`rows`) say; `answered` tells whether lines of the list are filled in.

    The answer stands between the label and our hint. People also write it into the label, over it, or over the hint. A cross
    counts in the field only. A text elsewhere that names the Fehlanzeige is asked about, too.
    """
    field = _field(rows)
    said = list(_said(rows, field)) if field else []
    strays = [place for place in _strays(rows, field, answered=answered) if {place.verdict} != {p.verdict for p in said}]
    verdicts = {place.verdict for place in (*said, *strays)}
    if verdicts <= {Verdict.NO}:
        return NilReturn(said=False)
    if verdicts == {Verdict.YES} and not strays:
        return NilReturn(said=True)
    return NilReturn(said=False, remarks=tuple(_remark(place) for place in (*said, *strays)[:MOST_NAMED]))


def places_of_the_field(rows: tuple[Row, ...]) -> frozenset[tuple[int, int]]:
    """Return the cells (row and column from 0) of the lines above the headings whose texts `read_nil_return` judges: label and field."""
    field = _field(rows)
    if field is None:
        return frozenset()
    first = field.first if field.label is None else field.label
    return frozenset((field.row, column) for column in range(first, field.last))


def verdict_of(cell: Cell) -> Verdict:
    """Return what the whole text of a cell says."""
    if isinstance(cell, bool):
        return Verdict.YES if cell else Verdict.NO
    words = _words(cell)
    if _LEFT_OPEN.fullmatch(normalise(shown(cell))):
        return Verdict.UNCLEAR
    if _SAYS_YES.fullmatch(words):
        return Verdict.YES
    if _SAYS_NO.fullmatch(words):
        return Verdict.NO
    return Verdict.UNCLEAR if words else Verdict.NOTHING


def _words(cell: Cell) -> str:
    """Return a text without its signs; a question mark, a minus and dots that leave something open stay, they make a difference."""
    text = _MINUS.sub("minus ", _OPEN_END.sub(" …", unicodedata.normalize("NFC", normalise(shown(cell)))))
    return " ".join(_WORDS.findall(text))


def _field(rows: tuple[Row, ...]) -> _Field | None:
    label, hint = _label(rows), _hint(rows)
    if label and not (hint and hint == (label[0], label[1] + 1)):
        row, column = label
        return _Field(row=row, label=column, first=column + 1, last=hint[1] if hint and hint[0] == row else column + 3)
    if hint:  # the label is gone: its cell and the field itself
        return _Field(row=hint[0], label=None, first=max(hint[1] - 2, 0), last=hint[1])
    return None


def _label(rows: tuple[Row, ...]) -> tuple[int, int] | None:
    """Return where the label stands: alone in its cell, else at the beginning of one."""
    begun = [
        (r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if isinstance(cell, str) and _words(cell).startswith(_LABEL)
    ]
    return next((place for place in begun if _words(rows[place[0]][place[1]]) == _LABEL), begun[0] if begun else None)


def _hint(rows: tuple[Row, ...]) -> tuple[int, int] | None:
    hints = ((r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if _is_hint(cell))
    return next(hints, None)


def _is_hint(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.lstrip().startswith(HINT_START)


def _said(rows: tuple[Row, ...], field: _Field) -> Iterator[_Place]:
    """Yield what stands in the field and, unless it only offers the choice, behind the label in its own cell."""
    row = rows[field.row]
    inside = list(_places(field.row, row, field.first, field.last))
    if field.label is not None:
        text = shown(row[field.label])
        rest = verdict_of(re.sub(rf"^\W*{_LABEL}", "", text, flags=re.IGNORECASE))
        if rest is not Verdict.NOTHING and not (inside and rest is Verdict.UNCLEAR):
            yield _Place(row=field.row, column=field.label, cell=text, verdict=rest)
    for place in inside:
        beside = field.label is not None and place.column > field.first and _words(place.cell) in _MARKS
        yield _Place(row=place.row, column=place.column, cell=place.cell, verdict=Verdict.UNCLEAR) if beside else place


def _strays(rows: tuple[Row, ...], field: _Field | None, *, answered: bool) -> Iterator[_Place]:
    """Yield what stands elsewhere and names the Fehlanzeige or, in a list that is blank, says yes in a word."""
    for row, cells in enumerate(rows):
        for place in _places(row, cells, 0, len(cells)):
            own = field and row == field.row and (place.column == field.label or field.first <= place.column < field.last)
            if own or _is_hint(place.cell):
                continue
            words = _words(place.cell)
            named = words.startswith(_LABEL) or (field and row == field.row and _LABEL in words.split())
            yes = place.verdict is Verdict.YES and not answered and words not in _MARKS
            if named or yes:
                yield place


def _places(row: int, cells: Row, first: int, last: int) -> Iterator[_Place]:
    for column, cell in enumerate(cells[first:last], first):
        if (verdict := verdict_of(cell)) is not Verdict.NOTHING:
            yield _Place(row=row, column=column, cell=cell, verdict=verdict)


def _remark(place: _Place) -> str:
    return (
        f"In Zelle {cell_name(place.row, place.column)} steht zur Fehlanzeige „{shown(place.cell)[:100]}“. Das lässt sich nicht "
        "sicher deuten; es wurde keine Fehlanzeige vermerkt. Bitte wählen Sie im Feld „Fehlanzeige“ nur „ja“ oder lassen Sie es leer."
    )
