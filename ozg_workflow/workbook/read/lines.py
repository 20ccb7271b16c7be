"""The lines of a returned sheet and the rows of the list they are about; what belongs to none is told, asked or passed on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ozg_workflow.domain.survey.cells import is_blank, shown
from ozg_workflow.domain.survey.returns import AddedLine, ReturnedRow
from ozg_workflow.workbook.layout import column_name
from ozg_workflow.workbook.read import line_remarks
from ozg_workflow.workbook.read.columns import Columns
from ozg_workflow.workbook.read.evidence import Evidence, Misfit, evidence_of
from ozg_workflow.workbook.read.identity import KnownRows, compact_key, compact_name, integer, is_key
from ozg_workflow.workbook.read.line import Line

FEWEST_RENUMBERED: Final = 2  # lines; whoever numbers or sorts the column anew moves at least two


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """What the lines say: rows that count, German remarks, whether one has to be answered, and lines about other services.

    `added` stand beside the list, `pasted` in place of rows of the list. `told` are the rows (from 0) that are lines of the list or that
    something is said about.
    """

    rows: tuple[ReturnedRow, ...]
    remarks: tuple[str, ...]
    asks_again: bool
    added: tuple[AddedLine, ...]
    pasted: tuple[AddedLine, ...]
    told: frozenset[int]


def read_lines(columns: Columns, known: KnownRows) -> Iterator[Line]:
    """Yield the lines that hold anything; headings repeated for printing are skipped.

    Of what stands above the headings only lines of services count: the headings may have been sorted into the list.
    """
    rows, questions = columns.sheet.rows, tuple(columns.questions.items())
    headings = rows[columns.heading_row] if columns.heading_row >= 0 else ()
    number, key, title = (columns.fixed.get(field) for field in ("number", "key", "name"))
    keys, names = (set(map(compact_key, known.keys.values())) - {""}, set(map(compact_name, known.names.values())) - {""})
    for row, values in enumerate(rows):
        if not values or values == headings:
            continue
        width = len(values)
        fixed = [values[column] if column is not None and column < width else None for column in (number, key, title)]
        line_number, line_key = integer(fixed[0]), compact_key(fixed[1])
        if row < columns.heading_row and line_number is None and not (line_key in keys or compact_name(fixed[2]) in names):
            continue
        cells = {question: values[column] if column < width else None for question, column in questions}
        answered = not all(map(is_blank, cells.values()))
        if answered or any(not is_blank(values[column]) for column in columns.fixed.values() if column < width):
            yield Line(row=row, number=line_number, key=line_key, title=fixed[2], cells=cells, answered=answered)


def assign(lines: list[Line], known: KnownRows, columns: Columns) -> Assigned:
    """Return which rows the lines are about; a line that is about none for certain counts for none."""
    evidence = evidence_of(known, (line.number for line in lines))
    places = [evidence.place(line.number, line.key, line.title) for line in lines]
    in_order = Misfit.RENUMBERED in places and _in_order(lines, evidence)
    if in_order or places.count(Misfit.RENUMBERED) >= FEWEST_RENUMBERED:
        evidence = replace(evidence, renumbered=True, in_order=in_order)
        places = [evidence.place(line.number, line.key, line.title) for line in lines]
    by_number: dict[int, list[Line]] = {}
    misfits: list[tuple[Line, Misfit]] = []
    for line, placed in zip(lines, places, strict=True):
        if isinstance(placed, Misfit):
            misfits.append((line, placed))
        else:
            by_number.setdefault(placed, []).append(line)
    chosen = {number: _chosen(same) for number, same in by_number.items()}
    contradictory = [line_remarks.contradiction(number, by_number[number]) for number, line in chosen.items() if line is None]
    last = max((line.row for same in by_number.values() for line in same), default=columns.heading_row)
    open_numbers = evidence.all_rows - by_number.keys()
    added = [
        line
        for line, misfit in misfits
        if misfit is Misfit.STRANGER and line.number not in open_numbers and line.names_a_service(below=line.row > last)
    ]
    passed_on = {line.row for line in added}
    answered = [(line, misfit) for line, misfit in misfits if line.answered and line.row not in passed_on]
    letters = {key: column_name(column) for key, column in columns.questions.items()}
    return Assigned(
        rows=tuple(_row(known, number, line, letters) for number, line in chosen.items() if line),
        remarks=(*_remarks(added, answered, evidence), *contradictory),
        asks_again=bool(contradictory) or any(not line.is_total for line, _ in answered),
        added=tuple(map(_beside, added)),
        pasted=tuple(_beside(line) for line, misfit in answered if misfit is Misfit.STRANGER and not line.is_total),
        told=frozenset(line.row for line in lines) - {line.row for line, misfit in misfits if _is_mere_text(line, misfit)}
        | passed_on,
    )


def _is_mere_text(line: Line, misfit: Misfit) -> bool:
    return misfit in (Misfit.STRANGER, Misfit.NAMELESS) and not line.answered and line.number is None and not is_key(line.key)


def _in_order(lines: list[Line], evidence: Evidence) -> bool:
    """Tell whether lines were deleted or inserted and the rest numbered anew: services and numbers still stand in their order.

    A column that was sorted alone leaves none; keys and names that moved up or down alone leave a number without a service, or
    a service without a number beside a further one.
    """
    named = [(line.number, evidence.named(line.key, line.title)) for line in lines]
    numbered = {rows for number, rows in named if number is not None}
    unnumbered = any(number is None and not isinstance(rows, Misfit) for number, rows in named)
    if numbered & {Misfit.NAMELESS, Misfit.CONFLICT} or (unnumbered and Misfit.STRANGER in numbered):
        return False
    order = [(number, *rows) for number, rows in named if number is not None and not isinstance(rows, Misfit) and len(rows) == 1]
    return all(number < next_number and row < next_row for (number, row), (next_number, next_row) in pairwise(order))


def _remarks(added: list[Line], answered: list[tuple[Line, Misfit]], evidence: Evidence) -> Iterator[str]:
    """Yield what is said about lines that count for no row."""
    strangers, ambiguous = [], []
    doubtful = [line for line in added if line.number in evidence.all_rows]
    for line, misfit in answered:
        if misfit is Misfit.AMBIGUOUS and not is_blank(line.title):
            ambiguous.append(line)
        elif misfit in (Misfit.CONFLICT, Misfit.RENUMBERED, Misfit.AMBIGUOUS) or line.number in evidence.all_rows:
            doubtful.append(line)
        else:
            strangers.append(line)
    yield from line_remarks.on_added([line for line in added if line.number not in evidence.all_rows])
    yield from line_remarks.on_strangers(strangers)
    yield from line_remarks.on_doubtful(doubtful)
    yield from line_remarks.on_ambiguous(ambiguous)


def _beside(line: Line) -> AddedLine:
    return AddedLine(line=line.row + 1, key=line.key, name=shown(line.title), cells=line.cells)


def _row(known: KnownRows, number: int, line: Line, letters: dict[str, str]) -> ReturnedRow:
    addresses = {key: f"{letter}{line.row + 1}" for key, letter in letters.items()}
    return ReturnedRow(row_id=known.row_ids[number], number=number, cells=line.cells, addresses=addresses)


def _chosen(lines: list[Line]) -> Line | None:
    """Return the line that speaks for a row: blank ones give way, identical ones count once, contradictory ones not at all."""
    if len(lines) == 1:
        return lines[0]
    answered = [line for line in lines if line.answered] or lines[:1]
    same = all(_comparable(line) == _comparable(answered[0]) for line in answered)
    return answered[0] if same else None


def _comparable(line: Line) -> dict[str, str]:
    return {key: shown(cell) for key, cell in line.cells.items()}
