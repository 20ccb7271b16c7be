"""A sheet of XlsxWriter that takes half the time for the same bytes: lists are printed for every answer to an office.

What it replaces is private to XlsxWriter 3.3; `test_quick_sheet.py` compares the bytes with those of the original.
"""

import re
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, CellStringTuple, Worksheet

OLD_FUNCTIONS: Final = frozenset(
    {"AND", "DATE", "IF", "INT", "ISNUMBER", "LEN", "LOWER", "OR", "TRIM"}
)  # our rules need no others
SURELY_SHORT: Final = 16_000  # characters
_FUNCTION: Final = re.compile(r"([\w.]+)\(")


class QuickSheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """Writes what a list has – texts, numbers, blank cells – by itself and leaves all else to its base."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Look for the newer functions of Excel only where there are any: the base does it with 150 expressions for every rule."""
        if OLD_FUNCTIONS.issuperset(_FUNCTION.findall(formula)) and "{" not in formula and "}" not in formula:
            return formula.removeprefix("=")
        found: str = super()._prepare_formula(formula, expand_future_functions)
        return found

    def write_string(self, row: int, column: int, text: str, style: Any = None) -> int:
        """Write a text; places are numbers here, never names such as `A1`."""
        if len(text) > SURELY_SHORT or self._check_dimensions(row, column):
            return int(self._write_string(row, column, text, style))
        index = self.str_table._get_shared_string_index(text)  # noqa: SLF001 - see above
        self.table[row][column] = CellStringTuple(index, style)
        return 0

    def write_number(self, row: int, column: int, number: float, style: Any = None) -> int:
        """Write a number, likewise."""
        if type(number) is not int or self._check_dimensions(row, column):
            return int(self._write_number(row, column, number, style))
        self.table[row][column] = CellNumberTuple(number, style)
        return 0

    def write_blank(self, row: int, column: int, blank: None, style: Any = None) -> int:
        """Write a cell that has only a format, likewise."""
        if style is None or self._check_dimensions(row, column):
            return int(self._write_blank(row, column, blank, style))
        self.table[row][column] = CellBlankTuple(style)
        return 0

    def _check_dimensions(self, row: int, column: int, ignore_row: bool = False, ignore_col: bool = False) -> int:
        """Look whether the place is allowed and the largest so far: nearly every cell lies between others."""
        if (
            self.dim_rowmin is not None
            and self.dim_colmin is not None
            and self.dim_rowmin <= row <= self.dim_rowmax
            and self.dim_colmin <= column <= self.dim_colmax
        ):
            return 0
        return int(super()._check_dimensions(row, column, ignore_row, ignore_col))

    def _calculate_spans(self) -> None:
        """Tell the first and the last column of every sixteen rows."""
        ends: dict[int, tuple[int, int]] = {}
        for row in {*self.table, *self.comments}:
            if columns := {*self.table.get(row, ()), *self.comments.get(row, ())}:
                first, last = ends.get(row // 16, (self.dim_colmax, 0))
                ends[row // 16] = min(first, *columns), max(last, *columns)
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in ends.items()}

    def _write_rows(self) -> None:
        """Write row by row, without asking every cell for its column and its escapes."""
        self._calculate_spans()
        columns = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            if cells:
                self._write_row(row, self.row_spans.get(row // 16), info)
                self._write_cells(row, cells, columns, plain=info is None or not info.row_format)
                self.fh.write("</row>")
            elif info is not None or row in self.comments:
                self._write_empty_row(row, self.row_spans.get(row // 16), info)

    def _write_cells(self, row: int, cells: dict[int, Any], columns: list[str], *, plain: bool) -> None:
        written: list[str] = []
        for column in sorted(cells):
            cell = cells[column]
            kind = type(cell).__name__
            if kind not in ("String", "Number", "Blank") or not plain or not (cell.format or column not in self.col_info):
                self.fh.write("".join(written))
                written.clear()
                self._write_cell(row, column, cell)
                continue
            style = f' s="{cell.format._get_xf_index()}"' if cell.format else ""  # noqa: SLF001 - see above
            head = f'<c r="{columns[column]}{row + 1}"{style}'
            if kind == "String":
                written.append(f'{head} t="s"><v>{cell.string}</v></c>')
            elif kind == "Number":
                written.append(f"{head}><v>{cell.number:.16G}</v></c>")
            else:
                written.append(f"{head}/>")
        self.fh.write("".join(written))
