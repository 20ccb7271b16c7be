"""A list of a repeated round says where its answers come from, what is new and what is gone; a first one says nothing of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import HandedOn, ListDocument, RoundKind
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.news import news_text
from ozg_workflow.workbook.write.writer import write_list

CREATED = datetime(2021, 3, 1, 8, tzinfo=UTC)


def test_a_first_list_has_no_note(make_document: Callable[[int], ListDocument]) -> None:
    assert news_text(make_document(3)) == ""


def test_many_withdrawn_services_are_named_in_part(make_document: Callable[[int], ListDocument]) -> None:
    gone = tuple(f"Leistung {n} mit einem Namen" for n in range(1, 10))
    text = news_text(replace(make_document(3), repeats="Erhebung", prefilled=True, withdrawn=gone))
    assert "„Leistung 6 mit einem Namen“ und 3 weitere." in text
    assert text.startswith("Vorbelegt mit Ihren Angaben aus „Erhebung“.")
    assert "Neu" not in text


def test_a_list_without_earlier_answers_does_not_claim_any(make_document: Callable[[int], ListDocument]) -> None:
    text = news_text(replace(make_document(3), repeats="Erhebung"))
    assert text == "Aus „Erhebung“ liegen zu diesen Leistungen keine Angaben Ihres Amtes vor."


def test_the_note_and_the_marks_do_not_disturb_reading_the_list_back(
    make_document: Callable[[int], ListDocument], questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    plain = make_document(4)
    rows = (replace(plain.rows[0], new=True), *plain.rows[1:])
    document = replace(plain, rows=rows, repeats="Erhebung", withdrawn=("Fehlanzeige",))
    content = write_list(document, questionnaire, scale, Edition(created=CREATED, cells={rows[1].row_id: {"responsible": "ja"}}))
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    assert sheet["C5"].font.bold
    assert not sheet["C6"].font.bold
    returned = read_rows(open_workbook(content, "liste.xlsx"), questionnaire)
    assert (returned.nil_return, returned.remarks) == (False, ())
    assert {r.row_id: r.cells["responsible"] for r in returned.rows if r.cells["responsible"]} == {rows[1].row_id: "ja"}


def test_lines_with_answers_of_other_offices_are_named(make_document: Callable[[int], ListDocument]) -> None:
    gone = (
        HandedOn(office="Amt 50 – Sozialamt", numbers=(2,)),
        HandedOn(office="Amt 66 – Tiefbauamt", numbers=tuple(range(1, 24))),
    )
    one, many = news_text(replace(make_document(30), handed_on=gone)).splitlines()
    assert one.startswith("Zeile Nr. 2 ist vorbelegt mit Angaben von Amt 50 – Sozialamt.")
    assert "19, 20 und 3 weitere sind vorbelegt mit Angaben von Amt 66 – Tiefbauamt." in many


@pytest.mark.parametrize(
    "says",
    [
        {"repeats": "Erhebung", "prefilled": True},
        {"repeats": "Erhebung"},
        {"repeats": "Erhebung", "prefilled": True, "withdrawn": ("Hundesteuer anmelden",)},
        {"kind": RoundKind.PROGRESS, "prefilled": True},
        {"handed_on": (HandedOn(office="Amt 50 – Sozialamt", numbers=(2,)),)},
        {"handed_on": (HandedOn(office="Amt 50 – Sozialamt", numbers=tuple(range(1, 30))),)},
        {"from_portal": (3,)},
        {"from_portal": tuple(range(1, 30))},
    ],
)
def test_no_note_of_ours_is_taken_for_a_text_of_the_office(
    make_document: Callable[[int], ListDocument], questionnaire: Questionnaire, scale: MaturityScale, says: dict[str, Any]
) -> None:
    document = replace(make_document(30), **says)
    assert news_text(document)
    returned = read_rows(
        open_workbook(write_list(document, questionnaire, scale, Edition(created=CREATED)), "x.xlsx"), questionnaire
    )
    assert returned.notes == ()
