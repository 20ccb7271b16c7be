"""A year later the city asks again: the lists come filled in, some services are new, one is gone, and the ranking is compared."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.survey.manage_rounds import close_round, list_rounds
from ozg_workflow.usecases.survey.open_round import open_round
from tests.report.conftest import pdf_text
from tests.usecases.town import Town, fill, not_ours, town_data

DUE = date(2021, 5, 14)


def changed_catalogue() -> RolloutData:
    """The catalogue of the next year: the Personalausweis is gone, the Meldeamt gets the Führungszeugnis."""
    data = town_data()
    kept = tuple(s for s in data.services if s.ref != "L4")
    new = replace(
        next(s for s in data.services if s.ref == "L3"), ref="L9", key="99115010012000", name="Führungszeugnis beantragen"
    )
    assert isinstance(new, Service)
    return replace(data, services=(*kept, new))


def first_round_ends(town: Town) -> None:
    """Everybody but the Kämmerei answers in 2020; the Meldeamt names its own figures."""
    town.send_back("10", nil="ja")
    town.send_back("33", {1: {"Fallzahl pro Jahr": 40000}})
    town.send_back(
        "34", {1: {"Stufe heute": "1 – Information", "Rechtliches Hemmnis": "Schriftformerfordernis"}} if False else {}
    )
    town.send_back("50", {2: not_ours("34")})
    town.run_day("2020-04-06")
    town.clock.set(date(2020, 4, 20))
    town.send_back("34", version=2)
    town.run_day("2020-04-20")
    town.day("2020-06-02", "evaluate")


def cells(content: bytes) -> dict[int, dict[str, Any]]:
    """The list as the clerk sees it: number → heading → value."""
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    heads = [str(cell.value) for cell in sheet[4]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    return {row[0]: dict(zip(heads, row, strict=True)) for row in rows if row[0]}


@pytest.fixture
def again(asked: Town) -> Town:
    """The second round has been sent on 01.03.2021."""
    first_round_ends(asked)
    asked.clock.set(date(2021, 3, 1))
    asked.prepare(changed_catalogue())
    close_round(asked.ctx(), note="Die Kämmerei antwortet nicht mehr.")
    open_round(asked.ctx(), DUE, title="Erhebung 2021")
    asked.new_letters()
    asked.do("deliver")
    return asked


def test_the_lists_of_the_second_round_hold_the_last_answers_and_what_has_changed(again: Town) -> None:
    letters = again.new_letters()
    assert [letter.to for letter in letters] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    assert letters[1].subject.startswith("Amtslisten zur OZG-Umsetzung (Erhebung 2021): Rücksendung bis 14.05.2021")
    text = " ".join(letters[1].text.split())
    assert "6 Leistungen sind mit den Angaben der letzten Erhebung vorbelegt." in text
    assert "Neu hinzugekommen: 1 Leistung" in text
    assert "Entfallen: 1 Leistung" in text

    _, content, _ = again.book("33")
    list_33 = cells(content)
    by_name = {row["Leistung"]: row for row in list_33.values()}
    assert set(by_name) == {"Wohnsitz anmelden", "Meldebescheinigung ausstellen", "Führungszeugnis beantragen"}
    assert {heading: by_name["Wohnsitz anmelden"][heading] for heading in ("Zuständig?", "Stufe heute", "Fallzahl pro Jahr")} == {
        "Zuständig?": "ja",
        "Stufe heute": "Formular-Assistent (2)",
        "Fallzahl pro Jahr": 40000,
    }
    assert by_name["Führungszeugnis beantragen"]["Zuständig?"] is None
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    note = str(sheet["H2"].value)
    assert note.startswith("Vorbelegt mit Ihren Angaben aus „Erhebung“.")
    assert "Entfallen: „Personalausweis beantragen“." in note
    fills = {sheet.cell(line, 3).value: sheet.cell(line, 3).fill.start_color.rgb for line in range(5, 8)}
    assert fills["Führungszeugnis beantragen"] != fills["Wohnsitz anmelden"] == fills["Meldebescheinigung ausstellen"]
    _, kaemmerei, _ = again.book("20")
    assert cells(kaemmerei)[1]["Zuständig?"] is None, "it never answered"
    assert "liegen zu diesen Leistungen keine Angaben Ihres Amtes vor" in str(
        load_workbook(BytesIO(kaemmerei))["Amtsliste"]["H2"].value
    )
    assert "liegen für Ihr Dezernat keine Angaben vor" in " ".join(letters[0].text.split())


def test_prefilled_answers_count_when_the_list_is_returned_unchanged_and_not_before(again: Town) -> None:
    assert again.states("34") == ["open", "open", "open"], "the service of the Nachtrag is on the list too"
    again.day("2021-03-02", "evaluate")
    before = again.status()["prioritisation"]
    assert before["ranked"] == 0
    name, content, letter = again.book("34")
    again.drop(again.letter({name: content}, sender="amt34@bielefeld.example", answers=letter))
    again.run_day("2021-03-03")
    assert again.states("34") == ["answered", "answered", "answered"]
    assert again.list_state("34") == "returned"
    answers = again.rows("34")[1].answers
    assert (answers["case_volume"], answers["maturity_level"]) == (1200, 2)


def test_reminders_status_and_deadlines_follow_the_second_round_alone(again: Town) -> None:
    again.new_letters()
    departments = {d["number"]: (d["lists"], d["returned"]) for d in again.status()["departments"]}
    assert departments == {"1": (2, 0), "2": (3, 0)}
    assert {(item["round"], item["closed"]) for item in again.status()["lists"]} == {("erhebung-1", True), ("erhebung-2", False)}
    again.day("2021-05-12", "remind", "deliver")
    letters = again.new_letters()
    assert [letter.to for letter in letters] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    assert all("14.05.2021" in letter.subject for letter in letters)
    again.prepare(changed_catalogue())
    due = {(item["round"], item["due_on"]) for item in again.status()["lists"] if item["version"] == 1}
    assert due == {("erhebung-1", "2020-05-15"), ("erhebung-2", "2021-05-14")}


def test_a_case_of_the_second_round_sends_its_service_on_within_it(again: Town) -> None:
    again.send_back("50", {1: not_ours("20")}, rows=[])
    again.run_day("2021-03-03")
    lists = [(i["round"], i["office"], i["version"]) for i in again.status()["lists"] if i["version"] > 1]
    assert ("erhebung-2", "20", 2) in lists


def test_a_list_of_the_first_round_that_comes_now_is_kept_and_answered_with_a_note(again: Town) -> None:
    letter = next(item for item in again.letters() if "OZG-Amtsliste_20_Kämmerei_v1.xlsx" in item.attachments)
    filled = fill(bytes(letter.attachments["OZG-Amtsliste_20_Kämmerei_v1.xlsx"]))
    again.drop(again.letter({"liste.xlsx": filled}, sender="amt20@bielefeld.example", answers=letter))
    again.new_letters()
    again.run_day("2021-03-03")
    reply = next(item for item in again.new_letters() if item.to == ("amt20@bielefeld.example",))
    text = " ".join(reply.text.split())
    assert "gehört zu „Erhebung“, die seit dem 01.03.2021 geschlossen ist" in text
    assert "Bitte senden Sie die Liste dieser Runde zurück." in text
    states = {i["round"]: i["state"] for i in again.status()["lists"] if i["office"] == "20"}
    assert states == {"erhebung-1": "returned", "erhebung-2": "sent"}


def test_opening_the_same_round_again_sends_nothing(again: Town) -> None:
    result = open_round(again.ctx(), DUE)
    assert (result.changed, result.mails) == (False, [])
    assert [r.key for r in list_rounds(again.ctx())] == ["erhebung-1", "erhebung-2"]
    with pytest.raises(InputError, match=r"„erhebung-2“ läuft noch \(5 Listen fehlen\)"):
        open_round(again.ctx(), date(2022, 5, 13))


def test_before_the_first_survey_there_is_nothing_to_repeat_or_close(town: Town) -> None:
    with pytest.raises(InputError, match="noch keine Erhebung"):
        open_round(town.ctx(), DUE)
    with pytest.raises(InputError, match="noch keine Erhebungsrunde"):
        close_round(town.ctx())


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # openpyxl cannot keep data bars
def test_the_evaluation_compares_the_rounds(again: Town) -> None:
    again.send_back("33", {1: {"Stufe heute": "4 – Online-Transaktion"}}, rows=[1, 2, 3])
    again.run_day("2021-03-03")
    again.day("2021-06-01", "evaluate")
    folder = again.home / "var" / "reports" / "bielefeld-2020"
    found = json.loads((folder / "priorisierung.json").read_text(encoding="utf-8"))["vergleich"]
    assert (found["before"], found["after"]) == ("Erhebung", "Erhebung 2021")
    assert found["levels"] == {"comparable": 2, "raised": 1, "lowered": 0}
    services = {s["name"]: s for s in found["services"]}
    assert [services["Wohnsitz anmelden"][key] for key in ("level_before", "level_after")] == [2, 4]
    assert services["Führungszeugnis beantragen"]["rank_before"] is None
    assert "Personalausweis beantragen" not in services
    rates = {
        o["office"]: (o["returned_before"], o["lists_before"], o["returned_after"], o["lists_after"]) for o in found["offices"]
    }
    assert rates["33"] == (1, 1, 1, 1)
    assert rates["20"] == (0, 1, 0, 1)
    assert rates["34"] == (2, 2, 0, 1)
    book = load_workbook(folder / "priorisierung.xlsx")
    assert book.sheetnames == ["Rangfolge", "Vier Felder", "Gesperrt und offen", "Vergleich", "Methode"]
    assert book["Vergleich"]["A1"].value == "Vergleich: Erhebung 2021 mit Erhebung"
    assert "2 Leistungen mit Stufe in beiden Runden: 1 gestiegen, 0 gesunken" in book["Vergleich"]["A2"].value
    again.do("present")
    paper = " ".join(pdf_text((folder / "vorlage.pdf").read_bytes()).split())
    assert "In der vorigen Runde („Erhebung“) waren es 5 von 6 Listen." in paper
    assert "Bei 1 von 2 vergleichbaren Leistungen ist die Stufe gestiegen, bei 0 gesunken." in paper
