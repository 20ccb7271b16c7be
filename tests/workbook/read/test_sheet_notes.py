"""Comments and struck-through answers reach a person, whatever program saved them; what we printed ourselves does not."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from ozg_workflow.domain.survey.answers import Issue, validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue, ReturnedList
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from tests.workbook.conftest import CREATED

Fill = Callable[..., bytes]
Repack = Callable[[bytes, dict[str, bytes]], bytes]
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice ist nicht installiert: Was es speichert, bleibt ungeprüft.")
STRUCK, BOLD = InlineFont(strike=True), InlineFont(b=True)
EVERYTHING = {
    ("comment", "C8", "gehört nicht zu uns"),
    ("comment", "H6", "Das macht doch Amt 50,\nbitte prüfen"),
    ("struck_out", "N6", "[gestrichen: 120]"),
    ("struck_out", "N7", "[gestrichen: 120] 80"),
    ("struck_out", "U7", "alt [gestrichen: weg] neu"),
    ("struck_out", "M8", "[gestrichen: 01.10.2020]"),
    ("struck_out", "C9", "[gestrichen: Leistung 5 beantragen]"),
}


def write_everything(book: Book) -> None:
    sheet = book["Amtsliste"]
    sheet["H6"], sheet["N6"], sheet["M8"], sheet["U9"] = "ja", 120, date(2020, 10, 1), "gilt"
    sheet["H6"].comment, sheet["C8"].comment = (
        Comment("Das macht doch Amt 50,\nbitte prüfen", "Meier"),
        Comment("gehört nicht zu uns", ""),
    )
    sheet["N7"] = CellRichText(TextBlock(STRUCK, "120"), TextBlock(BOLD, " 80"))
    sheet["U7"] = CellRichText("alt ", TextBlock(STRUCK, "weg"), " neu")
    for address in ("N6", "M8", "C9", "U10"):
        sheet[address].font = Font(strike=True)
    sheet["U9"].font = Font(strike=False)


@pytest.fixture
def everything(sent: bytes, fill: Fill) -> bytes:
    return fill(sent, write_everything)


@pytest.fixture
def annotated(questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]) -> bytes:
    """A copy that we send back, with two of our own comments."""
    reasons = {"case_volume": "Das ist keine Zahl.", "responsible": "Der Wert steht nicht in der Auswahlliste."}
    issues = tuple(
        CellIssue(
            row_id=901,
            number=1,
            service="Leistung 1 beantragen",
            cell="N5",
            issue=Issue(
                question=key, heading="x", value="viele", reason=reason, remedy="Bitte so angeben:  1200; eine Schätzung genügt."
            ),
        )
        for key, reason in reasons.items()
    )
    cells: dict[int, dict[str, Any]] = {901: {"case_volume": "viele", "responsible": "viele"}}
    return write_list(make_document(6), questionnaire, scale, Edition(created=CREATED, issues=issues, cells=cells))


def saved_by_libreoffice(content: bytes, extension: str, folder: Path) -> bytes:
    source = folder / "liste.xlsx"
    source.write_bytes(content)
    command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to", extension]
    subprocess.run([*command, "--outdir", str(folder / "neu"), str(source)], check=True, capture_output=True, timeout=180)
    return (folder / "neu" / f"liste.{extension}").read_bytes()


def read(content: bytes, questionnaire: Questionnaire) -> ReturnedList:
    return read_rows(open_workbook(content, "x"), questionnaire)


def notes(returned: ReturnedList) -> set[tuple[str, str, str]]:
    assert len(set(returned.notes)) == len(returned.notes)
    return {(note.kind.value, note.cell, note.text) for note in returned.notes}


def test_comments_and_struck_answers_are_noted_with_their_cells(everything: bytes, questionnaire: Questionnaire) -> None:
    assert notes(read(everything, questionnaire)) == EVERYTHING


@libreoffice
@pytest.mark.parametrize("extension", ["xlsx", "ods", "xls"])
def test_they_are_noted_as_well_when_libreoffice_saved_them(
    everything: bytes, questionnaire: Questionnaire, tmp_path: Path, extension: str
) -> None:
    assert notes(read(saved_by_libreoffice(everything, extension, tmp_path), questionnaire)) == EVERYTHING


def test_what_is_struck_through_does_not_count_as_an_answer(
    everything: bytes, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    rows = {row.number: validate_row(questionnaire, scale, row.cells) for row in read(everything, questionnaire).rows}
    asked = {(n, issue.question): issue.value for n, row in rows.items() for issue in row.issues if issue.value}
    assert asked[2, "case_volume"] == "[gestrichen: 120]"
    assert asked[3, "case_volume"] == "[gestrichen: 120] 80"
    assert asked[4, "planned_on"] == "[gestrichen: 01.10.2020]"
    assert rows[2].answers == {"responsible": "ja"}
    assert rows[3].answers == {"remark": "alt [gestrichen: weg] neu"}
    assert rows[5].answers == {"remark": "gilt"}, "the name of the service is struck through, the answer is not"


def test_a_struck_fehlanzeige_is_asked(sent: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    def strike(book: Book) -> None:
        book["Amtsliste"]["C3"] = "ja"
        book["Amtsliste"]["C3"].font = Font(strike=True)

    returned = read(fill(sent, strike), questionnaire)
    assert (returned.nil_return, returned.asks_again) == (False, True)
    assert "„[gestrichen: ja]“" in returned.remarks[0]


def test_a_line_struck_through_as_a_whole_is_one_note(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    def strike(book: Book) -> None:
        for cell in book["Amtsliste"][6]:
            cell.font = Font(strike=True)

    returned = read(fill(filled, strike), questionnaire)
    ((kind, cell, text),) = notes(returned)
    assert (kind, cell) == ("struck_out", "A6")
    assert "[gestrichen: Leistung 2 beantragen]" in text
    assert "[gestrichen: nein]" in text
    assert {row.number for row in returned.rows} == {1, 2, 3, 4, 5, 6}


def test_our_own_comments_are_no_notes(annotated: bytes, questionnaire: Questionnaire) -> None:
    assert b"Das ist keine Zahl." in ZipFile(BytesIO(annotated)).read("xl/comments1.xml")
    assert notes(read(annotated, questionnaire)) == set()


@libreoffice
@pytest.mark.parametrize("extension", ["xlsx", "ods", "xls"])
def test_our_own_comments_are_no_notes_when_libreoffice_saved_them(
    annotated: bytes, questionnaire: Questionnaire, tmp_path: Path, extension: str
) -> None:
    assert notes(read(saved_by_libreoffice(annotated, extension, tmp_path), questionnaire)) == set()


def test_our_own_comments_are_no_notes_without_the_sheet_that_repeats_them(
    annotated: bytes, fill: Fill, questionnaire: Questionnaire
) -> None:
    def remove(book: Book) -> None:
        del book["Hinweise"]

    assert notes(read(fill(annotated, remove), questionnaire)) == set()


def test_what_people_write_into_our_comment_is_a_note(annotated: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    def answer(book: Book) -> None:
        cell = book["Amtsliste"]["N5"]
        cell.comment = Comment(f"{cell.comment.text}\nDie Zahl hat das Dezernat, Frau Krüger", "OZG-Koordination")

    ((kind, cell, text),) = notes(read(fill(annotated, answer), questionnaire))
    assert (kind, cell) == ("comment", "N5")
    assert "Die Zahl hat das Dezernat, Frau Krüger" in text


def test_comments_on_other_sheets_are_noted_with_the_sheet(sent: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    def comment(book: Book) -> None:
        book["Ausfüllhilfe"]["A1"].comment = Comment("Seite 2 fehlt", "Meier")

    assert notes(read(fill(sent, comment), questionnaire)) == {("comment", "Ausfüllhilfe!A1", "Seite 2 fehlt")}


THREADS = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="N6" dT="2020-04-03T08:00:00.00" personId="{1}" id="{A}"><text>Woher kommt die Zahl?</text></threadedComment>'
    '<threadedComment ref="N6" dT="2020-04-03T09:00:00.00" personId="{2}" id="{B}" parentId="{A}"><text>Aus dem Jahresbericht.</text>'
    "</threadedComment></ThreadedComments>"
)


def test_a_thread_of_comments_is_noted_and_its_copy_for_old_programs_is_not(
    sent: bytes, fill: Fill, repack: Repack, member: Callable[[bytes, str], bytes], questionnaire: Questionnaire
) -> None:
    def comment(book: Book) -> None:
        book["Amtsliste"]["N6"].comment = Comment("[Threaded comment]\n\nYour version of Excel …", "tc={A}")
        book["Amtsliste"]["N8"].comment = Comment("ein einfacher", "Meier")

    content = fill(sent, comment)
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = f'<Relationship Id="t1" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    changed = {
        relations: member(content, relations).replace(b"</Relationships>", link.encode()),
        "xl/threadedComments/threadedComment1.xml": THREADS.encode(),
    }
    assert notes(read(repack(content, changed), questionnaire)) == {
        ("comment", "N6", "Woher kommt die Zahl?"),
        ("comment", "N6", "Aus dem Jahresbericht."),
        ("comment", "N8", "ein einfacher"),
    }


def test_comments_that_cannot_be_read_leave_the_answers_readable(
    everything: bytes, repack: Repack, member: Callable[[bytes, str], bytes], questionnaire: Questionnaire
) -> None:
    part = "xl/comments/comment1.xml"
    returned = read(repack(everything, {part: member(everything, part)[:-40]}), questionnaire)
    assert len(returned.rows) == 6


def test_a_list_without_comments_and_strikes_has_no_notes(filled: bytes, questionnaire: Questionnaire) -> None:
    assert read(filled, questionnaire).notes == ()


def test_the_list_is_read_the_same_with_openpyxl(everything: bytes) -> None:
    """What the tests strike through is struck through for others as well."""
    assert load_workbook(BytesIO(everything))["Amtsliste"]["N6"].font.strike


def test_a_text_struck_through_run_by_run_is_noted_without_a_struck_font(
    sent: bytes, fill: Fill, questionnaire: Questionnaire
) -> None:
    def strike(book: Book) -> None:
        book["Amtsliste"]["N6"] = CellRichText(TextBlock(STRUCK, "20"))

    content = fill(sent, strike)
    assert b"strike" not in ZipFile(BytesIO(content)).read("xl/styles.xml")
    assert notes(read(content, questionnaire)) == {("struck_out", "N6", "[gestrichen: 20]")}


def test_notes_are_found_by_their_relationships_and_in_any_namespace_prefix(
    everything: bytes, repack: Repack, questionnaire: Questionnaire
) -> None:
    """As other programs write them: `xl/notes/n1.xml`, `<x:c …>`."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    moved = b"comments/comment1.xml", b"notes/n1.xml"
    with ZipFile(BytesIO(everything)) as archive:
        parts = {name: archive.read(name).replace(*moved) for name in archive.namelist()}
    for name in ("xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml"):
        prefixed = re.sub(rb"<(/?)(?=[a-zA-Z])(?!\w+:)", rb"<\1x:", parts[name])
        parts[name] = prefixed.replace(b'xmlns="' + main, b'xmlns:x="' + main)
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace(moved[0].decode(), moved[1].decode()), data)
    assert notes(read(buffer.getvalue(), questionnaire)) == EVERYTHING


