"""A blank list made from a pattern: a list of two lines that XlsxWriter wrote, whose lines and names are exchanged.

Nearly all lists are blank and differ in nothing else; made so one takes a third of the time. `test_pattern.py` compares all parts with those of
a list that XlsxWriter wrote as a whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.sharedstrings import SharedStringTable

from ozg_workflow.domain.survey.service_list import ListDocument, ListRow
from ozg_workflow.paper.german_book import Strings
from ozg_workflow.workbook.layout import FIRST_ROW, FIXED_COLUMNS, TABLE_HEADINGS, TABLE_ROW
from ozg_workflow.workbook.sheet_tools import clean_text
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.news import news_text

FEWEST_LINES: Final = 2  # what is about one line alone is written in another way
MADE: Final = Edition(created=datetime(1999, 12, 31, tzinfo=UTC))
_LIST, _META, _BOOK, _CORE, _TEXTS = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet3.xml",
    "xl/workbook.xml",
    "docProps/core.xml",
    "xl/sharedStrings.xml",
)
_ROW: Final = re.compile(r'<row r="(\d+)" spans="\d+:(\d+)"[^>]*>(.*?)</row>')
_CELL: Final = re.compile(r'<c r="([A-Z]+)\d+"( s="\d+")?.*?(?:/>|</c>)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the workbook of a list says of it beside its lines: `texts` are the words of cells, in a fixed order."""

    title: str
    texts: tuple[str, ...]


def fits(document: ListDocument, edition: Edition) -> bool:
    """Tell whether a list differs from the pattern of its round in its lines and names only."""
    filled = edition.cells or edition.issues or edition.corrected or edition.nil_return
    marked = any(row.new or row.hint for row in document.rows)
    return len(document.rows) >= FEWEST_LINES and not (filled or marked or news_text(document))


def pattern_of(document: ListDocument) -> ListDocument:
    """Return the list that is written as a pattern: every name stands nowhere else, the lines bring no text of their own."""
    text = document.city
    line = ListRow(row_id=1, number=1, key=text, name=text, service_type=text, ozg_id=text, ozg_name=text, topic=text)
    return replace(
        document,
        list_id=1,
        version=1,
        token="\ue000",  # noqa: S106 - a name to be exchanged
        rollout="\ue001",
        office_number="\ue002",
        office_name="\ue003",
        department_title="\ue004",
        rows=(line, replace(line, number=2)),
    )


class Pattern:
    """The parts of a list of two lines with the table of its texts, and its names."""

    def __init__(self, content: bytes, table: SharedStringTable, names: Names) -> None:
        with ZipFile(BytesIO(content)) as book:
            self._parts = {name: book.read(name).decode() for name in book.namelist()}
        self._names, self._texts = names, list(table.string_array)
        lines = [row[0] for row in _ROW.finditer(self._parts[_LIST]) if int(row[1]) > FIRST_ROW]
        self._head, self._tail = _around(self._parts[_LIST], lines)
        self._line = _Line(lines[0])
        self._meta = _Meta(self._parts[_META])
        self._places = table.count - sum(line.count('t="s"') for line in lines) - self._meta.places

    def list_of(self, document: ListDocument, names: Names, created: datetime, heights: Sequence[float | None]) -> bytes:
        """Return the workbook of another list; `heights` are those of its lines in points, None where Excel finds them."""
        own = dict(zip(self._names.texts, names.texts, strict=True))
        texts = _Texts([own.get(text, text) for text in self._texts])
        last = FIRST_ROW + len(document.rows)
        lines = "".join(
            self._line.of(n, row, h, texts) for n, (row, h) in enumerate(zip(document.rows, heights, strict=True), FIRST_ROW + 1)
        )
        core = self._parts[_CORE].replace(escape(self._names.title), escape(names.title))
        return _zipped(
            self._parts
            | {
                _LIST: _until(self._head, last) + lines + _until(self._tail, last),
                _META: self._meta.of(document, texts),
                _BOOK: self._parts[_BOOK].replace(f"${FIRST_ROW + FEWEST_LINES}</definedName>", f"${last}</definedName>"),
                _CORE: core.replace(_moment(MADE.created), _moment(created)),
                _TEXTS: texts.as_xml(self._places),
            }
        )


