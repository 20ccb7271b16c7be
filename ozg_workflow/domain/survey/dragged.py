"""What a fill handle made: spreadsheets count the number in a cell up when it is dragged, `Amt 33` becomes `Amt 34`.

Run with LibreOffice 7.4 (docs/dragging.md): numbers, the last number of a text, the years of dates as text, the days of dates.
Two lines that are dragged together go on by what lies between them. A number in brackets at the end is copied. Dragging upwards counts down, so which line was written by hand cannot be told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.answers import Issue, IssueCode, RowAnswers
from ozg_workflow.domain.survey.cells import Cell, is_blank, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedRow

Line = tuple[ReturnedRow, RowAnswers]
Shape = tuple[object, ...]

FEWEST_LINES: Final = 3  # two neighbours that differ by one are no rarity
FEWEST_BY_STEPS: Final = 5  # lines that count by more than one, as two do that were dragged together; one less for offices
LARGEST_SMALL: Final = 10
THOUSANDTHS: Final = ("thousandths",)  # of a number, so that half a post is a whole step
BEYOND_ALL: Final = 1e12
LONGEST_QUOTED: Final = 60  # characters
WIDEST_GAP: Final = 3  # of a pattern of several lines that was dragged, such as `Amt 33`, `Standesamt`
_DIGITS: Final = late(r"[0-9]{1,15}")
_LEVEL_WORDS: Final = late("stufe|reifegrad|level", re.IGNORECASE)
_LETTER: Final = late(r"[^\W\d_]")
REMEDY: Final = "Bitte in jeder Zeile prüfen und berichtigen; stimmen alle Angaben, senden Sie die beigefügte Liste so zurück."


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Cells of one column that count up or down; `lines` are the positions of those in doubt, `first` and `last` the texts at its ends."""

    question: str
    lines: tuple[int, ...]
    first: str
    last: str

    @property
    def reason(self) -> str:
        """What an office is told (German)."""
        return (
            f"Die Angabe zählt von Zeile zu Zeile gleichmäßig weiter („{self.first}“ bis „{self.last}“), "
            "wie beim Herunterziehen einer Zelle."
        )


class _Cell(NamedTuple):  # there are thousands of them in a list
    """A cell of a column: the position of its line, whether it was accepted, and its numbers with what stands around each."""

    line: int
    cell: Cell
    accepted: bool
    counted: dict[Shape, int]

    @property
    def text(self) -> str:
        return shown(self.cell)


def runs(
    questionnaire: Questionnaire, scale: MaturityScale, lines: Sequence[Line], *, known: frozenset[tuple[int, str]]
) -> tuple[Run, ...]:
    """Return the runs of all columns, in the order of the sender's sheet.

    `known` are cells (row id, question) that nobody dragged: they were sent filled in, or have come back as they were when asked.
    """
    order = sorted(range(len(lines)), key=lambda n: _sheet_row(lines[n][0]))
    ordered = [(n, *lines[n]) for n in order]
    unclear = {issue.question for _, answers in lines for issue in answers.issues}
    columns = [column for q in questionnaire.questions if not (column := asked(q, scale)).choices or q.key in unclear]
    found = [(column, stretch) for column in columns for stretch in _stretches(_cells(column, ordered, known))]
    rising = [{cell.line for cell in stretch} for column, stretch in found if not column.choices or _is_labelled(stretch[0])]
    return tuple(run for column, stretch in found if (run := _run(questionnaire, column, stretch, rising)))


def set_aside(questionnaire: Questionnaire, lines: Sequence[Line], found: Sequence[Run]) -> list[Line]:
    """Return the lines with what runs hold asked instead of accepted; an office that was named stays, and a person looks at it."""
    result = list(lines)
    for run in found:
        for n in run.lines:
            row, answers = result[n]
            result[n] = row, _asked(questionnaire, run, row, answers)
    return result


def _asked(questionnaire: Questionnaire, run: Run, row: ReturnedRow, answers: RowAnswers) -> RowAnswers:
    question = questionnaire.get(run.question)
    issue = Issue(
        question=run.question,
        heading=question.heading if question else run.question,
        value=shown(row.cells.get(run.question))[:200],
        reason=run.reason,
        remedy=REMEDY,
        code=IssueCode.DRAGGED,
    )
    if run.question == questionnaire.proposed_office:
        return replace(answers, doubts=(*answers.doubts, issue))
    return replace(
        answers,
        answers={key: answer for key, answer in answers.answers.items() if key != run.question},
        issues=(*(other for other in answers.issues if other.question != run.question), issue),
        remarks=tuple(remark for remark in answers.remarks if remark.question != run.question),
    )


