"""The Amtsliste: which rows an office gets and how far it has come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RoundKind(StrEnum):
    """What a round asks for."""

    SURVEY = "survey"
    PROGRESS = "progress"


class ListState(StrEnum):
    """Where a list stands."""

    PREPARED = "prepared"
    QUEUED = "queued"
    SENT = "sent"
    PARTLY_RETURNED = "partly_returned"
    RETURNED = "returned"
    NIL_RETURN = "nil_return"
    SUPERSEDED = "superseded"


LIST_STATE_TITLES = {
    ListState.PREPARED: "vorbereitet",
    ListState.QUEUED: "im Postausgang",
    ListState.SENT: "versandt",
    ListState.PARTLY_RETURNED: "teilweise zurück",
    ListState.RETURNED: "zurück",
    ListState.NIL_RETURN: "Fehlanzeige",
    ListState.SUPERSEDED: "ersetzt",
}

OPEN_STATES = frozenset({ListState.SENT, ListState.PARTLY_RETURNED})
BACK = frozenset({ListState.RETURNED, ListState.NIL_RETURN})  # everything an office was asked has come
FINAL_STATES = BACK | {ListState.SUPERSEDED}  # nobody waits for it any more


class RowState(StrEnum):
    """Where one row stands. INVALID has been answered, but not all of it could be accepted."""

    OPEN = "open"
    ANSWERED = "answered"
    INVALID = "invalid"
    DISPUTED = "disputed"  # "nicht zuständig", the case is open
    MOVED = "moved"  # another office has taken it over
    WITHDRAWN = "withdrawn"  # no longer in the catalogue


UNFINISHED_ROWS = frozenset({RowState.OPEN, RowState.INVALID})
GONE = (RowState.MOVED, RowState.WITHDRAWN)  # the office is not asked by them any more
WITH_ANSWERS = frozenset({RowState.ANSWERED, RowState.INVALID})  # of a row with mistakes the other cells were accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFigures:
    """How far the rows of a list are; withdrawn ones do not count, and a refused or moved one is answered."""

    rows: int
    answered: int
    invalid: int
    disputed: int


def row_figures(states: Iterable[RowState] | Mapping[RowState, int]) -> RowFigures:
    """Count the rows of a list by their states; `states` are those of all rows, or how many rows have each."""
    counts = states if isinstance(states, Counter) else Counter(states)
    return RowFigures(
        rows=counts.total() - counts[RowState.WITHDRAWN],
        answered=counts[RowState.ANSWERED] + counts[RowState.DISPUTED] + counts[RowState.MOVED],
        invalid=counts[RowState.INVALID],
        disputed=counts[RowState.DISPUTED],
    )


class AssignmentState(StrEnum):
    """How sure it is that an office is responsible for a service."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"


ASSIGNMENT_TITLES = {
    AssignmentState.PROPOSED: "vorgesehen",
    AssignmentState.CONFIRMED: "bestätigt",
    AssignmentState.DISPUTED: "bestritten",
    AssignmentState.FORWARDED: "weitergegeben",
    AssignmentState.WITHDRAWN: "zurückgezogen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row as it is printed into the workbook; `number` is what people see in column A and stays for good.

    `new`: the service was not on the office's list in the round before. `hint` is what the office is told beside the service.
    """

    row_id: int
    number: int
    key: str
    name: str
    service_type: str
    ozg_id: str
    ozg_name: str
    topic: str
    new: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """Rows of a list, by their numbers, that are filled in with what another office has said; `office` is its title."""

    office: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocument:
    """Everything that is printed into one workbook.

    In a repeated round `repeats` is the title of the round before, `prefilled` tells whether the list holds answers of it, and
    `withdrawn` are the services that are gone since then. `responsibility_due_on` is the earlier day for reporting wrong
    responsibility, where there is one. `handed_on` are the rows that hold answers of other offices, `from_portal` the numbers of
    those that hold what the portals show. The rows of a progress query (`kind`), whose round was opened on `opened_on`, are filled in with what was reported last.
    """

    list_id: int
    version: int
    token: str
    city: str
    rollout: str
    office_number: str
    office_name: str
    department_title: str
    due_on: date
    return_to: str
    contact: str
    rows: tuple[ListRow, ...]
    repeats: str = ""
    prefilled: bool = False
    withdrawn: tuple[str, ...] = ()
    responsibility_due_on: date | None = None
    handed_on: tuple[HandedOn, ...] = ()
    kind: RoundKind = RoundKind.SURVEY
    opened_on: date | None = None
    from_portal: tuple[int, ...] = ()

    @property
    def file_name(self) -> str:
        """The name of the workbook."""
        return list_file_name(self.office_number, self.office_name, self.version, self.kind, self.opened_on)


FILE_TITLES = {RoundKind.SURVEY: "OZG-Amtsliste", RoundKind.PROGRESS: "OZG-Umsetzungsstand"}


def list_file_name(
    office_number: str, office_name: str, version: int, kind: RoundKind = RoundKind.SURVEY, opened_on: date | None = None
) -> str:
    """Return `OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx`, without characters that file systems refuse.

    Progress queries follow each other for years, so the name of their lists tells the month the round was opened in:
    `OZG-Umsetzungsstand-2021-03_33_…`.
    """
    safe = "".join(" " if c in '\\/:*?"<>|_' else c for c in office_name).strip()
    month = f"-{opened_on:%Y-%m}" if opened_on and kind is RoundKind.PROGRESS else ""
    return f"{FILE_TITLES[kind]}{month}_{office_number}_{safe}_v{version}.xlsx"


def state_after_return(rows: Iterable[RowState], *, nil_return: bool) -> ListState:
    """Return the state of a list after a return: complete, Fehlanzeige, or partly returned.

    A list without rows asks for nothing but the Fehlanzeige, so it is not complete without it.
    """
    if nil_return:
        return ListState.NIL_RETURN
    states = list(rows)
    return ListState.PARTLY_RETURNED if not states or any(row in UNFINISHED_ROWS for row in states) else ListState.RETURNED