class _Texts:
    """The table of texts of a workbook, to which its lines add theirs."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._numbers: dict[str, int] = {}
        self._all, self._added = list(texts), 0
        for number, text in enumerate(texts):
            self._numbers.setdefault(text, number)

    def number(self, text: str) -> int:
        """Return the number of a text that stands in one more cell."""
        self._added += 1
        text = clean_text(text)
        if text not in self._numbers:
            self._numbers[text] = len(self._all)
            self._all.append(text)
        return self._numbers[text]

    def as_xml(self, places: int) -> str:
        """Return the part of the workbook; `places` is how often its texts are used beside the lines."""
        table, target = SharedStringTable(), StringIO()
        table.string_array, table.unique_count, table.count = self._all, len(self._all), places + self._added
        strings = Strings()
        strings.string_table = table
        strings._set_xml_writer(target)  # noqa: SLF001 - private to XlsxWriter 3.3
        strings._assemble_xml_file()  # noqa: SLF001
        return target.getvalue()


class _Line:
    """The line of one service on the sheet `Amtsliste`."""

    def __init__(self, xml: str) -> None:
        cells = [(cell[1], cell[2] or "") for cell in _CELL.finditer(xml)]
        self._number, texts = cells[0][1], cells[1 : len(FIXED_COLUMNS)]
        self._columns = [(column, style, fixed.field) for (column, style), fixed in zip(texts, FIXED_COLUMNS[1:], strict=True)]
        self._blank = "".join(f'<c r="{column}%d"{style}/>' for column, style in cells[len(FIXED_COLUMNS) :])
        self._blanks = len(cells) - len(FIXED_COLUMNS)
        self._spans = f"1:{len(cells)}"

    def of(self, n: int, row: ListRow, height: float | None, texts: _Texts) -> str:
        """Return line `n` of the sheet, counted as people do."""
        high = "" if height is None else f' ht="{round(height * 4 / 3) * 0.75:g}" customHeight="1"'  # whole pixels, as XlsxWriter
        cells = [f'<c r="A{n}"{self._number}><v>{row.number}</v></c>']
        for column, style, field in self._columns:
            cells.append(f'<c r="{column}{n}"{style} t="s"><v>{texts.number(getattr(row, field))}</v></c>')
        return f'<row r="{n}" spans="{self._spans}"{high}>{"".join(cells)}{self._blank % ((n,) * self._blanks)}</row>'


class _Meta:
    """The hidden sheet: its table of lines stands beside the choices, which may be longer or shorter."""

    def __init__(self, xml: str) -> None:
        rows = [row for row in _ROW.finditer(xml) if int(row[1]) > TABLE_ROW + 1]
        self._head, self._tail = _around(xml, [row[0] for row in rows])
        self._beside = {int(row[1]): _beside_table(row[3]) for row in rows}
        self._widest = {(int(row[1]) - 1) // 16: int(row[2]) for row in _ROW.finditer(xml)}
        self.places = FEWEST_LINES * 2

    def of(self, document: ListDocument, texts: _Texts) -> str:
        """Return the sheet of a list."""
        lines = dict(enumerate(document.rows, TABLE_ROW + 2))
        last = max(*lines, *(n for n, cells in self._beside.items() if cells), 0)
        rows = "".join(self._row(n, lines, texts) for n in range(TABLE_ROW + 2, last + 1))
        head = self._head
        for place, number in (("B2", document.list_id), ("B3", document.version)):
            head = head.replace(f'<c r="{place}"><v>1</v>', f'<c r="{place}"><v>{number}</v>')
        return re.sub(r'<dimension ref="(A1:[A-Z]+)\d+"', rf'<dimension ref="\g<1>{last}"', head) + rows + self._tail

    def _row(self, n: int, lines: Mapping[int, ListRow], texts: _Texts) -> str:
        widest = max(self._widest.get((n - 1) // 16, 0), len(TABLE_HEADINGS))
        return f'<row r="{n}" spans="1:{widest}">{"".join(_table(n, lines.get(n), texts))}{self._beside.get(n, "")}</row>'


def _table(n: int, line: ListRow | None, texts: _Texts) -> Iterator[str]:
    if line:
        yield f'<c r="A{n}"><v>{line.number}</v></c><c r="B{n}"><v>{line.row_id}</v></c>'
        yield f'<c r="C{n}" t="s"><v>{texts.number(line.key)}</v></c><c r="D{n}" t="s"><v>{texts.number(line.name)}</v></c>'


def _beside_table(cells: str) -> str:
    return "".join(cell[0] for cell in _CELL.finditer(cells) if cell[1] > "D")


def _around(xml: str, rows: Sequence[str]) -> tuple[str, str]:
    """Return what stands before and after some rows that follow each other."""
    head, _, rest = xml.partition(rows[0])
    return head, rest[rest.index("</sheetData>") :]


def _until(xml: str, last: int) -> str:
    """Let areas end in another line than that of the pattern."""
    return re.sub(rf'ref="([A-Z]+\d+:[A-Z]+){FIRST_ROW + FEWEST_LINES}"', rf'ref="\g<1>{last}"', xml)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _zipped(parts: Mapping[str, str]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", compression=ZIP_DEFLATED) as book:
        for name, xml in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # as XlsxWriter: no trace of the clock
            info.compress_type = ZIP_DEFLATED
            book.writestr(info, xml.encode())
    return buffer.getvalue()
