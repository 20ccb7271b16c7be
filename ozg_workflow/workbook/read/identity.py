"""Which list a workbook is, and which rows it was sent with: what its hidden sheet says, wherever it stands."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.cells import Cell, is_blank, shown
from ozg_workflow.workbook.layout import HINT_COLUMN, HINT_HEADING, META_KEYS, OPEN_SIGN, TABLE_HEADINGS
from ozg_workflow.workbook.read.opening import Row, Workbook

SEARCHED_ROWS = 30
LEIKA_DIGITS = 14
_KEYS = frozenset(META_KEYS)
_KEY_MARKS = str.maketrans("", "", " \u00a0\u202f.-–'’")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListIdentity:
    """What the hidden sheet says about the list; to be believed only when the token is genuine."""

    token: str
    list_id: int
    version: int
    questionnaire_version: str
    rollout: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRows:
    """The rows one version of a list was sent with, by their numbers; services without a key have an empty key."""

    list_id: int
    version: int
    row_ids: Mapping[int, int]
    keys: Mapping[int, str]
    names: Mapping[int, str]


def identity_of(workbook: Workbook) -> ListIdentity | None:
    """Return which list this is, None when the hidden sheet is missing or damaged; its name does not matter."""
    values = _values(_hidden(workbook))
    list_id, version = integer(values.get("list_id")), integer(values.get("version"))
    if list_id is None or version is None:
        return None
    return ListIdentity(
        token=shown(values["token"]),
        list_id=list_id,
        version=version,
        questionnaire_version=shown(values["questionnaire_version"]),
        rollout=shown(values["rollout"]),
        office=shown(values["office"]),
    )


def sent_rows(workbook: Workbook) -> KnownRows | None:
    """Return the rows the hidden sheet names, None when it is missing or damaged."""
    rows = _hidden(workbook)
    values = _values(rows)
    list_id, version = integer(values.get("list_id")), integer(values.get("version"))
    if list_id is None or version is None:
        return None
    row_ids, keys, names = {}, {}, {}
    for row in _table(rows):
        number, row_id = integer(row[0]), integer(row[1])
        if number is not None and row_id is not None:
            row_ids[number], keys[number], names[number] = row_id, compact_key(row[2]), shown(row[3])
    return KnownRows(list_id=list_id, version=version, row_ids=row_ids, keys=keys, names=names)


def sent_hints(rows: tuple[Row, ...]) -> Iterator[str]:
    """Yield the hints a hidden sheet says were printed beside the services."""
    start = next((n for n, row in enumerate(rows) if len(row) > HINT_COLUMN and row[HINT_COLUMN] == HINT_HEADING), len(rows))
    return (shown(row[HINT_COLUMN]) for row in rows[start + 1 :] if len(row) > HINT_COLUMN and not is_blank(row[HINT_COLUMN]))


def unique(values: Mapping[int, str]) -> dict[str, int]:
    """Return the number of every text that occurs once and is not blank."""
    counts = Counter(values.values())
    return {text: number for number, text in values.items() if text and counts[text] == 1}


def integer(cell: Cell) -> int | None:
    """Return a cell as a whole number (`7`, `7.`, `7,0`; `► 7` where a page was saved as it looked), None for anything else."""
    if cell.__class__ is int:
        return cell
    text = shown(cell).removeprefix(OPEN_SIGN).lstrip().removesuffix(".").removesuffix(",0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def compact_key(cell: Cell) -> str:
    """Return a LeiKa key without the blanks, points and hyphens people group it with."""
    if cell.__class__ is str and cell.isdigit():
        return cell
    text = shown(cell)
    return text if text.isdigit() else text.translate(_KEY_MARKS)


def is_key(key: str) -> bool:
    """Tell whether a compact key is one of LeiKa: 14 digits."""
    return len(key) == LEIKA_DIGITS and key.isdigit()


def compact_name(cell: Cell) -> str:
    """Return the name of a service for comparing."""
    return normalise(shown(cell))


def is_hidden_sheet(rows: tuple[Row, ...]) -> bool:
    """Tell whether a sheet is the hidden one."""
    said = (row for row in rows[:SEARCHED_ROWS] if len(row) > 1 and row[0].__class__ is str)  # in a list most are numbers
    return {key for row in said if (key := str(row[0]).strip()) in _KEYS and not is_blank(row[1])} == _KEYS


def _hidden(workbook: Workbook) -> tuple[Row, ...]:
    return next((sheet.rows for sheet in workbook.sheets if is_hidden_sheet(sheet.rows)), ())


def _values(rows: tuple[Row, ...]) -> dict[str, Cell]:
    return {str(row[0]).strip(): row[1] for row in rows[:SEARCHED_ROWS] if len(row) > 1}


def _table(rows: tuple[Row, ...]) -> list[tuple[Cell, ...]]:
    fewest = 3  # lists of the first version had no names
    start = next((n for n, row in enumerate(rows) if row[:fewest] == TABLE_HEADINGS[:fewest]), len(rows))
    width = len(TABLE_HEADINGS)
    return [(row + (None,) * width)[:width] for row in rows[start + 1 :]]
