"""A progress query comes filled in with what was reported last, and is called what it is."""

from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from ozg_workflow.usecases.results.last_reports import last_reports
from tests.usecases.town import Town

STATE = {
    "Stufe heute": "Online-Leistung (3)",
    "Internetadresse": "https://www.bielefeld.example/wohnsitz",
    "Ziel voraussichtlich erreicht am": date(2021, 11, 15),
    "Bemerkung": "Schnittstelle ist bestellt.",
}


def first_row(town: Town, office: str) -> dict[str, Any]:
    sheet = load_workbook(BytesIO(town.book(office)[1]))["Amtsliste"]
    return {str(heading.value): cell.value for heading, cell in zip(sheet[4], sheet[5], strict=True) if heading.value}


def news(town: Town, office: str) -> str:
    sheet = load_workbook(BytesIO(town.book(office)[1]))["Amtsliste"]
    return " ".join(str(cell.value) for row in sheet["A1:J3"] for cell in row if cell.value)


def asked_again(town: Town) -> None:
    town.day("2021-03-01", "track", "deliver")
    town.send_back("33", good=STATE)
    town.day("2021-03-02", "collect", "deliver")
    town.day("2021-10-04", "track", "deliver")


def test_the_first_query_holds_the_level_of_the_survey(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    row = first_row(started, "33")
    assert row["Stufe heute"] == "Formular-Assistent (2)"
    assert row["Ziel voraussichtlich erreicht am"] is None, "nobody has said it yet"
    assert "zuletzt gemeldet" in news(started, "33")


def test_the_next_query_holds_what_the_office_reported_and_asks_for_the_reason_anew(started: Town) -> None:
    asked_again(started)
    row = first_row(started, "33")
    row["Ziel voraussichtlich erreicht am"] = row["Ziel voraussichtlich erreicht am"].date()
    assert {heading: row[heading] for heading in STATE} == STATE | {"Bemerkung": None}


def test_what_was_sent_back_unchanged_counts_as_reported(started: Town) -> None:
    asked_again(started)
    name, content, letter = started.book("33")
    assert name == "OZG-Umsetzungsstand-2021-10_33_Einwohner- und Meldeamt_v1.xlsx"
    started.drop(started.letter({name: content}, sender="amt33@bielefeld.example", answers=letter))
    started.new_letters()
    started.day("2021-10-05", "collect", "deliver")
    (answer,) = started.new_letters()
    assert answer.subject.startswith("Eingang bestätigt: Umsetzungsstand Amt 33")
    assert "Amtsliste" not in answer.text.partition("Von Ihrer Adresse")[0]


def test_a_reminder_of_a_progress_query_speaks_of_the_progress(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.new_letters()
    started.day("2021-03-24", "remind", "deliver")
    (letter,) = started.new_letters()
    assert "Umsetzungsstand" in letter.subject
    assert "Amtslisten" not in letter.subject


def test_a_service_nobody_has_said_anything_about_has_no_report(started: Town) -> None:
    with started.ctx().reading() as work:
        found = last_reports(work)
    assert {key for answers in found.values() for key in answers} <= {"maturity_level", "online_url"}
