"""Addresses of the city in the Ausfüllhilfe can be clicked, in the sheet and in the PDF; nothing else can."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.guide.addresses import Part, linked, mail_addresses
from ozg_workflow.workbook.guide.filling_guide import filling_guide_pdf
from ozg_workflow.workbook.guide.guide_content import GuideFacts
from ozg_workflow.workbook.write.guide_sheet import WIDTHS
from tests.workbook.guide.test_guide import ARGUMENTS

RETURN_TO, CONTACT = "ozg@bielefeld.example", "kerstin.lindner@bielefeld.example"


def test_the_addresses_of_a_text_are_its_words_that_look_like_one() -> None:
    text = f"Frau Lindner, {CONTACT}, Tel. 0521 51-1234 (oder: <{RETURN_TO}>; {RETURN_TO}.) a@b @x.de x@ a@b@c.de @"
    assert mail_addresses(text) == (CONTACT, RETURN_TO)


def test_an_address_becomes_a_link_without_the_punctuation_around_it() -> None:
    assert linked(f"Senden Sie sie an {RETURN_TO}, am besten heute.", [RETURN_TO]) == (
        Part(text="Senden Sie sie an "),
        Part(text=RETURN_TO, url=f"mailto:{RETURN_TO}"),
        Part(text=", am besten heute."),
    )
    assert linked(f"x{RETURN_TO} https://anders.example ozg@anders.example", [RETURN_TO]) == (
        Part(text=f"x{RETURN_TO} https://anders.example ozg@anders.example"),
    )


@given(st.lists(st.sampled_from([RETURN_TO, CONTACT, "an", "", ",", f"({RETURN_TO})", "\n", "ä"])))
def test_the_pieces_together_are_the_text(words: list[str]) -> None:
    text = " ".join(words)
    assert "".join(part.text for part in linked(text, [RETURN_TO, CONTACT])) == text


def test_the_sheet_leads_to_the_mailbox(sent: bytes) -> None:
    sheet = load_workbook(BytesIO(sent), rich_text=True)["Ausfüllhilfe"]
    linked_cells = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert {cell.hyperlink.target for cell in linked_cells} == {f"mailto:{RETURN_TO}"}
    assert len(linked_cells) == 1, "where to send it; LibreOffice would not wrap the third step if it were a link"
    assert [cell for cell in linked_cells if len(str(cell.value)) > sum(WIDTHS)] == []
    for cell in linked_cells:
        assert RETURN_TO in str(cell.value)
        underlined = [str(part) for part in cell.value if getattr(part, "font", None) and part.font.u]
        assert underlined == [RETURN_TO]


def links(pdf: bytes) -> list[str]:
    annotations = [note.get_object() for page in PdfReader(BytesIO(pdf)).pages for note in page.get("/Annots", [])]
    return [str(note["/A"]["/URI"]) for note in annotations if note["/Subtype"] == "/Link" and "/URI" in note.get("/A", {})]


@pytest.mark.parametrize("contact", [f"Frau Lindner, {CONTACT}", "Frau Lindner, Telefon 0521 51-1234"])
def test_the_pdf_leads_to_the_mailbox_and_to_the_contact(
    questionnaire: Questionnaire, scale: MaturityScale, contact: str
) -> None:
    found = links(filling_guide_pdf(questionnaire, scale, GuideFacts(**(ARGUMENTS | {"contact": contact}))))
    wanted = {f"mailto:{RETURN_TO}", *([f"mailto:{CONTACT}"] if CONTACT in contact else [])}
    assert set(found) == wanted
    assert found.count(f"mailto:{RETURN_TO}") == 3, "the box, the third step, and where to send it"
