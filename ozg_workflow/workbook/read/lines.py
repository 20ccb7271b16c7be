"""Which line of a returned sheet is which row of the list: by its number, its key and its name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.cells import Cell, is_blank, shown
from ozg_workflow.domain.survey.returns import ReturnedRow
from ozg_workflow.workbook.layout import column_name
from ozg_workflow.workbook.read.columns import Columns
from ozg_workflow.workbook.read.identity import KnownRows, compact_key, compact_name, integer, unique
from ozg_workflow.workbook.sheet_tools import shorten

MOST_NAMED_LINES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the sender's sheet that is not blank; `row` counts from 0."""

    row: int
    number: int | None
    key: str
    title: Cell
    cells: dict[str, Cell]
    answered: bool

    @property
    def place(self) -> str:
        """The line as people count it, with the beginning of its name."""
        title = shown(self.title)
        return f"{self.row + 1} („{shorten(title, 40)}“)" if title else str(self.row + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What tells the rows of the list apart, and what this sheet repeats so that it tells nothing."""

    row_ids: Mapping[int, int]
    by_key: Mapping[str, int]
    by_name: Mapping[str, int]
    repeated_numbers: frozenset[int | None]
    repeated_keys: frozenset[str]
    proven: frozenset[int]

    def number_of(self, line: Line) -> int | None:
        """Return the number of the row a line belongs to, None when nothing says so for certain.

        The number counts unless key and name speak against it. One that stands in several lines gives way to the key, and
        names nothing beside an unknown service where another of these lines has the right one.
        """
        by_number = line.number if line.number in self.row_ids else None
        by_key = self.by_key.get(line.key)
        if by_number is not None and by_key == by_number:
            return by_number
        by_name = self.by_name.get(compact_name(line.title))
        trusted = by_name if by_key is None or line.key in self.repeated_keys else by_key
        if by_number is None:
            return trusted
        if by_number in self.repeated_numbers:
            stranger = by_number in self.proven and (line.key or line.title) and by_name is None
            return trusted if trusted is not None or stranger else by_number
        return by_number if trusted is None or by_number == by_name else None


def read_lines(columns: Columns) -> Iterator[Line]:
    """Yield the lines below the headings that hold anything; headings repeated for printing are skipped."""
    rows, first = columns.sheet.rows, columns.heading_row + 1
    headings = rows[columns.heading_row] if columns.heading_row >= 0 else ()
    questions = tuple(columns.questions.items())
    number, key, title = (columns.fixed.get(field) for field in ("number", "key", "name"))
    for row, values in enumerate(rows[first:], first):
        if not values or values == headings:
            continue
        width = len(values)
        cells = {question: values[column] if column < width else None for question, column in questions}
        answered = not all(map(is_blank, cells.values()))
        if answered or any(not is_blank(values[column]) for column in columns.fixed.values() if column < width):
            fixed = [values[column] if column is not None and column < width else None for column in (number, key, title)]
            yield Line(
                row=row, number=integer(fixed[0]), key=compact_key(fixed[1]), title=fixed[2], cells=cells, answered=answered
            )


def assign(lines: list[Line], known: KnownRows, columns: Columns) -> tuple[tuple[ReturnedRow, ...], tuple[str, ...]]:
    """Return the rows that lines were found for, and German remarks on all other lines with answers."""
    evidence = _evidence(lines, known)
    by_number: dict[int, list[Line]] = {}
    strangers: list[Line] = []
    doubtful: list[Line] = []
    for line in lines:
        number = evidence.number_of(line)
        if number is not None:
            by_number.setdefault(number, []).append(line)
        elif line.answered:
            (doubtful if line.number in known.row_ids else strangers).append(line)
    letters = {key: column_name(column) for key, column in columns.questions.items()}
    rows, remarks = [], [*_remarks_on_strangers(strangers), *_remarks_on_doubtful(doubtful)]
    for number, same in by_number.items():
        chosen = _chosen(same)
        if chosen is None:
            remarks.append(_contradiction(number, same))
        else:
            addresses = {key: f"{letter}{chosen.row + 1}" for key, letter in letters.items()}
            rows.append(ReturnedRow(row_id=known.row_ids[number], number=number, cells=chosen.cells, addresses=addresses))
    return tuple(rows), tuple(remarks)


def _evidence(lines: list[Line], known: KnownRows) -> _Evidence:
    numbers = Counter(line.number for line in lines)
    keys = Counter(key for key, _ in {(line.key, line.number) for line in lines})
    by_key = unique({number: compact_key(key) for number, key in known.keys.items()})
    by_name = unique({number: compact_name(name) for number, name in known.names.items()})
    repeated = frozenset(number for number, count in numbers.items() if count > 1)
    suspects = [line for line in lines if line.number in repeated]
    proven = {n for line in suspects for n in (by_key.get(line.key), by_name.get(compact_name(line.title))) if n == line.number}
    return _Evidence(
        row_ids=known.row_ids,
        by_key=by_key,
        by_name=by_name,
        repeated_numbers=repeated,
        repeated_keys=frozenset(key for key, count in keys.items() if count > 1),
        proven=frozenset(n for n in proven if n is not None),
    )


def _chosen(lines: list[Line]) -> Line | None:
    """Return the line that speaks for a row: blank ones give way, identical ones count once, contradictory ones not at all."""
    if len(lines) == 1:
        return lines[0]
    answered = [line for line in lines if line.answered] or lines[:1]
    same = all(_comparable(line) == _comparable(answered[0]) for line in answered)
    return answered[0] if same else None


def _comparable(line: Line) -> dict[str, str]:
    return {key: shown(cell) for key, cell in line.cells.items()}


def _contradiction(number: int, lines: list[Line]) -> str:
    return (
        f"Nr. {number} steht mehrfach mit unterschiedlichen Angaben in der Liste (Zeilen {_joined(lines)}); keine davon wurde "
        "übernommen. Bitte nur eine Zeile stehen lassen."
    )


def _remarks_on_strangers(lines: list[Line]) -> list[str]:
    if len(lines) == 1:
        return [f"Zeile {lines[0].place} gehört zu keiner Leistung der Liste und wurde nicht übernommen."]
    places = _joined(lines, named=True)
    return [f"Die Zeilen {places} gehören zu keiner Leistung der Liste und wurden nicht übernommen."] if lines else []


def _remarks_on_doubtful(lines: list[Line]) -> list[str]:
    advice = "Bitte nicht nur einzelne Spalten sortieren."
    if len(lines) <= MOST_NAMED_LINES:
        return [
            f"In Zeile {line.row + 1} passen Nr. {line.number} und Leistung nicht zusammen; die Zeile wurde nicht übernommen. {advice}"
            for line in lines
        ]
    return [f"In den Zeilen {_joined(lines)} passen Nr. und Leistung nicht zusammen; sie wurden nicht übernommen. {advice}"]


def _joined(lines: list[Line], *, named: bool = False) -> str:
    words = [line.place if named else str(line.row + 1) for line in lines[:MOST_NAMED_LINES]]
    rest = len(lines) - len(words)
    return german.join([*words, f"{rest} weitere"] if rest else words)
