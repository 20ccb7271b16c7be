"""Where things stand in the Amtsliste workbook: what the writer puts there and the reader looks for."""

from dataclasses import dataclass
from typing import Final

LIST_SHEET: Final = "Amtsliste"
GUIDE_SHEET: Final = "Ausfüllhilfe"
NOTES_SHEET: Final = "Hinweise"
META_SHEET: Final = "_ozg"
GUIDE_TITLE: Final = "Ausfüllhilfe zur"  # how the title on the sheet begins
NOTES_TITLE: Final = "Hinweise zu Ihrer Rücksendung"

# what our own comments in an annotated copy are told by: their author, and the columns of the sheet that repeats them
COMMENT_AUTHOR: Final = "OZG-Koordination"
OWN_NOTES_HEADINGS: Final = ("Grund", "Abhilfe")

# what the number of a line begins with as long as something is missing in it: a mere look of the cell, no content
OPEN_SIGN: Final = "►"

# rows and columns count from 0, as the libraries do; people read row 3 as line 4
HEADING_ROW: Final = 3
FIRST_ROW: Final = 4
FROZEN_COLUMNS: Final = 3
NIL_LABEL: Final = "Fehlanzeige"
NIL_ROW: Final = 2
NIL_COLUMN: Final = 1

META_KEYS: Final = ("token", "list_id", "version", "questionnaire_version", "rollout", "office")
TABLE_HEADINGS: Final = ("number", "row_id", "key", "name")
TABLE_ROW: Final = 7
HINT_HEADING: Final = "hint"
HINT_COLUMN: Final = 4  # of the hidden sheet: the hints as they were printed, so that they are known when they come back
CHOICES_COLUMN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedColumn:
    """A locked column that says which service the row is about; `width` in characters."""

    field: str
    heading: str
    width: int
    help: str


FIXED_COLUMNS: Final = (
    FixedColumn(
        field="number",
        heading="Nr.",
        width=8,
        help=f"Laufende Nummer. Sie bleibt über alle Fassungen der Liste gleich. Steht „{OPEN_SIGN}“ davor, fehlt in der Zeile noch eine Pflichtangabe.",
    ),
    FixedColumn(
        field="key",
        heading="Leistungsschlüssel",
        width=18,
        help="14-stelliger Schlüssel der Leistung im Leistungskatalog (LeiKa), soweit vorhanden.",
    ),
    FixedColumn(field="name", heading="Leistung", width=44, help="Bezeichnung der Verwaltungsleistung."),
    FixedColumn(field="ozg_id", heading="OZG-ID", width=10, help="Nummer der OZG-Leistung, zu der die Leistung gehört."),
    FixedColumn(field="ozg_name", heading="OZG-Leistung", width=26, help="Name der OZG-Leistung (Bündel mehrerer Leistungen)."),
    FixedColumn(
        field="service_type",
        heading="Typ",
        width=7,
        help="Wer die Leistung regelt und ausführt: 1 Bund, 2 und 3 Bund/Land oder Kommune, 4 Land, 5 Kommune.",
    ),
    FixedColumn(field="topic", heading="Themenfeld", width=20, help="Themenfeld der OZG-Leistung."),
)
QUESTIONS_COLUMN: Final = len(FIXED_COLUMNS)


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is `A`, 26 is `AA`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell counted from 0: (6, 7) is `H7`."""
    return f"{column_name(column)}{row + 1}"
