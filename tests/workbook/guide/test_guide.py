"""The Ausfüllhilfe says the same in the workbook and as a PDF, and leaves no question open."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.guide.filling_guide import filling_guide_pdf
from ozg_workflow.workbook.guide.guide_content import GuideFacts, guide_content
from tests.pdf_structure import complaints, title_of

ARGUMENTS: dict[str, Any] = {
    "city": "Stadt Bielefeld",
    "title": "OZG-Amtsliste",
    "due_on": date(2020, 5, 15),
    "return_to": "ozg@bielefeld.example",
    "contact": "Frau Kerstin Lindner, 0521 51-1234",
}


def test_the_sheet_explains_every_column_every_level_and_every_section(
    sent: bytes, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    sheet = load_workbook(BytesIO(sent))["Ausfüllhilfe"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    guide = guide_content(questionnaire, scale, GuideFacts(**ARGUMENTS))
    wanted = {guide.intro, *(text for _, text in guide.steps), *(level.label for level in guide.levels)}
    wanted |= {text for column in guide.columns for text in (column.heading, column.help, column.allowed, column.required)}
    wanted |= {text for section in guide.sections for text in (section.title, *section.paragraphs)}
    assert wanted <= texts


def test_the_guide_names_deadline_address_and_contact(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    guide = guide_content(questionnaire, scale, GuideFacts(responsibility_due_on=date(2020, 4, 30), **ARGUMENTS))
    text = " ".join(paragraph for section in guide.sections for paragraph in section.paragraphs)
    for wanted in (
        "Freitag, 15. Mai 2020",
        "ozg@bielefeld.example",
        "0521 51-1234",
        "Donnerstag, 30. April 2020",
        "„Fehlanzeige“",
    ):
        assert wanted in text


def test_a_questionnaire_without_responsibility_says_nothing_about_it(progress: Questionnaire, scale: MaturityScale) -> None:
    guide = guide_content(progress, scale, GuideFacts(**ARGUMENTS))
    assert "Ihr Amt ist nicht zuständig?" not in [section.title for section in guide.sections]


def test_the_worked_example_is_a_valid_row(any_questionnaire: Questionnaire, scale: MaturityScale) -> None:
    guide = guide_content(any_questionnaire, scale, GuideFacts(**ARGUMENTS))
    by_heading = {cell.heading: cell.value for cell in guide.example}
    cells = {question.key: by_heading[question.heading] or None for question in any_questionnaire.questions}
    assert validate_row(any_questionnaire, scale, dict(cells)).issues == ()


def test_the_example_leaves_conditional_columns_blank_and_says_why(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    example = {cell.heading: cell for cell in guide_content(questionnaire, scale, GuideFacts(**ARGUMENTS)).example}
    assert (example["Zuständiges Amt"].value, example["Zuständiges Amt"].note) == ("", "bleibt leer, weil das Amt zuständig ist")
    assert example["Geplant zum"].value == ""
    assert "Online-Angebot fest geplant?" in example["Geplant zum"].note
    assert example["Fallzahl pro Jahr"].value == "1200"


def test_the_pdf_is_accessible_german_and_always_the_same(any_questionnaire: Questionnaire, any_scale: MaturityScale) -> None:
    first = filling_guide_pdf(any_questionnaire, any_scale, GuideFacts(**ARGUMENTS))
    assert first.startswith(b"%PDF")
    assert first == filling_guide_pdf(any_questionnaire, any_scale, GuideFacts(**ARGUMENTS))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in first
    assert complaints(first) == []


def test_no_two_guides_have_the_same_title(questionnaire: Questionnaire, scale: MaturityScale) -> None:
    def title(**changes: Any) -> str:
        return title_of(filling_guide_pdf(questionnaire, scale, GuideFacts(**(ARGUMENTS | changes))))

    assert (
        title(round_title="Erhebung") == "Ausfüllhilfe zur OZG-Amtsliste (Erhebung) – Stadt Bielefeld, Rücksendung bis 15.05.2020"
    )
    others = (
        {},
        {"round_title": "Erhebung 2021"},
        {"city": "Stadt Musterstadt"},
        {"due_on": date(2020, 6, 1)},
        {"title": "Nachtrag"},
    )
    assert len({title(**changes) for changes in others}) == len(others)


@pytest.mark.parametrize("text", ["#panic()", "*fett* _kursiv_ $x$", "= Überschrift", "<label> @ref", '"\\u{0}', "//"])
def test_text_of_people_is_never_read_as_markup(questionnaire: Questionnaire, scale: MaturityScale, text: str) -> None:
    assert filling_guide_pdf(questionnaire, scale, GuideFacts(**(ARGUMENTS | {"contact": text, "title": text}))).startswith(
        b"%PDF"
    )


def test_no_word_of_the_title_is_parted_but_one_that_is_wider_than_the_page(
    questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    endless = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahren"
    for title, whole in (("Umsetzung des Onlinezugangsgesetzes", True), (f"Umsetzung {endless}", False)):
        pdf = filling_guide_pdf(questionnaire, scale, GuideFacts(**(ARGUMENTS | {"title": title})))
        words = PdfReader(BytesIO(pdf)).pages[0].extract_text().split("Stadt Bielefeld")[0].split()
        assert (title.split()[-1] in words) is whole
