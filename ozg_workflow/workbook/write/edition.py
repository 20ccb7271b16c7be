"""One edition of a list: the blank one, one filled in with the last answers, or an annotated copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.returns import CellIssue


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedCell:
    """A cell that a person corrected for the office: `value` as it stands there now, `source` who told it to whom and when (German)."""

    row_id: int
    number: int
    service: str
    question: str
    heading: str
    old: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """When it was made (aware), what is filled in, and what is marked.

    `cells` (row id → question key → raw cell) are filled in as they are, never as formulas. With `issues` it becomes an annotated
    copy: wrong cells are coloured and commented, a first sheet `Hinweise` lists them, and below them the `corrected` ones.
    """

    created: datetime
    cells: Mapping[int, Mapping[str, Cell]] = field(default_factory=dict)
    issues: Sequence[CellIssue] = ()
    corrected: Sequence[CorrectedCell] = ()
    nil_return: bool = False
