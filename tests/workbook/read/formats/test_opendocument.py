"""An .ods is read as the program that wrote it shows it: white space between elements means nothing, within a paragraph it does."""

import re
import shutil
import subprocess
import xml.dom.minidom
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.reader import WorkbookError, open_workbook, read_rows

MEDIA = "application/vnd.oasis.opendocument.spreadsheet"
URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {name: f"{URN}{name}:1.0" for name in ("office", "table", "text")}
HEAD = "".join(f' xmlns:{name}="{space}"' for name, space in SPACES.items())
MANIFEST = f'<m:manifest xmlns:m="{URN}manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{MEDIA}"/></m:manifest>'
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def document(table: str, head: str = HEAD) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content{head} office:version="1.2"><office:body><office:spreadsheet>'
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )


def sheet(rows: str) -> str:
    return document(f'<table:table table:name="A">{rows}</table:table>')


def text_cell(content: str) -> str:
    return f'<table:table-cell office:value-type="string">{content}</table:table-cell>'


def packed(content: str | bytes, *, mimetype: str | None = MEDIA, manifest: str | None = MANIFEST, last: bool = False) -> bytes:
    members = {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in reversed(members.items()) if last else members.items():
            if data is not None:
                info = zipfile.ZipInfo(name, (1980, 0, 0, 0, 0, 0)) if last else zipfile.ZipInfo(name)
                archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def rows_of(content: str | bytes, **how: bool | str | None) -> tuple[tuple[Cell, ...], ...]:
    return open_workbook(packed(content, **how), "liste.ods").sheets[0].rows  # type: ignore[arg-type]


ROW = f"<table:table-row>{text_cell('<text:p>ja</text:p>')}<table:table-cell/>{text_cell('<text:p>12 Fälle</text:p>')}</table:table-row>"
PLAIN = sheet(ROW)


def indented(text: str) -> str:
    return re.sub(r"(>)(?=<(?!/?text:|/table:table-cell>))", r">\n   ", text)


def with_prefix(content: str, **names: str) -> str:
    """Name the spaces of a document otherwise than everybody does."""
    for name, prefix in names.items():
        content = re.sub(rf"(?<=[<\s/]){name}:", f"{prefix}:", content).replace(f"xmlns:{name}=", f"xmlns:{prefix}=")
    return content


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        indented(PLAIN),
        PLAIN.replace("><", ">\r\n\t<"),
        PLAIN.replace("><", "> <"),
        xml.dom.minidom.parseString(PLAIN.encode()).toprettyxml(),
        PLAIN.replace("<table:table-cell", "<!-- Zelle --><table:table-cell"),
        PLAIN.replace("<table:table-row>", "<table:table-row><!-- <Zeile> -->\n"),
        PLAIN.replace("<table:table-row>", "<text:soft-page-break/><table:table-row>\n<text:soft-page-break/>"),
        with_prefix(PLAIN, table="t"),
        indented(with_prefix(PLAIN, text="x", office="o")),
        "\ufeff" + PLAIN,
        indented(PLAIN).replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=[
        "plain", "indented", "tabs and crlf", "blanks", "minidom", "comments", "comments in rows", "page breaks", "prefix t", "prefixes x and o",
        "byte order mark", "UTF-16",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "how",
    [{}, {"last": True}, {"mimetype": None}, {"manifest": None}, {"mimetype": f"{MEDIA}\n"}, {"mimetype": f"{MEDIA}-template"}],
    ids=["plain", "mimetype last and no date", "no mimetype", "no manifest", "a line end", "template"],
)
def test_white_space_between_elements_means_nothing(content: str | bytes, how: dict[str, bool | str | None]) -> None:
    assert rows_of(content, **how) == (("ja", None, "12 Fälle"),)


@pytest.mark.parametrize(
    ("paragraphs", "shown"),
    [
        ("<text:p>ja</text:p>", "ja"),
        ("<text:p>a <text:span>b</text:span> <text:span>c</text:span></text:p>", "a b c"),
        ("<text:p><text:span>a</text:span> <text:span>b</text:span></text:p>", "a b"),
        ("<text:p>a</text:p>\n   <text:p>b</text:p>\n  ", "a\nb"),
        ("<text:p>\n    ja\n   </text:p>", "ja"),
        ("<text:p>sehr\n      lang</text:p>", "sehr lang"),
        ("<text:p>\n  <text:span>a</text:span>\n  <text:span>b</text:span>\n</text:p>", "a b"),
        ("<text:p>120<text:line-break/>80</text:p>", "120\n80"),
        ("<text:p>120<text:tab/>80</text:p>", "120\t80"),
        ("<text:p>a<text:s text:c='2'/>b</text:p>", "a  b"),
        ("\n <text:p/>\n <text:p>b</text:p>\n", "\nb"),
        ("<text:p><text:a>https://a.example</text:a></text:p>", "https://a.example"),
        ("<text:p>12 &lt; 13 &amp; mehr</text:p>", "12 < 13 & mehr"),
        ("<text:p><![CDATA[12 < 13 & mehr]]></text:p>", "12 < 13 & mehr"),
    ],
)
@pytest.mark.parametrize("indent", [False, True])
def test_what_stands_in_a_paragraph_is_what_the_program_shows(paragraphs: str, shown: str, indent: bool) -> None:
    content = sheet(f"<table:table-row>{text_cell(paragraphs)}</table:table-row>")
    if indent:
        content = content.replace("<table:table-row>", "\n <table:table-row>\n  ")
    assert rows_of(content) == ((shown,),)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<table:table-cell><text:p>ja</text:p></table:table-cell>", "ja"),
        ('<table:table-cell office:value-type="float"><text:p>1.200</text:p></table:table-cell>', "1.200"),
        ('<table:table-cell office:value-type="float" office:value="1200"><text:p>1.200</text:p></table:table-cell>', 1200),
        ('<table:table-cell office:value="1200" office:value-type="float"><text:p>1.200</text:p></table:table-cell>', 1200),
        ('<table:table-cell office:value-type="date" office:date-value="2020-10-01"/>', date(2020, 10, 1)),
        ('<table:table-cell office:value-type="date" office:date-value="2020-10-01T00:00:00.000Z"/>', date(2020, 10, 1)),
        ('<table:table-cell office:value-type="date" office:date-value="2020-10-01T00:00:00"/>', date(2020, 10, 1)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("indent", ["", "\n  "])
def test_cells_that_other_programs_write_differently_keep_their_value(cell: str, value: Cell, indent: str) -> None:
    [[found]] = rows_of(sheet(f"<table:table-row>{indent}{cell}{indent}</table:table-row>"))
    assert found == value or getattr(found, "date", lambda: None)() == value


ZEROS = (
    '<table:table-cell office:value-type="float" office:value="0" table:style-name="ce17"/>',
    '<table:table-cell office:value-type="date" office:date-value="1899-12-30" table:style-name="ce16"/>',
    '<table:table-cell table:style-name="ce18" office:value-type="percentage" office:value="0"></table:table-cell>',
    '<table:table-cell table:number-columns-repeated="2" office:value-type="currency" office:value="0.00"/>',
)
SHOWN = '<table:table-cell office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell>'


@pytest.mark.parametrize("indent", ["", "\n   "])
@pytest.mark.parametrize("blank", ZEROS)
def test_a_blank_cell_that_calligra_writes_as_a_zero_without_a_text_is_blank(blank: str, indent: str) -> None:
    width = 2 if "repeated" in blank else 1
    found = rows_of(sheet(f"<table:table-row>{indent}{blank}{indent}{SHOWN}</table:table-row>"))
    assert found == ((*(None,) * width, 0),)


def test_a_zero_counts_where_no_number_of_the_file_has_a_text() -> None:
    assert rows_of(sheet(f"<table:table-row>{ZEROS[0]}{ZEROS[0]}</table:table-row>")) == ((0, 0),)
    other = '<table:table-cell office:value-type="float" office:value="5"/>'
    assert rows_of(sheet(f"<table:table-row>{other}{SHOWN}</table:table-row>")) == ((5, 0),)


def test_an_annotation_is_no_answer() -> None:
    note = "<office:annotation>\n <text:p>Bitte prüfen</text:p>\n</office:annotation>"
    cells = (
        text_cell(f"\n{note}\n<text:p>ja</text:p>\n")
        + f"\n<table:table-cell>\n{note}\n</table:table-cell>\n"
        + text_cell("<text:p>x</text:p>")
    )
    assert rows_of(sheet(f"<table:table-row>\n{cells}</table:table-row>")) == (("ja", None, "x"),)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"mimetype": MEDIA.replace("spreadsheet", "text"), "content.xml": "<office:text/>"}, "keine Excel-Arbeitsmappe"),
        ({"content.xml": "<office:text/>"}, "keine Excel-Arbeitsmappe"),
        ({"mimetype": MEDIA, "META-INF/manifest.xml": "<m:encryption-data/>", "encrypted-package": "x"}, "Kennwort"),
        ({"mimetype": MEDIA, "content.xml": "\0\x8f\0", "META-INF/manifest.xml": "<m:encryption-data/>"}, "Kennwort"),
        ({"mimetype": MEDIA, "META-INF\\manifest.xml": "<m:encryption-data/>", "content.xml": "x"}, "Kennwort"),
    ],
)
def test_what_is_no_open_spreadsheet_is_told_by_its_reason(members: dict[str, str], reason: str) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with pytest.raises(WorkbookError, match=reason):
        open_workbook(buffer.getvalue(), "liste.ods")


