"""A list says nothing by colour alone, can be read by everybody, and says what it is and in which language."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from ozg_workflow.domain.survey.answers import Issue
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.layout import OPEN_SIGN
from ozg_workflow.workbook.read.identity import integer
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from tests.contrast import contrast
from tests.workbook.conftest import CREATED

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
COMPLETE = {"responsible": "nein", "responsible_office": "Amt 32"}


@pytest.fixture(scope="module")
def books(questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]) -> list[bytes]:
    """A list of a repeated round with new services, its annotated copy with a wrong cell, and a list without services."""
    document = make_document(6)
    rows = (replace(document.rows[0], new=True), *document.rows[1:])
    document = replace(document, rows=rows, repeats="Erhebung 2020", withdrawn=("Alte Leistung",))
    wrong = CellIssue(
        row_id=902,
        number=2,
        service="Leistung 2 beantragen",
        cell="O6",
        issue=Issue(
            question="case_volume", heading="Fallzahl pro Jahr", value="viele", reason="Keine Zahl.", remedy="Bitte eine Zahl."
        ),
    )
    cells = {901: COMPLETE, 902: {"responsible": "ja", "case_volume": "viele"}}
    editions = (Edition(created=CREATED), Edition(created=CREATED, cells=cells, issues=(wrong,)))
    printed = [write_list(document, questionnaire, scale, edition) for edition in editions]
    return [*printed, write_list(make_document(0), questionnaire, scale, Edition(created=CREATED))]


def colour(found: Any, otherwise: str) -> str:
    return f"#{found.rgb[-6:]}" if found is not None and isinstance(found.rgb, str) else otherwise


def pairs(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Return place, colour of the text and colour of the ground of every cell that shows a text, and of every rule."""
    for sheet in load_workbook(BytesIO(content), rich_text=True):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            ground = colour(cell.fill.fgColor, "#FFFFFF") if cell.fill.patternType == "solid" else "#FFFFFF"
            if cell.value is not None or not cell.protection.locked:
                yield f"{sheet.title}!{cell.coordinate}", colour(cell.font.color, "#000000"), ground
            if isinstance(cell.value, CellRichText):
                yield from (
                    (cell.coordinate, colour(p.font.color, "#000000"), ground) for p in cell.value if not isinstance(p, str)
                )
        for area, rules in sheet.conditional_formatting._cf_rules.items():
            for rule in rules:
                if rule.dxf.fill is not None:
                    font = rule.dxf.font.color if rule.dxf.font else None
                    yield str(area.sqref), colour(font, "#000000"), colour(rule.dxf.fill.bgColor, "#FFFFFF")


def test_every_text_stands_out_from_its_ground(books: list[bytes]) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1, whatever the size."""
    found = {(text, ground): place for book in books for place, text, ground in pairs(book)}
    assert len(found) >= 10
    assert {place: pair for pair, place in found.items() if contrast(*pair) < 4.5} == {}


def rules_of(content: bytes) -> dict[str, list[Any]]:
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    return {str(area.sqref): list(rules) for area, rules in sheet.conditional_formatting._cf_rules.items()}


def test_what_is_missing_has_a_dark_edge_and_its_line_a_sign(sent: bytes) -> None:
    rules = rules_of(sent)
    missing = [rule for area, found in rules.items() if area.startswith("H") for rule in found if rule.dxf.border]
    assert missing
    for side in ("left", "right", "top", "bottom"):
        edge = getattr(missing[0].dxf.border, side)
        assert edge.style == "thin"
        # WCAG 2.2, 1.4.11: against the yellow, and against the light edge of all other cells
        assert contrast(colour(edge.color, "#FFFFFF"), "#FFF3C4") >= 3
        assert contrast(colour(edge.color, "#FFFFFF"), "#C3CCD6") >= 3
    (sign,) = rules["A5:A10"]
    assert sign.dxf.numFmt.formatCode == f'"{OPEN_SIGN} "0'
    assert sign.formula[0].startswith("OR(AND(")
    assert "$H5" in sign.formula[0]


def test_what_is_wrong_has_a_thick_edge_a_comment_and_a_line_of_its_own(books: list[bytes]) -> None:
    book = load_workbook(BytesIO(books[1]))
    (marked,) = [cell for row in book["Amtsliste"].iter_rows() for cell in row if cell.comment]
    assert marked.border.left.style == "medium"
    assert marked.coordinate in [cell.value for cell in book["Hinweise"]["C"]]


@pytest.mark.skipif(SOFFICE is None or shutil.which("pdftotext") is None, reason="LibreOffice ist nicht installiert.")
def test_the_sign_is_seen_before_the_lines_that_lack_something_and_only_there(books: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "liste.xlsx").write_bytes(books[1])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "liste.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "liste.pdf"), "-"], check=True, capture_output=True, text=True)
    lines = ("".join(line.split()) for line in text.stdout.splitlines() if "beantragen" in line)
    begins = [line.partition("99000000")[0] for line in lines if "99000000" in line]
    assert begins[:5] == ["1", *(f"{OPEN_SIGN}{n}" for n in (2, 4, 5, 6))], "the first one is complete; the third has no key"


@pytest.mark.parametrize(
    ("cell", "number"), [(f"{OPEN_SIGN} 7", 7), (f"{OPEN_SIGN}7", 7), (7.0, 7), (OPEN_SIGN, None), (f"7 {OPEN_SIGN}", None)]
)
def test_a_number_that_was_saved_as_it_looked_is_still_the_number(cell: Any, number: int | None) -> None:
    assert integer(cell) == number


def test_the_workbook_says_what_it_is_and_its_language(
    sent: bytes, questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]
) -> None:
    properties = load_workbook(BytesIO(sent)).properties
    title = "OZG-Amtsliste – Amt 33 Einwohner- und Meldeamt, Fassung 2, Rücksendung bis 15.05.2020, Stadt Bielefeld"
    assert (properties.title, properties.language, properties.creator) == (title, "de-DE", "Stadt Bielefeld")
    other = write_list(replace(make_document(1), office_number="34", version=3), questionnaire, scale, Edition(created=CREATED))
    assert load_workbook(BytesIO(other)).properties.title != title


def test_headings_stay_in_sight_and_on_every_page_and_there_are_no_pictures(books: list[bytes]) -> None:
    for content in books:
        book = load_workbook(BytesIO(content))
        assert book["Amtsliste"].freeze_panes == "D5"
        assert book["Amtsliste"].print_title_rows == "$4:$4"
        assert [sheet._images + sheet._charts for sheet in book] == [[]] * len(book.sheetnames)
