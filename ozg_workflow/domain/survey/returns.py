"""Returns: what one mail with a list says, row by row, and how several of them merge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ozg_workflow.domain.survey.answers import Issue
from ozg_workflow.domain.survey.cells import Answer, Cell
from ozg_workflow.domain.survey.service_list import RowState

REFUSED = "nein"
SHARED = "teilweise"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One row as it came back: the raw cells by question and the address (`C7`) of each in the sender's sheet."""

    row_id: int
    number: int
    cells: dict[str, Cell]
    addresses: dict[str, str]


class NoteKind(StrEnum):
    """What a sheet says beside the answers in its cells."""

    COMMENT = "comment"
    STRUCK_OUT = "struck_out"
    BESIDE = "beside"  # a text where nothing is asked: right of the list, below it, above it, on a sheet of the office's own


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetNote:
    """A comment on a cell, an answer that was struck through, or a text beside the list: only a person can tell what is meant.

    `cell` as in `C7`, on another sheet than the list as in `Tabelle2!C7`.
    """

    kind: NoteKind
    cell: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedLine:
    """A line that somebody wrote below the list for a service that is not on it; `line` as the sender's sheet counts it.

    `cells` are the answers by question, `key` a LeiKa key or empty.
    """

    line: int
    key: str
    name: str
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedList:
    """A returned workbook. `token`, `list_id` and `version` come from its hidden sheet.

    `nil_unclear`: something is said about the Fehlanzeige that is asked again. `remarks` are German; with `asks_again` one of them has to be answered, so the list goes back to the office even where its
    rows are complete. `added` and `notes` answer none of its rows; a person reads them. `pasted` are lines about other services
    that stand in place of rows of the list. `annotated`: it is the copy with marked cells that a return was answered with.
    """

    token: str
    list_id: int
    version: int
    nil_return: bool
    rows: tuple[ReturnedRow, ...]
    remarks: tuple[str, ...] = ()
    asks_again: bool = False
    added: tuple[AddedLine, ...] = ()
    notes: tuple[SheetNote, ...] = ()
    pasted: tuple[AddedLine, ...] = ()
    annotated: bool = False
    nil_unclear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellIssue:
    """An issue with the place where the sender finds it."""

    row_id: int
    number: int
    service: str
    cell: str
    issue: Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What one return says about one row; `order` breaks ties between returns of the same moment."""

    received_at: datetime
    order: int
    answers: dict[str, Answer]
    issues: int

    @property
    def empty(self) -> bool:
        """The row was left blank."""
        return not self.answers


def said_at(*, written: datetime | None, received: datetime, sent: datetime) -> datetime:
    """Return when an answer was given: the date of its mail where that lies between the sending of the list and its arrival.

    So a mail that waited in the quarantine or in another mailbox does not override what was written after it; a date that
    cannot be true (a wrong clock) counts for nothing, and the arrival is taken.
    """
    return written if written and sent <= written <= received else received


def newest_valid(submissions: Iterable[Submission]) -> Submission | None:
    """Return the submission that counts: the newest without issues, else the newest at all; blank rows never override."""
    filled = sorted((s for s in submissions if not s.empty), key=lambda s: (s.received_at, s.order))
    valid = [s for s in filled if not s.issues]
    if valid:
        return valid[-1]
    return filled[-1] if filled else None


def row_state(submission: Submission | None, responsibility: str | None) -> RowState:
    """Return the state of a row from the submission that counts; `responsibility` names the deciding question."""
    if submission is None:
        return RowState.OPEN
    if submission.issues:
        return RowState.INVALID
    refused = responsibility is not None and submission.answers.get(responsibility) == REFUSED
    return RowState.DISPUTED if refused else RowState.ANSWERED


def combine_shared(parts: Sequence[Mapping[str, Answer]], additive: frozenset[str]) -> dict[str, Answer]:
    """Return the answers for a service that several offices share: numbers (`additive`) add up, the rest is that of the office with most of them.

    What one of them does not know is left out of the sum.
    """
    ordered = sorted(parts, key=lambda part: -sum(value for key in additive if isinstance(value := part.get(key), int | float)))
    combined = dict(ordered[0])
    for key in additive:
        values = [value for part in parts if isinstance(value := part.get(key), int | float)]
        if values:
            combined[key] = sum(values)
    return combined
