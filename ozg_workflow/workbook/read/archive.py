"""Makes a zipped workbook safe to parse: counted, bounded and packed anew, so that the parser sees only what was checked.

It runs in the parser's own process: whatever an archive unpacks to never reaches the memory of the one that reads the mailbox.
"""

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ozg_workflow.workbook.errors import (
    BINARY_FILE,
    DAMAGED,
    NOT_A_WORKBOOK,
    PROTECTED_FILE,
    TOO_FAR,
    TOO_LARGE,
    UNSAFE,
    WorkbookError,
)

MOST_MEMBERS: Final = 2000
MOST_BYTES: Final = 60_000_000
MOST_RATIO: Final = 300  # lists with long blank parts reach 130; deflate ends at 1 032
MOST_CELLS: Final = 5_000_000  # the parser allocates the whole rectangle up to the last cell
SMALL: Final = 1_000_000  # below this the ratio says nothing
_UNREAD: Final = (  # parts that hold no values
    "docProps/",
    "customXml/",
    "xl/theme/",
    "xl/drawings/",
    "xl/charts/",
    "xl/comments",
    "xl/calcChain",
    "Configurations2/",
)

_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# a far address, so that the cells are worth counting: three letters or five digits; without one there are 7 million at most
_FAR = re.compile(rb""" r=["'](?:[A-Za-z]{3}\d|[A-Za-z]{0,2}\d{5})""")
_ERROR_TYPE = re.compile(rb"""(<(?:\w+:)?c\s(?:[^>]*\s)?t\s*=\s*)["']e["']""")
_ODS_ERROR = re.compile(rb"<table:table-cell\b[^>]*calcext:value-type=\"error\"[^>]*>")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_ROW_NUMBER = re.compile(rb"""^[^>]*?\sr\s*=\s*["'](\d{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^>]*)(?<!/)>")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CELL_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ODS_TABLE = re.compile(rb"<table:table\b(?!-)")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_REPEATED = re.compile(rb"""-repeated\s*=\s*["'](\d+)["']""")


def safe_archive(content: bytes) -> bytes:
    """Return the same workbook as a new archive of its XML parts; WorkbookError when it is unsafe or no workbook.

    Error cells are turned into text: the parser reads `#N/A` as a blank cell, which would look like a missing answer.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = _checked_members(archive, len(content))
            parts = {info.filename: _read(archive, info) for info in members}
    except WorkbookError:
        raise
    except Exception as error:  # whatever zipfile trips over in foreign bytes
        raise WorkbookError(DAMAGED) from error
    _check_parts(parts)
    return _packed({name: _with_readable_errors(data) for name, data in parts.items()})


def _checked_members(archive: ZipFile, size: int) -> list[ZipInfo]:
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_RATIO * size):
        raise WorkbookError(TOO_LARGE)
    # of two members with one name the last counts, as in Excel
    wanted = [info for name, info in archive.NameToInfo.items() if _is_read(name)]
    if any(info.flag_bits & 1 for info in wanted):
        raise WorkbookError(PROTECTED_FILE)
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in wanted):
        raise WorkbookError(DAMAGED)
    if "xl/workbook.bin" in archive.NameToInfo:
        raise WorkbookError(BINARY_FILE)
    return wanted


def _is_read(name: str) -> bool:
    return (name == "mimetype" or name.lower().endswith((".xml", ".rels"))) and not name.startswith(_UNREAD)


def _read(archive: ZipFile, info: ZipInfo) -> bytes:
    # ends at the size the directory states, even where the data goes on
    with archive.open(info) as member:
        return member.read(info.file_size)


def _check_parts(parts: dict[str, bytes]) -> None:
    # the first versions of OpenOffice wrote a DOCTYPE into the manifest, which the parser only skims
    if any(_is_unsafe(data) for name, data in parts.items() if name != "META-INF/manifest.xml"):
        raise WorkbookError(UNSAFE)
    if "content.xml" in parts:
        if b"spreadsheet" not in parts.get("mimetype", b"spreadsheet"):
            raise WorkbookError(NOT_A_WORKBOOK)
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise WorkbookError(PROTECTED_FILE)
        cells = [_ods_cells(table) for table in _ODS_TABLE.split(parts["content.xml"])[1:]]
    else:
        if "xl/workbook.xml" not in parts:
            raise WorkbookError(NOT_A_WORKBOOK)
        cells = [_xlsx_cells(data) for data in parts.values() if _FAR.search(data)]
    if any(count > MOST_CELLS for count in cells):
        raise WorkbookError(TOO_FAR)


def _xlsx_cells(data: bytes) -> int:
    """Return the size of the rectangle that holds every cell with content (rows × columns)."""
    last_row = last_column = 0
    for position, row in enumerate(_ROW.split(data)[1:], 1):
        cells = _CELL.findall(row)
        if not cells:
            continue
        stated = _ROW_NUMBER.match(row)
        last_row = max(last_row, position, int(stated[1]) if stated else 0)
        last_column = max(last_column, len(_ANY_CELL.findall(row)))  # cells need not state their place
        for attributes in cells:
            if place := _CELL_PLACE.search(attributes):
                last_row, last_column = max(last_row, int(place[2])), max(last_column, _column_number(place[1]))
    return last_row * last_column


def _is_unsafe(part: bytes) -> bool:
    # in UTF-16 an entity would not be found; no program writes its parts that way
    return part[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"<!" in part and _ENTITY.search(part) is not None)


def _with_readable_errors(data: bytes) -> bytes:
    if b'"e"' in data or b"'e'" in data:
        return _ERROR_TYPE.sub(rb'\1"str"', data)
    if b'calcext:value-type="error"' in data:
        return _ODS_ERROR.sub(lambda cell: re.sub(rb'\soffice:string-value="[^"]*"', b"", cell[0]), data)
    return data


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _ods_cells(table: bytes) -> int:
    rows = last_row = last_column = 0
    parts = _ODS_ROW.split(table)
    for attributes, content in zip(parts[1::2], parts[2::2], strict=True):
        rows += _repeats(attributes)
        if width := _ods_width(content):
            last_row, last_column = rows, max(last_column, width)
    return last_row * last_column


def _ods_width(row: bytes) -> int:
    columns = last = 0
    for attributes in _ODS_CELL.findall(row):
        columns += _repeats(attributes)
        if b"value-type" in attributes or b"formula" in attributes:
            last = columns
    return last


def _repeats(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1][:12]) if found else 1


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data)
    return buffer.getvalue()
