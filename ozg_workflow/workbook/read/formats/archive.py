"""Makes a zipped workbook safe to parse: counted, bounded and packed anew, so that the parser sees only what was checked.

It runs in the parser's own process: whatever an archive unpacks to never reaches the memory of the one that reads the mailbox.
"""

import re
from io import BytesIO
from itertools import islice
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import NOT_CALCULATED
from ozg_workflow.workbook.errors import (
    BINARY_FILE,
    DAMAGED,
    NOT_A_WORKBOOK,
    NUMBERS_FILE,
    PROTECTED_FILE,
    TOO_FAR,
    TOO_LARGE,
    UNREADABLE,
    UNSAFE,
    WorkbookError,
)
from ozg_workflow.workbook.read.formats import opendocument, package
from ozg_workflow.workbook.read.formats.extent import most_ods_cells, most_xlsx_cells
from ozg_workflow.workbook.read.formats.far_cells import LARGE_SHEET, ods_without_far_cells, xlsx_without_far_cells
from ozg_workflow.workbook.read.formats.notes import Notes, merged, notes_of_package
from ozg_workflow.workbook.read.formats.notes_ods import notes_of_opendocument
from ozg_workflow.workbook.read.formats.shown_xlsx import MOST_SHOWN, ShownCells

MOST_MEMBERS: Final = 2000
MOST_BYTES: Final = 60_000_000
MOST_RATIO: Final = 300  # lists with long blank parts reach 130; deflate ends at 1 032
MOST_CELLS: Final = 5_000_000  # the parser allocates the whole rectangle up to the last cell
MOST_SEARCHED: Final = 30_000_000  # bytes; ten times a list of 2 000 services
SMALL: Final = 1_000_000  # below this the ratio says nothing
_UNREAD: Final = (  # parts that hold no values, in small letters
    "docprops/",
    "customxml/",
    "xl/theme/",
    "xl/drawings/_rels/",
    "xl/drawings/vml",
    "xl/charts/",
    "xl/calcchain",
    "configurations2/",
)

