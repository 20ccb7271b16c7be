"""Reads the field `Fehlanzeige` above the headings."""

import re

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.cells import NO_WORDS, YES_WORDS, Cell, is_blank, shown
from ozg_workflow.workbook.layout import NIL_LABEL

_LABEL = normalise(NIL_LABEL)
_YES = YES_WORDS | {_LABEL, "1", "zutreffend", "trifft zu", "✓", "✔"}
_NO = NO_WORDS | {"0", "-", "–", "trifft nicht zu", "keine fehlanzeige"}


def read_nil_return(rows: tuple[tuple[Cell, ...], ...]) -> tuple[bool, tuple[str, ...]]:
    """Return whether the office answers *Fehlanzeige*, and a German remark when the field holds something unclear.

    `rows` are the lines above the headings. The answer stands right of the label; people also write into the label itself.
    """
    for row in rows:
        for column, cell in enumerate(row):
            text = normalise(shown(cell))
            if not text.startswith(_LABEL) or len(text) > len(_LABEL) + 20:
                continue
            rest = re.sub(r"^[\s:=–-]+", "", text.removeprefix(_LABEL))
            beside = row[column + 1] if column + 1 < len(row) else None
            return _judged(rest if is_blank(beside) else beside)
    return any(normalise(shown(cell)) in YES_WORDS for row in rows for cell in row), ()


def _judged(answer: Cell) -> tuple[bool, tuple[str, ...]]:
    text = normalise(shown(answer)).rstrip(".!")
    if answer is True or text in _YES or re.match(r"(ja|fehlanzeige)\b", text):
        return True, ()
    if not text or answer is False or text in _NO or text.startswith("nein"):
        return False, ()
    return False, (f"Das Feld „Fehlanzeige“ enthält „{shown(answer)[:100]}“. Bitte wählen Sie „ja“ oder lassen Sie es leer.",)
