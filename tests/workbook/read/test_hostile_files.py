"""Files made to do harm end with a German reason, in bounded time and memory, and never in our own process."""

import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import psutil
import pytest
import xlsxwriter

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read import parser
from ozg_workflow.workbook.read.reader import WorkbookError, open_workbook, read_rows

Repack = Callable[[bytes, dict[str, bytes]], bytes]
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = "<!DOCTYPE lolz [<!ENTITY l0 'lol'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
EXTERNAL = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
LONGEST_SECONDS = 20  # of a busy machine; the files here take below one
MOST_PARENT_BYTES = 60_000_000


@contextmanager
def bounded() -> Iterator[None]:
    """Fail when reading took long or our own process has grown."""
    process, started = psutil.Process(), time.monotonic()
    before = process.memory_info().rss
    yield
    assert time.monotonic() - started < LONGEST_SECONDS
    assert process.memory_info().rss - before < MOST_PARENT_BYTES


def refuse(content: bytes, reason: str, name: str = "liste.xlsx") -> None:
    with bounded(), pytest.raises(WorkbookError, match=reason):
        open_workbook(content, name)


def sheet_with(rows: str) -> str:
    return f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>"


def raw_archive(name: bytes, packed: bytes, *, stated_size: int, checksum: int) -> bytes:
    """Return an archive of one member whose directory may lie."""
    sizes = (checksum, len(packed), stated_size, len(name), 0)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes) + name + packed
    central = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, 0) + name
    return local + central + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)


@pytest.fixture(scope="module")
def ten_gigabytes() -> bytes:
    """10 GB of zeros as 10 MB of deflate: one packed block over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * 1000 + packer.flush()


def test_ten_megabytes_that_would_become_ten_gigabytes_are_refused(ten_gigabytes: bytes) -> None:
    assert len(ten_gigabytes) > 9_000_000
    refuse(raw_archive(b"xl/workbook.xml", ten_gigabytes, stated_size=2**32 - 2, checksum=0), "zu groß")


def test_a_bomb_that_states_a_small_size_is_unpacked_no_further(ten_gigabytes: bytes) -> None:
    checksum = zlib.crc32(bytes(1000))
    refuse(raw_archive(b"xl/workbook.xml", ten_gigabytes, stated_size=1000, checksum=checksum), "beschädigt")


def test_overlapping_members_count_each_with_its_whole_size(sent: bytes) -> None:
    single = raw_archive(b"xl/a.xml", zlib.compress(bytes(900_000), 9)[2:-4], stated_size=900_000, checksum=0)
    start = single.index(b"PK\x01\x02")
    central = single[start : single.index(b"PK\x05\x06")]
    many = b"".join(central.replace(b"xl/a.xml", b"xl/%c.xml" % (65 + n)) for n in range(50))
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 50, 50, len(many), start, 0)
    refuse(single[:start] + many + end, "zu groß")


@pytest.mark.parametrize("doctype", [LAUGHS, EXTERNAL], ids=["billion laughs", "external entity"])
@pytest.mark.parametrize("name", [STRINGS, SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_xml_entities_are_refused_wherever_they_stand(
    sent: bytes, repack: Repack, member: Callable[[bytes, str], bytes], name: str, doctype: str
) -> None:
    head, _, rest = member(sent, name).partition(b"?>")
    refuse(repack(sent, {name: head + b"?>" + doctype.encode() + rest}), "XML-Bausteine")


def test_entities_do_not_hide_in_another_encoding(sent: bytes, repack: Repack) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}{sheet_with("")}'
    refuse(repack(sent, {SHEET: text.encode("utf-16")}), "XML-Bausteine")


def test_entities_of_an_ods_file_are_refused() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"{LAUGHS}<a>&l9;</a>")
    refuse(buffer.getvalue(), "XML-Bausteine", "liste.ods")


def test_archives_inside_the_archive_are_not_unpacked(filled: bytes, repack: Repack, questionnaire: Questionnaire) -> None:
    inner = filled
    for depth in range(5):
        inner = repack(filled, {f"xl/embeddings/{depth}.xlsx": inner})
    assert len(read_rows(open_workbook(inner, "x.xlsx"), questionnaire).rows) == 6
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("liste.xlsx", filled)
    refuse(buffer.getvalue(), "keine Excel-Arbeitsmappe")


def test_a_forged_dimension_costs_nothing(sent: bytes, repack: Repack) -> None:
    sheet = sheet_with('<row r="1"><c r="A1"><v>7</v></c></row>').replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    with bounded():
        assert open_workbook(repack(sent, {SHEET: sheet.encode()}), "x.xlsx").sheets[0].rows == ((7,),)


def test_many_sheets_with_far_cells_are_refused_together() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for _ in range(20):
            book.add_worksheet().write(9000, 77, 1)
    refuse(buffer.getvalue(), "sehr weit unten oder rechts")


def test_a_thousand_sheets_are_read() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for n in range(1000):
            book.add_worksheet().write(0, 0, n)
    with bounded():
        assert [sheet.rows for sheet in open_workbook(buffer.getvalue(), "x.xlsx").sheets] == [((n,),) for n in range(1000)]


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A workbook of one sheet with one text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "Text")
    return buffer.getvalue()


def repeated(text: str, lines: int) -> dict[str, bytes]:
    """Return the members of a sheet that says one text in many lines, but holds it once."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, lines + 1))
    return {STRINGS: f"<sst {NAMESPACE}><si><t>{text}</t></si></sst>".encode(), SHEET: sheet_with(rows).encode()}