_QUOTED: Final = b"<![CDATA["
_DECLARATION = late(r"<\?xml[^>]*\?>")
_ENTITY = late(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ERROR_TYPE = late(rb"""(<(?:\w+:)?c\s(?:[^>]*\s)?t\s*=\s*)["']e["']""")
# a formula and, where there is any, its empty value, up to the end of the cell
_UNCALCULATED = late(
    rb"""(<(?:(\w+):)?c\b(?![^>]*\st\s*=\s*["']str["']))([^>]*>)(<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?(</(?:\w+:)?c>)"""
)
_TYPE = late(rb"""\st\s*=\s*["']\w*["']""")
_ODS_ERROR = late(rb"<table:table-cell\b[^>]*calcext:value-type=\"error\"[^>]*>")


def safe_archive(content: bytes) -> tuple[bytes, Notes]:
    """Return the same workbook as a new archive of its XML parts, and its notes; WorkbookError when it is unsafe or no workbook.

    Error cells are turned into text: the parser reads `#N/A` as a blank cell, which would look like a missing answer.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = _checked_members(archive, len(content))
            parts = {name: _read(archive, info) for name, info in members.items()}
            opendocument.refuse_locked(parts)
            parts = {name: _in_utf8(data) for name, data in parts.items()}
    except WorkbookError:
        raise
    except Exception as error:  # whatever zipfile trips over in foreign bytes
        raise WorkbookError(DAMAGED) from error
    # the first versions of OpenOffice wrote a DOCTYPE into the manifest, which the parser only skims
    if any(_is_unsafe(data) for name, data in parts.items() if name != opendocument.MANIFEST):
        raise WorkbookError(UNSAFE)
    parts = {name: _in_plain_words(data) if _QUOTED in data else data for name, data in parts.items()}
    laid_out, far = _laid_out(parts)
    return _packed({name: _with_readable_errors(data) for name, data in laid_out.items()}), merged(_notes(parts), far)


def _notes(parts: dict[str, bytes]) -> Notes:
    """Return what stands beside the values; parts that cannot be read say nothing, the values count all the same."""
    if sum(map(len, parts.values())) > MOST_SEARCHED:
        return {}
    try:
        return notes_of_opendocument(parts) if opendocument.CONTENT in parts else _notes_of_package(parts)
    except (ParseError, ValueError):
        return {}


def _notes_of_package(parts: dict[str, bytes]) -> Notes:
    said, shown = notes_of_package(parts), ShownCells(parts)
    sheets = package.sheet_parts(parts) if shown else {}
    return merged(said, {sheet: list(islice(shown.of_sheet(name), MOST_SHOWN)) for sheet, name in sheets.items()})


def safe_flat(content: bytes) -> tuple[bytes, Notes]:
    """Return an archive of a workbook that is one OpenDocument text, and its notes; WorkbookError when it is unsafe or no workbook."""
    parts = {opendocument.CONTENT: safe_text(content)}
    laid_out, far = _laid_out(parts)
    return _packed({name: _with_readable_errors(data) for name, data in laid_out.items()}), merged(_notes(parts), far)


def safe_text(content: bytes) -> bytes:
    """Return an XML text in UTF-8 unless it says otherwise itself. WorkbookError when it has entities."""
    try:
        text = _in_utf8(content)
    except ValueError as error:
        raise WorkbookError(DAMAGED) from error
    if _is_unsafe(text):
        raise WorkbookError(UNSAFE)
    return _in_plain_words(text)


def _checked_members(archive: ZipFile, size: int) -> dict[str, ZipInfo]:
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_RATIO * size):
        raise WorkbookError(TOO_LARGE)
    # of two members with one name the last counts, as in Excel
    named = {package.plain_name(name): info for name, info in archive.NameToInfo.items()}
    wanted = {name: info for name, info in named.items() if _is_read(name.lower())}
    if any(info.flag_bits & 1 for info in wanted.values()):
        raise WorkbookError(PROTECTED_FILE)
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in wanted.values()):
        raise WorkbookError(UNREADABLE)
    if any(name.lower().endswith("/workbook.bin") for name in named):
        raise WorkbookError(BINARY_FILE)
    if any(name.endswith(".iwa") for name in named):
        raise WorkbookError(NUMBERS_FILE)
    return wanted


def _is_read(name: str) -> bool:
    return (name == "mimetype" or name.endswith((".xml", ".rels"))) and not name.startswith(_UNREAD)


def _read(archive: ZipFile, info: ZipInfo) -> bytes:
    # ends at the size the directory states, even where the data goes on
    with archive.open(info) as member:
        return member.read(info.file_size)


def _in_utf8(part: bytes) -> bytes:
    """Return a part that is in UTF-16, as XML may be, in UTF-8, where an entity is found. Raises ValueError."""
    if part[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        if b"\x00" in part[:200]:
            raise ValueError("no XML")
        return part
    return _DECLARATION.sub("", part.decode("utf-16"), count=1).encode()


def _in_plain_words(part: bytes) -> bytes:
    """Return a part with its CDATA sections escaped: the parser takes some of them for blanks."""
    first, *others = part.split(_QUOTED)
    ends = (other.partition(b"]]>") for other in others)
    return first + b"".join(words.replace(b"&", b"&amp;").replace(b"<", b"&lt;") + rest for words, _, rest in ends)


def _is_unsafe(part: bytes) -> bool:
    return b"<!" in part and _ENTITY.search(part) is not None


def _laid_out(parts: dict[str, bytes]) -> tuple[dict[str, bytes], Notes]:
    """Return the parts as the parser looks for them, and what stood far off; WorkbookError when they are no workbook or reach too far."""
    if opendocument.CONTENT in parts or opendocument.MANIFEST in parts:
        parts, without, size = opendocument.laid_out(parts), ods_without_far_cells, most_ods_cells
    else:
        try:
            parts, without, size = package.laid_out(parts), xlsx_without_far_cells, most_xlsx_cells
        except ParseError as error:
            raise WorkbookError(UNREADABLE) from error
        if package.WORKBOOK not in parts:
            raise WorkbookError(NOT_A_WORKBOOK)
    if size(parts) <= LARGE_SHEET:
        return parts, {}
    parts, far = without(parts)
    if size(parts) > MOST_CELLS:
        raise WorkbookError(TOO_FAR)
    return parts, far


def _with_readable_errors(data: bytes) -> bytes:
    if b"<f" in data or b":f>" in data or b":f " in data:
        data = _UNCALCULATED.sub(_with_words, data)
    if b'"e"' in data or b"'e'" in data:
        return _ERROR_TYPE.sub(rb'\1"str"', data)
    if b'calcext:value-type="error"' in data:
        return _ODS_ERROR.sub(lambda cell: re.sub(rb'\soffice:string-value="[^"]*"', b"", cell[0]), data)
    return data


def _with_words(cell: re.Match[bytes]) -> bytes:
    """Return a formula that nobody has calculated with the words for that as its value, else it would be taken for a blank cell."""
    start, prefix, attributes, formula, end = cell.groups()
    colon = prefix + b":" if prefix else b""
    value = b"<%bv>%b</%bv>" % (colon, NOT_CALCULATED.encode(), colon)
    return start + b' t="str"' + _TYPE.sub(b"", attributes) + formula + value + end


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data)
    return buffer.getvalue()