@pytest.mark.parametrize("extension", ["xlsx", pytest.param("ods", marks=libreoffice), pytest.param("xls", marks=libreoffice)])
def test_a_struck_answer_merged_over_several_lines_counts_in_none_of_them(
    filled: bytes, fill: Fill, questionnaire: Questionnaire, tmp_path: Path, extension: str
) -> None:
    def strike(book: Book) -> None:
        sheet = book["Amtsliste"]
        sheet["H8"], sheet["H8"].font = "ja", Font(strike=True)
        sheet.merge_cells("H8:H10")

    content = fill(filled, strike)
    returned = read(content if extension == "xlsx" else saved_by_libreoffice(content, extension, tmp_path), questionnaire)
    first, *others = [row.cells["responsible"] for row in returned.rows if row.number > 3]
    assert first == "[gestrichen: ja]"
    assert others == [first] * 2


HINT = "Das Portal zeigt: online (Stand 29.09.2026), https://portal.example/a. Bitte prüfen Sie, ob das stimmt."


@pytest.fixture
def hinted(questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]) -> bytes:
    """A list that tells its office what the portals show of two services."""
    document = make_document(6)
    rows = tuple(replace(row, hint=f"{HINT}\nNr. {row.number}" if row.number in (1, 4) else "") for row in document.rows)
    return write_list(replace(document, rows=rows), questionnaire, scale, Edition(created=CREATED))


