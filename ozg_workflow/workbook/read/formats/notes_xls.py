"""What an .xls says beside the values of its cells: notes, text boxes, formats of text and numbers ([MS-XLS], BIFF8)."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ozg_workflow.workbook.read.exchange import BESIDE, COMMENT, FORMAT, SHOWN, STRUCK_OUT, raised, struck_out
from ozg_workflow.workbook.read.formats.compound import CompoundFile
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, MOST_SPREAD, Note, Notes
from ozg_workflow.workbook.read.formats.shown_xlsx import BUILT_IN, may_tell
from ozg_workflow.workbook.read.formats.xls_strings import rich_strings

END, CONTINUE, FONT, BOUND_SHEET, XF, SST, NUMBER_FORMAT = 0x000A, 0x003C, 0x0031, 0x0085, 0x00E0, 0x00FC, 0x041E
NOTE, OBJ, TXO = 0x001C, 0x005D, 0x01B6
LABEL_SST, MULTIPLE = 0x00FD, 0x00BD
CELLS: Final = frozenset(
    {0x0006, 0x0203, 0x0204, 0x0205, 0x027E, LABEL_SST}
)  # formula, number, label, truth, short number, shared string
STRUCK: Final = 0x0008  # of the options of a font
SUPERSCRIPT: Final = 1  # of the scripts of a font
ABSENT_FONT: Final = 4  # no font has this number ([MS-XLS] 2.5.129)

Record = tuple[int, bytes]


def notes_of_xls(content: bytes) -> Notes:
    """Return the notes of an .xls by the names of its sheets; nothing for a file that cannot be read so."""
    try:
        file = CompoundFile(content)
        name = next((name for name in file.names if name.lower() == "workbook"), "")
        return _notes(file.read(name)) if name else {}
    except (ValueError, KeyError, IndexError, struct.error):  # the parser finds that, too
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """What cells look like: numbers of the styles that strike through, of those that show more than a number, and strings to be quoted."""

    struck: frozenset[int]
    formats: dict[int, str]
    struck_strings: dict[int, str]
    raised_strings: dict[int, str]


def _notes(data: bytes) -> Notes:
    records = list(_records(data, 0))
    looks = _looks(records)
    result: Notes = {}
    for record in (record for kind, record in records if kind == BOUND_SHEET):
        sheet = list(_records(data, struct.unpack_from("<I", record)[0]))
        found = [*_objects(sheet), *_cells(sheet, looks)][:MOST_SPREAD]
        if found:
            result[_text(record[7:], record[6])] = found
    return result


def _looks(records: list[Record]) -> _Looks:
    fonts = [struct.unpack_from("<HHHHH", record) for kind, record in records if kind == FONT]
    struck, up = (_numbered(fonts, test) for test in (lambda font: font[1] & STRUCK, lambda font: font[4] == SUPERSCRIPT))
    styles = [struct.unpack_from("<HH", record) for kind, record in records if kind == XF]
    codes = BUILT_IN | {
        struct.unpack_from("<H", record)[0]: _text(record[4:], struct.unpack_from("<H", record, 2)[0])
        for kind, record in records
        if kind == NUMBER_FORMAT
    }
    return _Looks(
        struck=frozenset(number for number, (font, _) in enumerate(styles) if font in struck),
        formats={n: code for n, (_, kind) in enumerate(styles) if may_tell(code := codes.get(kind, ""))},
        struck_strings=_marked_strings(records, struck, struck_out) if struck else {},
        raised_strings=_marked_strings(records, up, raised) if up else {},
    )


def _numbered(fonts: list[tuple[Any, ...]], test: Callable[[tuple[Any, ...]], bool]) -> set[int]:
    return {number + (number >= ABSENT_FONT) for number, font in enumerate(fonts) if test(font)}


def _records(data: bytes, position: int) -> Iterator[Record]:
    """Yield the records from a position to the end of their part."""
    while position + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, position)
        if kind == END:
            return
        yield kind, data[position + 4 : position + 4 + length]
        position += 4 + length


def _marked_strings(records: list[Record], fonts: set[int], mark: Callable[[str], str]) -> dict[int, str]:
    """Return the shared strings a part of which is in one of these fonts, with that part marked."""
    start = next((place for place, (kind, _) in enumerate(records) if kind == SST), len(records))
    parts = [record for kind, record in records[start : start + 1]]
    for kind, record in records[start + 1 :]:
        if kind != CONTINUE:
            break
        parts.append(record)
    result = {}
    for number, (text, runs) in enumerate(rich_strings(parts)):
        if any(font in fonts for _, font in runs):
            ends = [begin for begin, _ in runs[1:]] + [len(text)]
            pieces = [(text[begin:end], font in fonts) for (begin, font), end in zip(runs, ends, strict=True)]
            marked = "".join(mark(piece) if told and piece.strip() else piece for piece, told in pieces)
            result[number] = text[: runs[0][0]] + marked
    return result


def _cells(sheet: list[Record], looks: _Looks) -> Iterator[Note]:
    if not (looks.struck or looks.formats or looks.struck_strings or looks.raised_strings):
        return
    for row, column, style, string in _placed(sheet):
        text, up = looks.struck_strings.get(string), looks.raised_strings.get(string)
        if text or style in looks.struck:
            yield Note(row, column, STRUCK_OUT, text, "")
        if up:
            yield Note(row, column, SHOWN, up, "")
        if string < 0 and style in looks.formats:
            yield Note(row, column, FORMAT, looks.formats[style], "")


def _placed(sheet: list[Record]) -> Iterator[tuple[int, int, int, int]]:
    """Yield row, column, style and shared string (-1 for another value) of each cell that holds something."""
    for kind, record in sheet:
        if kind in CELLS:
            row, column, style = struct.unpack_from("<HHH", record)
            yield row, column, style, struct.unpack_from("<I", record, 6)[0] if kind == LABEL_SST else -1
        elif kind == MULTIPLE:
            row, first = struct.unpack_from("<HH", record)
            for column, place in enumerate(range(4, len(record) - 7, 6), first):
                yield row, column, struct.unpack_from("<H", record, place)[0], -1


def _objects(sheet: list[Record]) -> Iterator[Note]:
    """Yield the comments, and the texts of boxes: where those lie on the sheet is not read."""
    texts = _texts_of_objects(sheet)
    for kind, record in sheet:
        if kind == NOTE:
            row, column, _, number, length = struct.unpack_from("<HHHHH", record)
            yield Note(row, column, COMMENT, texts.pop(number, "")[:LONGEST_TEXT], _text(record[10:], length))
    yield from (Note(0, 0, BESIDE, text[:LONGEST_TEXT], "") for text in texts.values() if text.strip())


def _texts_of_objects(sheet: list[Record]) -> dict[int, str]:
    """Return the text of each drawn object by its number: it stands in the records that continue the object's text record."""
    texts: dict[int, str] = {}
    number = wanted = 0
    for kind, record in sheet:
        if kind == OBJ:
            number = struct.unpack_from("<H", record, 6)[0]
        elif kind == TXO:
            wanted, texts[number] = struct.unpack_from("<H", record, 10)[0], ""
        elif kind == CONTINUE and wanted and record:
            piece = _text(record, wanted)
            texts[number], wanted = texts[number] + piece, wanted - len(piece)
    return texts


def _text(data: bytes, length: int) -> str:
    """Return at most `length` characters of a text that begins with its options: two bytes each, or one."""
    return data[1 : 1 + 2 * length].decode("utf-16-le", "replace") if data[0] & 1 else data[1 : 1 + length].decode("latin-1")
