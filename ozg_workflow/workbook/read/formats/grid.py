"""Cells that come one by one, with their places, put into rows."""

from typing import Any, Final

from ozg_workflow.workbook.errors import TOO_FAR, WorkbookError

MOST_CELLS: Final = 2_000_000  # rows × columns
MOST_SPREAD: Final = 20_000  # cells that repeat a merged one


class Grid:
    """A sheet that is filled cell by cell; rows and columns count from 0."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], Any] = {}
        self.merged: list[tuple[tuple[int, int], tuple[int, int]]] = []  # first and last cells of what reaches over several lines
        self._spread = 0

    def put(self, row: int, column: int, value: Any, *, down: int = 0) -> None:
        """Place a value unless it is blank; merged over more lines it stands in each of them, as who merges cells means all of them."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        self._cells[row, column] = value
        self._spread += down
        if down:
            self.merged.append(((row, column), (row + down, column)))
        for below in range(row + 1, row + 1 + (down if self._spread <= MOST_SPREAD else 0)):
            self._cells[below, column] = value

    def rows(self) -> list[list[Any]]:
        """Return the rows up to the last value. Raises WorkbookError where it lies too far off."""
        height = max((row for row, _ in self._cells), default=-1) + 1
        width = max((column for _, column in self._cells), default=-1) + 1
        if height * width > MOST_CELLS:
            raise WorkbookError(TOO_FAR)
        rows: list[list[Any]] = [[None] * width for _ in range(height)]
        for (row, column), value in self._cells.items():
            rows[row][column] = value
        return rows


def whole_number(text: str | None, default: int) -> int:
    """Return a number that a file states, at most a million."""
    return min(int(text), 1_000_000) if text and text.isascii() and text.isdigit() and len(text) < 12 else default
