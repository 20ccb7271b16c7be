"""Following the implementation: who is asked when, and the report at the end."""

import shutil
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.report.conftest import pdf_text
from tests.usecases.town import Town


def test_offices_are_asked_about_their_started_measures_on_the_planned_day(started: Town) -> None:
    started.day("2021-02-26", "track")
    assert len(started.messages("progress_query")) == 0
    started.new_letters()
    result = started.day("2021-03-01", "track", "deliver")
    assert result is not None
    (letter,) = started.new_letters()
    assert list(letter.attachments) == [
        "OZG-Umsetzungsstand-2021-03_33_Einwohner- und Meldeamt_v1.xlsx",
        "OZG-Umsetzungsstand-2021-03_34_Standesamt_v1.xlsx",
        "OZG-Umsetzungsstand-2021-03_50_Sozialamt_v1.xlsx",
    ]
    assert "29.03.2021" in letter.subject + letter.text
    sheet = load_workbook(BytesIO(letter.attachments["OZG-Umsetzungsstand-2021-03_33_Einwohner- und Meldeamt_v1.xlsx"]))[
        "Amtsliste"
    ]
    assert "Meldebescheinigung ausstellen" not in [c.value for c in sheet["C"]], "it has reached its target"
    rounds = {item["round"] for item in started.status()["lists"]}
    assert rounds == {"erhebung-1", "stand-2021-03-01"}


def test_of_several_missed_rounds_only_the_newest_is_opened(started: Town) -> None:
    started.day("2022-04-04", "track")
    assert {item["round"] for item in started.status()["lists"]} == {"erhebung-1", "stand-2022-03-01"}
    assert started.do("track").mails == []


def test_the_final_report_goes_to_the_board_and_closes_the_plan(started: Town) -> None:
    started.day("2022-12-30", "report-completion", "deliver")
    letter = started.letters()[-1]
    assert letter.to == ("verwaltungsvorstand@bielefeld.example",)
    assert letter.attachments["abschlussbericht.pdf"].startswith(b"%PDF")
    assert started.milestone("abschluss") == "done"
    started.do("report-completion")
    assert len(started.messages("final_report")) == 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_final_report_tells_when_a_level_was_reported_and_what_the_office_wrote(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.send_back("50", good={"Stufe heute": "Formular-Assistent (2)", "Bemerkung": "Schnittstelle fehlt."})
    started.day("2021-03-02", "collect", "deliver")
    started.day("2022-12-30", "report-completion", "deliver")
    text = " ".join(pdf_text(started.letters()[-1].attachments["abschlussbericht.pdf"]).split())
    assert "01.03.2021 Schnittstelle fehlt." in text  # the day the mail came
    assert "Erste Verfahren 2020: 1 Maßnahme war am 31.12.2020 am Ziel, davon 1 schon vor dem Beginn" in text
