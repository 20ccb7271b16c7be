"""Reads a returned Amtsliste, however it was sorted, moved, renamed or saved."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ozg_workflow.domain import german
from ozg_workflow.domain.answers import Cell, is_blank, shown
from ozg_workflow.domain.questionnaire import Questionnaire
from ozg_workflow.domain.returns import ReturnedList, ReturnedRow
from ozg_workflow.workbook.columns import Columns, find_list
from ozg_workflow.workbook.errors import NO_IDENTITY, NO_LIST, WorkbookError
from ozg_workflow.workbook.layout import META_KEYS, TABLE_HEADINGS, cell_name
from ozg_workflow.workbook.nil_return import read_nil_return
from ozg_workflow.workbook.opening import Sheet, Workbook, open_workbook

__all__ = ["ListIdentity", "Workbook", "WorkbookError", "identity_of", "open_workbook", "read_rows"]


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
class _Known:
    """The rows the list was sent with: number → row id, and key → number for keys that occur once."""

    row_ids: Mapping[int, int]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of the sender's sheet that is not blank; `row` counts from 0."""

    row: int
    number: int | None
    key: str
    cells: dict[str, Cell]

    @property
    def answered(self) -> bool:
        return any(not is_blank(cell) for cell in self.cells.values())


def identity_of(workbook: Workbook) -> ListIdentity | None:
    """Return which list this is, None when the hidden sheet is missing or damaged; its name does not matter."""
    found = _meta(workbook)
    if found is None:
        return None
    _, values = found
    list_id, version = _integer(values["list_id"]), _integer(values["version"])
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


def read_rows(workbook: Workbook, questionnaire: Questionnaire) -> ReturnedList:
    """Return the raw answers row by row with their addresses in the sender's sheet.

    Lines are recognised by their number, then by the key; blank lines are skipped, and what cannot be assigned becomes a
    German remark. Nothing is validated here. Raises WorkbookError when the hidden sheet or the list itself is missing.
    """
    identity = identity_of(workbook)
    if identity is None:
        raise WorkbookError(NO_IDENTITY)
    columns = find_list(workbook, questionnaire)
    if columns is None:
        raise WorkbookError(NO_LIST)
    nil, nil_remark = read_nil_return(columns.sheet.rows[: columns.heading_row])
    rows, remarks = _assign(list(_lines(columns)), _known(workbook), columns)
    if nil and any(not is_blank(cell) for row in rows for cell in row.cells.values()):
        nil_remark += ("Das Feld „Fehlanzeige“ ist mit „ja“ beantwortet, es sind aber auch Zeilen ausgefüllt.",)
    missing = tuple(f"Die Spalte „{heading}“ fehlt in der zurückgesandten Liste." for heading in columns.missing)
    return ReturnedList(
        token=identity.token,
        list_id=identity.list_id,
        version=identity.version,
        nil_return=nil,
        rows=rows,
        remarks=missing + nil_remark + remarks,
    )


def _meta(workbook: Workbook) -> tuple[Sheet, dict[str, Cell]] | None:
    for sheet in workbook.sheets:
        values = {str(row[0]).strip(): row[1] for row in sheet.rows[:30] if len(row) > 1 and isinstance(row[0], str)}
        if all(not is_blank(values.get(key)) for key in META_KEYS):
            return sheet, values
    return None


def _known(workbook: Workbook) -> _Known:
    found = _meta(workbook)
    rows = found[0].rows if found else ()
    start = next((n for n, row in enumerate(rows) if tuple(row[:3]) == TABLE_HEADINGS), len(rows))
    table = [(_integer(row[0]), _integer(row[1]), _key(row[2])) for row in rows[start + 1 :] if len(row) >= 3]
    valid = [(number, row_id, key) for number, row_id, key in table if number is not None and row_id is not None]
    keys = Counter(key for _, _, key in valid if key)
    return _Known(
        row_ids={number: row_id for number, row_id, _ in valid},
        numbers={key: number for number, _, key in valid if keys[key] == 1},
    )


def _integer(cell: Cell) -> int | None:
    text = shown(cell).removesuffix(".").removesuffix(",0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _key(cell: Cell) -> str:
    return shown(cell).replace(" ", "")


def _lines(columns: Columns) -> Iterator[_Line]:
    for row in range(columns.heading_row + 1, len(columns.sheet.rows)):
        values = columns.sheet.rows[row]
        cells = {key: values[column] if column < len(values) else None for key, column in columns.questions.items()}
        fixed = {field: values[column] if column < len(values) else None for field, column in columns.fixed.items()}
        if all(is_blank(cell) for cell in (*cells.values(), *fixed.values())):
            continue
        yield _Line(row=row, number=_integer(fixed.get("number")), key=_key(fixed.get("key")), cells=cells)


def _assign(lines: list[_Line], known: _Known, columns: Columns) -> tuple[tuple[ReturnedRow, ...], tuple[str, ...]]:
    counts = Counter(line.number for line in lines)
    by_number: dict[int, list[_Line]] = {}
    remarks = []
    for line in lines:
        found = _identify(line, known, repeated=counts[line.number] > 1)
        if isinstance(found, str):
            remarks.append(found)
        else:
            by_number.setdefault(found, []).append(line)
    rows = []
    for number, same in by_number.items():
        chosen = _chosen(same)
        if chosen is None:
            remarks.append(_contradiction(number, same))
        else:
            rows.append(_returned(chosen, number, known.row_ids[number], columns))
    return tuple(rows), tuple(remarks)


def _identify(line: _Line, known: _Known, *, repeated: bool) -> int | str:
    """Return the number of the row a line belongs to, or a remark when that is not certain."""
    by_key = known.numbers.get(line.key)
    if line.number is None or line.number not in known.row_ids:
        return (
            by_key
            if by_key is not None
            else f"Zeile {line.row + 1} gehört zu keiner Leistung der Liste und wurde nicht übernommen."
        )
    if by_key is None or by_key == line.number:
        return line.number
    if repeated:
        return by_key
    return (
        f"In Zeile {line.row + 1} passen Nr. {line.number} und Leistungsschlüssel {line.key} nicht zusammen; "
        "die Zeile wurde nicht übernommen. Bitte nicht nur einzelne Spalten sortieren."
    )


def _chosen(lines: list[_Line]) -> _Line | None:
    """Return the line that speaks for a row: blank ones give way, identical ones count once, contradictory ones not at all."""
    answered = [line for line in lines if line.answered] or lines[:1]
    same = all(_comparable(line) == _comparable(answered[0]) for line in answered)
    return answered[0] if same else None


def _contradiction(number: int, lines: list[_Line]) -> str:
    where = german.join([str(line.row + 1) for line in lines])
    return (
        f"Nr. {number} steht mehrfach mit unterschiedlichen Angaben in der Liste (Zeilen {where}); keine davon wurde übernommen. "
        "Bitte nur eine Zeile stehen lassen."
    )


def _comparable(line: _Line) -> dict[str, str]:
    return {key: shown(cell) for key, cell in line.cells.items()}


def _returned(line: _Line, number: int, row_id: int, columns: Columns) -> ReturnedRow:
    addresses = {key: cell_name(line.row, column) for key, column in columns.questions.items()}
    return ReturnedRow(row_id=row_id, number=number, cells=line.cells, addresses=addresses)
