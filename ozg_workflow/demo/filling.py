"""A list on a clerk's screen: opened with openpyxl, filled in by headings and drop-downs, saved again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

SHEET: Final = "Amtsliste"
HEADINGS: Final = 4  # the line of the headings, as people count
RESPONSIBLE: Final = "Zuständig?"
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One service of the list: its line in the sheet and what is printed there."""

    line: int
    number: int
    key: str
    name: str

    @property
    def service(self) -> str:
        """What identifies the service for the office: the key, else the name."""
        return self.key or self.name


class Form:
    """An opened workbook. Raises KeyError when it has no sheet `Amtsliste` or lacks a heading that is filled in."""

    def __init__(self, content: bytes) -> None:
        from openpyxl import load_workbook

        self._book: Any = load_workbook(BytesIO(content))
        self._sheet: Any = self._book[SHEET]
        texts = {cell.column: str(cell.value).strip() for cell in self._sheet[HEADINGS] if cell.value}
        self._columns = {text: column for column, text in texts.items()}
        self._labels = {texts[c]: labels for c, labels in self._drop_downs().items() if c in texts}
        self.rows = tuple(self._services())

    @property
    def asks_responsibility(self) -> bool:
        """Tell a list of the survey from a question about the progress."""
        return RESPONSIBLE in self._columns

    def labels(self, heading: str) -> tuple[str, ...]:
        """Return the texts of the drop-down below a heading, empty where there is none."""
        return self._labels.get(heading, ())

    def fill(self, row: FormRow, cells: Mapping[str, Value]) -> None:
        """Fill in a row: heading → value. In a drop-down the first entry that starts with the value is chosen."""
        for heading, value in cells.items():
            self._sheet.cell(row.line, self._columns[heading]).value = self._chosen(heading, value)

    def write(self, row: FormRow, heading: str, value: Value) -> None:
        """Write a value as it is, past the drop-down, as pasting does."""
        self._sheet.cell(row.line, self._columns[heading]).value = value

    def is_blank(self, row: FormRow) -> bool:
        """Tell whether nothing has been answered in a row."""
        fixed = min(self._columns[heading] for heading in self._labels)
        cells = self._sheet[row.line][fixed - 1 :]
        return all(cell.value in (None, "") for cell in cells)

    def row_at(self, address: str) -> tuple[FormRow, str]:
        """Return the row and the heading of a cell such as `H7`. Raises KeyError for a cell outside of the list."""
        cell = self._sheet[address]
        headings = {column: heading for heading, column in self._columns.items()}
        return {row.line: row for row in self.rows}[cell.row], headings[cell.column]

    def declare_nil(self) -> None:
        """Answer `Fehlanzeige` for the whole list."""
        for cell in self._sheet[HEADINGS - 1]:
            if cell.value == "Fehlanzeige":
                self._sheet.cell(cell.row, cell.column + 1).value = "ja"
                return
        raise KeyError("Fehlanzeige")

    def saved(self) -> bytes:
        """Return the file as it is sent back."""
        buffer = BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()

    def _services(self) -> list[FormRow]:
        number, key, name = (self._columns[h] for h in ("Nr.", "Leistungsschlüssel", "Leistung"))
        lines = self._sheet.iter_rows(min_row=HEADINGS + 1)
        return [
            FormRow(
                line=line[0].row,
                number=int(line[number - 1].value),
                key=str(line[key - 1].value or ""),
                name=str(line[name - 1].value),
            )
            for line in lines
            if line[number - 1].value
        ]

    def _chosen(self, heading: str, value: Value) -> Value:
        labels = self.labels(heading)
        if not labels or value is None:
            return value
        return next((label for label in labels if label.startswith(str(value)) or label.endswith(f"({value})")), value)

    def _drop_downs(self) -> dict[int, tuple[str, ...]]:
        """Return column → texts, read from the ranges the sheet's validations name."""
        found = {}
        for rule in self._sheet.data_validations.dataValidation:
            if rule.type == "list" and "!" in str(rule.formula1):
                texts = self._texts(str(rule.formula1))
                found.update({area.min_col: texts for area in rule.sqref.ranges})
        return found

    def _texts(self, formula: str) -> tuple[str, ...]:
        sheet, _, area = formula.lstrip("=").rpartition("!")
        cells = self._book[sheet.strip("'")][area.replace("$", "")]
        return tuple(str(cell[0].value) for cell in cells if cell[0].value is not None)
