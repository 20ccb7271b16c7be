"""No file, however broken or malicious, gets further than a German reason."""

import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.reader import WorkbookError, identity_of, open_workbook, read_rows

Repack = Callable[[bytes, dict[str, bytes]], bytes]
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sheet_with(cells: str) -> bytes:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'.encode()


def ods(table: str, manifest: str = "<manifest/>") -> bytes:
    buffer = BytesIO()
    head = (
        '<office:document-content xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x"><office:body><office:spreadsheet>'
    )
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        body = f'<table:table table:name="A">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
        archive.writestr("content.xml", head + body)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"Nr.;Leistung\r\n1;Test\r\n", "liste.csv", "Bitte als Excel-Datei zurücksenden"),
        (b"%PDF-1.7 ...", "liste.pdf", "ein PDF"),
        (b"", "liste.xlsx", "beschädigt"),
        (b"Guten Tag", "gruss.docx", "keine Excel-Arbeitsmappe"),
        (b"PK\x03\x04 und dann nichts", "liste.xlsx", "beschädigt"),
        (OLE + b"\0" * 2000, "liste.xls", "beschädigt"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "liste.xlsx", "Kennwort"),
        (ods("", "<manifest><manifest:encryption-data/></manifest>"), "liste.ods", "Kennwort"),
        (b"PK\x03\x04" + b"\0" * 26_000_000, "liste.xlsx", "zu groß"),
    ],
)
def test_what_is_no_readable_workbook_is_refused_with_a_reason_and_a_remedy(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(WorkbookError, match=reason):
        open_workbook(content, name)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(sent: bytes, repack: Repack) -> None:
    with pytest.raises(WorkbookError, match="zu groß"):
        open_workbook(repack(sent, {"xl/bombe.xml": b"\0" * 61_000_000}), "x.xlsx")
    with pytest.raises(WorkbookError, match="zu groß"):
        open_workbook(repack(sent, {"xl/bombe.xml": b"\0" * 30_000_000}), "x.xlsx")


def test_too_many_members_are_refused(sent: bytes, repack: Repack) -> None:
    with pytest.raises(WorkbookError, match="zu groß"):
        open_workbook(repack(sent, {f"xl/m{n}.xml": b"" for n in range(2001)}), "x.xlsx")


def test_a_member_that_lies_about_its_size_is_not_unpacked_further(sent: bytes, repack: Repack) -> None:
    honest = repack(sent, {SHEET: sheet_with(" " * 5_000_000)})
    size = len(sheet_with(" " * 5_000_000))
    lying = honest.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(WorkbookError, match="beschädigt"):
        open_workbook(lying, "x.xlsx")


@pytest.mark.parametrize(
    "cells",
    [
        "".join(
            f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="XFD{row}"><v>1</v></c></row>' for row in range(1_048_000, 1_048_576)
        ),
        '<row r="1">' + "<c><v>1</v></c>" * 5000 + '</row><row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_would_fill_the_memory_is_refused(sent: bytes, repack: Repack, cells: str) -> None:
    with pytest.raises(WorkbookError, match="sehr weit unten oder rechts"):
        open_workbook(repack(sent, {SHEET: sheet_with(cells)}), "x.xlsx")


def test_a_workbook_that_makes_the_parser_ask_for_terabytes_does_not_end_this_process(sent: bytes, repack: Repack) -> None:
    with zipfile.ZipFile(BytesIO(sent)) as archive:
        strings = archive.read("xl/sharedStrings.xml").replace(b'ount="', b'ount="99999999999')
    with pytest.raises(WorkbookError, match="beschädigt"):
        open_workbook(repack(sent, {"xl/sharedStrings.xml": strings}), "x.xlsx")


def test_repeated_cells_of_an_ods_sheet_are_counted() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    with pytest.raises(WorkbookError, match="sehr weit unten oder rechts"):
        open_workbook(ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'), "x.ods")


def test_blank_repeated_cells_at_the_end_of_an_ods_sheet_are_fine() -> None:
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>'
    cells = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048575">{cells}</table:table-row>'
    assert open_workbook(ods(row + blank), "x.ods").sheets[0].rows[0][0] == "a"


def test_formatted_but_blank_cells_far_below_are_fine(sent: bytes, repack: Repack) -> None:
    sheet = sheet_with('<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert open_workbook(repack(sent, {SHEET: sheet}), "x.xlsx").sheets[0].rows[0] == (7,)


def test_a_text_document_is_no_workbook() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(WorkbookError, match="keine Excel-Arbeitsmappe"):
        open_workbook(buffer.getvalue(), "brief.docx")


@given(
    st.sampled_from([b"", b"PK\x03\x04", OLE, b"%PDF"]),
    st.binary(max_size=3000),
    st.sampled_from(["a.xlsx", "a.xls", "a.ods", "a.csv", "a", ""]),
)
def test_random_bytes_raise_nothing_but_a_workbook_error(start: bytes, content: bytes, name: str) -> None:
    with pytest.raises(WorkbookError):
        open_workbook(start + content, name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_truncated_and_scrambled_workbooks_raise_nothing_but_a_workbook_error(
    sent: bytes, questionnaire: Questionnaire, rng: random.Random
) -> None:
    data = bytearray(sent[: rng.randint(4, len(sent))]) if rng.random() < 0.5 else bytearray(sent)
    for _ in range(rng.randint(0, 30) if len(data) > 4 else 0):
        data[rng.randrange(4, len(data))] = rng.randrange(256)
    _read_or_refuse(bytes(data), questionnaire)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_workbooks_with_scrambled_xml_raise_nothing_but_a_workbook_error(
    sent: bytes, repack: Repack, questionnaire: Questionnaire, rng: random.Random
) -> None:
    with zipfile.ZipFile(BytesIO(sent)) as archive:
        name = rng.choice([n for n in archive.namelist() if n.endswith((".xml", ".rels"))])
        data = bytearray(archive.read(name))
    for _ in range(rng.randint(1, 10)):
        place = rng.randrange(len(data))
        data[place : place + rng.randint(0, 40)] = rng.choice(
            [b"", b"<", b">", b'"', b"99999999", b"\xff", b't="e"', b"&", b"</c>"]
        )
    _read_or_refuse(repack(sent, {name: bytes(data)}), questionnaire)


def _read_or_refuse(content: bytes, questionnaire: Questionnaire) -> None:
    with suppress(WorkbookError):
        workbook = open_workbook(content, "x.xlsx")
        identity_of(workbook)
        read_rows(workbook, questionnaire)