def _sheet_row(row: ReturnedRow) -> int:
    address = next(iter(row.addresses.values()), "")
    return int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def _cells(
    column: AskedQuestion, ordered: Sequence[tuple[int, ReturnedRow, RowAnswers]], known: frozenset[tuple[int, str]]
) -> list[_Cell]:
    """Return the cells of a column that may belong to a run."""
    key = column.question.key
    return [
        _Cell(n, cell, key in answers.answers, _counted(cell))
        for n, row, answers in ordered
        if (cell := row.cells.get(key)) is not None and not is_blank(cell) and (row.row_id, key) not in known
    ]


def _counted(cell: Cell) -> dict[Shape, int]:
    """Return the numbers that a fill handle could count up, each by what stands around it."""
    if isinstance(cell, str):
        text = shown(cell)
        return {(text[: m.start()], text[m.end() :]): int(m[0]) for m in _DIGITS.finditer(text)}
    if isinstance(cell, bool) or cell is None:
        return {}
    return {("day",): cell.toordinal()} if isinstance(cell, date) else _counted_number(cell)


def _counted_number(number: float) -> dict[Shape, int]:
    """Return the whole part of a number, with what stands behind the comma as its shape, and the number in thousandths."""
    if not 0 <= number < BEYOND_ALL:
        return {}
    whole, comma, rest = shown(float(number)).partition(",")
    return {("", comma + rest): int(whole), THOUSANDTHS: round(number * 1000)} if whole.isdigit() else {}


def _stretches(column: Sequence[_Cell]) -> Iterator[list[_Cell]]:
    """Yield all stretches of cells that count by one or by the same step, one below the other or with the same gap between them."""
    yield from _neighbours(column)
    if any(isinstance(cell.cell, str) and cell.counted for cell in column):
        for gap in range(2, WIDEST_GAP + 1):
            for offset in range(gap):
                yield from (s for s in _neighbours(column[offset::gap]) if len(s) >= FEWEST_LINES and _is_text(s[0]))


def _neighbours(cells: Sequence[_Cell]) -> Iterator[list[_Cell]]:
    start = 0
    while start < len(cells) - 1:
        after = cells[start + 1].counted
        steps = {shape: after[shape] - number for shape, number in cells[start].counted.items() if shape in after}
        length = max((_length(cells, start, shape, step) for shape, step in steps.items() if step), default=1)
        stretch = list(cells[start : start + length])
        if length > 1 and (length >= FEWEST_BY_STEPS - 1 or _by_one(stretch)):
            yield stretch
        start += max(1, length - 1)


def _length(cells: Sequence[_Cell], start: int, shape: Shape, step: int) -> int:
    """Return how many cells from `start` on go on by this step in this shape."""
    number, end = cells[start].counted[shape], start + 1
    while end < len(cells) and cells[end].counted.get(shape) == number + step * (end - start):
        end += 1
    return end - start


def _by_one(stretch: Sequence[_Cell]) -> bool:
    first, second = stretch[0].counted, stretch[1].counted
    return any(second.get(shape, number) - number in (1, -1) for shape, number in first.items())


def _is_text(cell: _Cell) -> bool:
    return _LETTER.search(cell.text) is not None


def _is_labelled(cell: _Cell) -> bool:
    """Tell whether the words of a choice stand beside its number, and not only `Stufe`."""
    return _LETTER.search(_LEVEL_WORDS.sub("", cell.text)) is not None


def _run(questionnaire: Questionnaire, column: AskedQuestion, stretch: list[_Cell], rising: list[set[int]]) -> Run | None:
    key, doubtful = column.question.key, stretch
    if column.choices and _is_labelled(stretch[0]):  # the words say which of the lines is right
        doubtful = [cell for cell in stretch if not cell.accepted]
        enough = bool(doubtful)
    elif column.choices:  # a list may well go through a few degrees by itself, but not beyond those on offer
        enough = len(stretch) >= FEWEST_LINES and not all(cell.accepted for cell in stretch)
    elif not _by_one(stretch):
        enough = len(stretch) >= FEWEST_BY_STEPS + _is_small(stretch) - (key == questionnaire.proposed_office)
    else:
        alone = sum({cell.line for cell in stretch} <= others for others in rising) == 1
        fewest = FEWEST_LINES + _is_small(stretch) - (column.adds_up and not alone)
        enough = len(stretch) >= fewest or key == questionnaire.proposed_office
    lines = tuple(cell.line for cell in doubtful)
    return Run(question=key, lines=lines, first=_quoted(stretch[0]), last=_quoted(stretch[-1])) if enough else None


def _is_small(stretch: Sequence[_Cell]) -> bool:
    """Tell whether all are small whole numbers, which stand in a row more often by themselves."""
    return all(cell.counted.get(("", ""), LARGEST_SMALL + 1) <= LARGEST_SMALL for cell in stretch)


def _quoted(cell: _Cell) -> str:
    text = " ".join(cell.text.split())
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"
