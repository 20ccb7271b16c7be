"""Cells whose look says more than their value: people see `100 %`, `5 Tsd.`, `300¹` or one figure across three lines.

The answer is what stands on the screen, so it is read from there; what that means is for the question to tell, or to ask.
"""

import re
from dataclasses import replace
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import Cell, is_blank, shown
from ozg_workflow.domain.survey.kinds.registry import kind_of
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.columns import Columns
from ozg_workflow.workbook.read.exchange import FORMAT, MERGED, SHOWN
from ozg_workflow.workbook.read.opening import CellNote

_PIECE: Final = late(  # of a number format (ECMA-376, 18.8.31)
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|(?P<percent>%)'
    r"|(?P<digits>[0#?](?:[0#?.,]*[0#?])?(?P<thousands>,*)(?:[Ee][+-][0#]+)?)|(?P<sign>[€$£A-Za-z])|."
)
_MOMENT: Final = late(r"(?i)^(?:general|standard)$|[dmyhsj]")  # of what is left without texts and brackets
_TEXTS: Final = late(r'"[^"]*"|\\.|\[[^\]]*\]')
_TELLING: Final = late(r"\w|[%€$£<>≤≥±+~≈?]")


def with_shown(columns: Columns, questionnaire: Questionnaire) -> Columns:
    """Return the list with the answers as people see them where their look says more than their value."""
    asked = {column: key for key, column in columns.questions.items()}
    counted = {q.key for q in questionnaire.questions if kind_of(q).adds_up}
    rows = columns.sheet.rows
    seen: dict[tuple[int, int], str] = {}
    for note in columns.sheet.notes:
        key = asked.get(note.column)
        if key and note.row < len(rows) and note.column < len(rows[note.row]):
            text = _seen(note, rows[note.row][note.column], counted=key in counted)
            seen |= {(note.row, note.column): text} if text else {}
    if not seen:
        return columns
    changed = [list(row) for row in rows]
    for (row, column), text in seen.items():
        changed[row][column] = text
    return replace(columns, sheet=replace(columns.sheet, rows=tuple(map(tuple, changed))))


def _seen(note: CellNote, cell: Cell, *, counted: bool) -> str:
    """Return what is seen in a cell, empty where it is the value and nothing else."""
    if is_blank(cell):
        return ""
    if note.kind == SHOWN:
        return note.text or ""
    if note.kind == MERGED and counted:  # once for all lines, or for each of them?
        return f"{shown(cell)} (über mehrere Zeilen verbunden)"
    if note.kind == FORMAT and isinstance(cell, int | float) and not isinstance(cell, bool):
        return displayed(cell, note.text or "")
    return ""


def displayed(value: float, code: str) -> str:
    """Return a number as a number format (in its English form) shows it: `100 %`, `5 Tsd.`; empty where it shows the number alone.

    Where digits are hidden without a word, as `#,##0,` does, that is told.
    """
    section = _section(code, negative=value < 0)
    if _MOMENT.search(_TEXTS.sub("", section)):
        return ""
    before, after, number, divisor = "", "", False, 1
    for piece in _PIECE.finditer(section):
        words = piece["quoted"] or piece["escaped"] or piece["currency"] or piece["sign"] or piece["percent"] or ""
        number = number or bool(piece["digits"])
        before, after = (before, after + words) if number else (before + words, after)
        divisor *= 1000 ** len(piece["thousands"] or "")
        value *= 100 if piece["percent"] else 1
    if divisor > 1 and not _TELLING.search(after):
        after += " in Tausend" if divisor == 1000 else " in Millionen"
    text = f"{before} {shown(value / divisor) if number else ''} {after}"
    return " ".join(text.split()) if _TELLING.search(before + after) else ""


def _section(code: str, *, negative: bool) -> str:
    """Return the part of a format for numbers of this sign; they are divided by `;`."""
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', code)
    return sections[1] if negative and len(sections) > 1 else next(iter(sections), "")