def test_entities_do_not_hide_between_blanks() -> None:
    with pytest.raises(WorkbookError, match="XML-Bausteine"):
        rows_of("<!DOCTYPE x [<!ENTITY a 'b'>]>" + indented(PLAIN))


@pytest.mark.parametrize(
    "piece", ["<text:p>", "<!--", "> ", "<text:p", "<table:table-cell", "<text:p>\n<", "<!-->", "<text:p>x          y\n"]
)
def test_megabytes_of_half_elements_end_soon(piece: str) -> None:
    with pytest.raises(WorkbookError):
        rows_of(PLAIN.replace("</table:table>", piece * (5_000_000 // len(piece))), mimetype=MEDIA)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice ist nicht installiert: Das Lesen seiner Dateien bleibt ungeprüft.")
@pytest.mark.parametrize("extension", ["ods"])
def test_a_list_saved_by_libreoffice_with_indentation_is_read_right(
    extension: str, filled: bytes, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    pretty = '<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="PrettyPrinting" oor:op="fuse"><value>true</value></prop></item>'
    (tmp_path / "profil" / "user").mkdir(parents=True)
    (tmp_path / "profil" / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{pretty}</oor:items>'
    )
    (tmp_path / "liste.xlsx").write_bytes(filled)
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        extension,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "liste.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    content = (tmp_path / f"liste.{extension}").read_bytes()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert b">\n    <table:table-row" in archive.read("content.xml")
    expected = read_rows(open_workbook(filled, "liste.xlsx"), questionnaire).rows
    assert read_rows(open_workbook(content, "liste.ods"), questionnaire).rows == expected