def test_a_cell_of_a_megabyte_is_read(plain: bytes, repack: Repack) -> None:
    letters = "".join(chr(97 + n * n % 26) for n in range(1_000_000))
    with bounded():
        assert open_workbook(repack(plain, repeated(letters, 2)), "x.xlsx").sheets[0].rows == ((letters,), (letters,))


def test_a_megabyte_that_is_repeated_in_every_line_ends_at_the_limit_of_memory(plain: bytes, repack: Repack) -> None:
    refuse(repack(plain, repeated("Ä?" * 300_000, 9000)), "beschädigt")


def test_more_text_than_in_any_list_is_refused(plain: bytes, repack: Repack) -> None:
    refuse(repack(plain, repeated("ü" * 500, 9000)), "zu groß")


def test_hundreds_of_thousands_of_styles_are_read(filled: bytes, repack: Repack, questionnaire: Questionnaire) -> None:
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="yyyy{n}"/>' for n in range(200_000))
    cells = '<xf numFmtId="14"/>' * 200_000
    styles = f"<styleSheet {NAMESPACE}><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>"
    with bounded():
        assert (
            len(read_rows(open_workbook(repack(filled, {"xl/styles.xml": styles.encode()}), "x.xlsx"), questionnaire).rows) == 6
        )


def test_merged_ranges_by_the_hundred_thousand_do_not_multiply_the_sheet(sent: bytes, repack: Repack) -> None:
    merged = "".join(f'<mergeCell ref="A{n}:A{n + 9000}"/>' for n in range(1, 100_000))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 9000))
    sheet = sheet_with(rows).replace("</worksheet>", f"<mergeCells>{merged}</mergeCells></worksheet>")
    with bounded():
        assert len(open_workbook(repack(sent, {SHEET: sheet.encode()}), "x.xlsx").sheets[0].rows) == 8999


def test_a_parser_that_was_ended_while_idle_costs_no_innocent_file(filled: bytes, questionnaire: Questionnaire) -> None:
    open_workbook(filled, "x.xlsx")
    open_workbook(filled, "x.xlsx")
    process = parser._parser._process
    assert process is not None
    process.kill()
    assert len(read_rows(open_workbook(filled, "x.xlsx"), questionnaire).rows) == 6


def test_a_workbook_that_takes_too_long_is_refused_and_the_next_one_read(filled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    parser._parser.close()
    monkeypatch.setattr(parser, "PARSE_SECONDS", 0.001)
    with pytest.raises(WorkbookError, match="zu groß"):
        open_workbook(filled, "x.xlsx")
    monkeypatch.undo()
    assert open_workbook(filled, "x.xlsx").sheets