def test_a_hint_stands_at_the_name_of_its_service(hinted: bytes) -> None:
    sheet = load_workbook(BytesIO(hinted))["Amtsliste"]
    found = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert found == {"C5": f"{HINT}\nNr. 1", "C8": f"{HINT}\nNr. 4"}


def test_our_own_hints_are_no_notes_of_the_office_but_what_it_adds_to_them_is(
    hinted: bytes, questionnaire: Questionnaire, fill: Fill
) -> None:
    def write(book: Book) -> None:
        book["Amtsliste"]["C8"].comment = Comment(f"{HINT}\nNr. 4\nStimmt nicht!", "Meier")
        book["Amtsliste"]["H6"].comment = Comment("unser Wort", "OZG-Koordination")

    assert notes(read(hinted, questionnaire)) == set()
    assert notes(read(fill(hinted, write), questionnaire)) == {
        ("comment", "C8", f"{HINT}\nNr. 4\nStimmt nicht!"),
        ("comment", "H6", "unser Wort"),
    }


@libreoffice
@pytest.mark.parametrize("extension", ["xlsx", "ods", "xls"])
def test_our_own_hints_are_known_whatever_saved_them(
    hinted: bytes, questionnaire: Questionnaire, tmp_path: Path, extension: str
) -> None:
    assert notes(read(saved_by_libreoffice(hinted, extension, tmp_path), questionnaire)) == set()
