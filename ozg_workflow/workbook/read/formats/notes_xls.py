"""What an .xls says beside the values of its cells: notes and struck-through text ([MS-XLS], BIFF8)."""

import struct
from collections.abc import Iterator
from typing import Final

from ozg_workflow.workbook.read.exchange import COMMENT, STRUCK_OUT, struck_out
from ozg_workflow.workbook.read.formats.compound import CompoundFile
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, MOST_NOTES, Note, Notes
from ozg_workflow.workbook.read.formats.xls_strings import rich_strings

END, CONTINUE, FONT, BOUND_SHEET, XF, SST = 0x000A, 0x003C, 0x0031, 0x0085, 0x00E0, 0x00FC
NOTE, OBJ, TXO = 0x001C, 0x005D, 0x01B6
LABEL_SST, MULTIPLE = 0x00FD, 0x00BD
CELLS: Final = frozenset(
    {0x0006, 0x0203, 0x0204, 0x0205, 0x027E, LABEL_SST}
)  # formula, number, label, truth, short number, shared string
STRUCK: Final = 0x0008  # of the options of a font
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


def _notes(data: bytes) -> Notes:
    records = list(_records(data, 0))
    fonts = [struct.unpack_from("<H", record, 2)[0] & STRUCK for kind, record in records if kind == FONT]
    struck = {number + (number >= ABSENT_FONT) for number, mark in enumerate(fonts) if mark}
    formats = [record for kind, record in records if kind == XF]
    styles = {number for number, record in enumerate(formats) if struct.unpack_from("<H", record)[0] in struck}
    strings = _struck_strings(records, struck) if struck else {}
    result: Notes = {}
    for record in (record for kind, record in records if kind == BOUND_SHEET):
        sheet = list(_records(data, struct.unpack_from("<I", record)[0]))
        if found := [*_comments(sheet), *(_struck_cells(sheet, styles, strings) if struck else ())][:MOST_NOTES]:
            result[_text(record[7:], record[6])] = found
    return result


def _records(data: bytes, position: int) -> Iterator[Record]:
    """Yield the records from a position to the end of their part."""
    while position + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, position)
        if kind == END:
            return
        yield kind, data[position + 4 : position + 4 + length]
        position += 4 + length


def _struck_strings(records: list[Record], struck: set[int]) -> dict[int, str]:
    """Return the shared strings a part of which is struck through, with that part marked."""
    start = next((place for place, (kind, _) in enumerate(records) if kind == SST), len(records))
    parts = [record for kind, record in records[start : start + 1]]
    for kind, record in records[start + 1 :]:
        if kind != CONTINUE:
            break
        parts.append(record)
    result = {}
    for number, (text, runs) in enumerate(rich_strings(parts)):
        if any(font in struck for _, font in runs):
            ends = [begin for begin, _ in runs[1:]] + [len(text)]
            pieces = [(text[begin:end], font in struck) for (begin, font), end in zip(runs, ends, strict=True)]
            marked = "".join(struck_out(piece) if mark and piece.strip() else piece for piece, mark in pieces)
            result[number] = text[: runs[0][0]] + marked
    return result


def _struck_cells(sheet: list[Record], styles: set[int], strings: dict[int, str]) -> Iterator[Note]:
    for kind, record in sheet:
        if kind in CELLS:
            row, column, style = struct.unpack_from("<HHH", record)
            text = strings.get(struct.unpack_from("<I", record, 6)[0]) if kind == LABEL_SST else None
            if text or style in styles:
                yield Note(row, column, STRUCK_OUT, text, "")
        elif kind == MULTIPLE:
            row, first = struct.unpack_from("<HH", record)
            for column, place in enumerate(range(4, len(record) - 7, 6), first):
                if struct.unpack_from("<H", record, place)[0] in styles:
                    yield Note(row, column, STRUCK_OUT, None, "")


def _comments(sheet: list[Record]) -> Iterator[Note]:
    texts = _texts_of_objects(sheet)
    for kind, record in sheet:
        if kind == NOTE:
            row, column, _, number, length = struct.unpack_from("<HHHHH", record)
            yield Note(row, column, COMMENT, texts.get(number, "")[:LONGEST_TEXT], _text(record[10:], length))


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
