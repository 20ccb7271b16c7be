"""From the answers to measures: evaluate, present, start, track, report."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, text

from ozg_workflow.database.models import Evaluation, Measure
from ozg_workflow.database.upgrade import downgrade, upgrade
from ozg_workflow.domain.errors import InputError
from tests.usecases.town import GOOD, Town

PROGRESS = {"Stufe heute": "3 – Online-Leistung"}


def count(town: Town, model: type) -> int:
    with town.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def measures(town: Town) -> dict[str, str]:
    with town.session() as session:
        return {m.service.ref: str(m.state) for m in session.scalars(select(Measure))}


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("evaluate", "Es wurde noch keine Amtsliste verschickt"),
        ("present", "Bitte zuerst „ozg evaluate“ ausführen"),
        ("start-implementation", "Bitte zuerst „ozg evaluate“ ausführen"),
        ("track", "Bitte zuerst „ozg start-implementation“ ausführen"),
    ],
)
def test_a_step_before_its_predecessor_names_it_and_changes_nothing(town: Town, step: str, message: str) -> None:
    before = town.dump()
    with pytest.raises(InputError, match=message):
        town.do(step)
    assert town.dump() == before


def test_the_answers_become_a_ranking_with_what_is_blocked_and_what_is_missing(answered: Town) -> None:
    result = answered.do("evaluate")
    assert result.figures == {"ranked": 6, "blocked": 1, "incomplete": 1}
    assert answered.milestone("auswertung") == "done"
    reports = answered.home / "var" / "reports" / "bielefeld-2020"
    found = json.loads((reports / "priorisierung.json").read_text(encoding="utf-8"))
    services = {s["ref"]: s for s in found["services"]}
    assert services["L2"]["rank"] == 1, "the service with the most cases"
    assert services["L5"]["blocked"] is True
    assert services["L5"]["rank"] is None
    assert services["L1"]["completeness"] == 0
    assert services["L1"]["office"] == "20"
    assert (reports / "priorisierung.xlsx").read_bytes().startswith(b"PK")


def test_the_same_answers_are_evaluated_once_and_new_ones_again(answered: Town) -> None:
    answered.do("evaluate")
    again = answered.do("evaluate")
    assert "Seit der letzten Auswertung hat sich nichts geändert." in again.lines
    assert count(answered, Evaluation) == 1
    answered.send_back("20")
    answered.do("collect")
    assert answered.do("evaluate").figures == {"ranked": 7, "blocked": 1, "incomplete": 0}
    assert count(answered, Evaluation) == 2
    assert answered.status()["prioritisation"]["ranked"] == 7


def test_the_board_gets_the_paper_and_the_slides_once(answered: Town) -> None:
    answered.do("evaluate")
    answered.day("2020-07-01", "present", "deliver")
    letter = answered.letters()[-1]
    assert (letter.to, letter.cc) == (("verwaltungsvorstand@bielefeld.example",), ("kerstin.lindner@bielefeld.example",))
    assert letter.attachments["vorlage.pdf"].startswith(b"%PDF")
    assert letter.attachments["vorlage.pptx"].startswith(b"PK")
    reports = answered.home / "var" / "reports" / "bielefeld-2020"
    assert (reports / "vorlage.pdf").read_bytes() == letter.attachments["vorlage.pdf"]
    assert answered.milestone("vorstellung") == "done"
    answered.day("2020-07-02", "present")
    assert len(answered.messages("presentation")) == 1
    assert (reports / "vorlage.pdf").read_bytes() == letter.attachments["vorlage.pdf"], "what was presented stays"


def test_every_ranked_service_becomes_a_measure_and_every_dezernat_hears_of_its_own(started: Town) -> None:
    assert measures(started) == {
        "L2": "started",
        "L3": "reached",
        "L4": "started",
        "L6": "started",
        "L7": "started",
        "L8": "started",
    }
    letter = started.letters()[-1]
    assert letter.to == ("dez2@bielefeld.example",)
    assert "Wohnsitz anmelden" in letter.text
    assert "Hundesteuer" not in letter.text
    assert started.status()["implementation"] == {
        "measures": 6,
        "started": 6,
        "reached_target": 1,
        "target_level": 4,
        "target_on": "2022-12-31",
    }


def test_services_that_are_ranked_later_are_added_and_agreed_measures_stay(started: Town) -> None:
    before = measures(started)
    started.send_back("20")
    started.do("collect", "evaluate", "start-implementation")
    assert measures(started) == {**before, "L1": "started"}


def test_offices_are_asked_about_their_started_measures_on_the_planned_day(started: Town) -> None:
    started.day("2021-02-26", "track")
    assert len(started.messages("progress_query")) == 0
    started.new_letters()
    result = started.day("2021-03-01", "track", "deliver")
    assert result is not None
    (letter,) = started.new_letters()
    assert list(letter.attachments) == [
        "OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx",
        "OZG-Amtsliste_34_Standesamt_v1.xlsx",
        "OZG-Amtsliste_50_Sozialamt_v1.xlsx",
    ]
    assert "29.03.2021" in letter.subject + letter.text
    sheet = load_workbook(BytesIO(letter.attachments["OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx"]))["Amtsliste"]
    assert "Meldebescheinigung ausstellen" not in [c.value for c in sheet["C"]], "it has reached its target"
    rounds = {item["round"] for item in started.status()["lists"]}
    assert rounds == {"erhebung-1", "stand-2021-03-01"}


def test_of_several_missed_rounds_only_the_newest_is_opened(started: Town) -> None:
    started.day("2022-04-04", "track")
    assert {item["round"] for item in started.status()["lists"]} == {"erhebung-1", "stand-2022-03-01"}
    assert started.do("track").mails == []


def test_a_reported_level_brings_a_measure_to_its_target(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.send_back("33", {1: {"Stufe heute": 4}}, good=PROGRESS)
    started.do("collect")
    assert measures(started) | {"L2": "reached", "L4": "started"} == measures(started)
    assert started.status()["implementation"]["reached_target"] == 2
    assert GOOD["Zuständig?"] == started.rows("33")[1].answers["responsible"], "the survey stays as it was"


def test_the_final_report_goes_to_the_board_and_closes_the_plan(started: Town) -> None:
    started.day("2022-12-30", "report-completion", "deliver")
    letter = started.letters()[-1]
    assert letter.to == ("verwaltungsvorstand@bielefeld.example",)
    assert letter.attachments["abschlussbericht.pdf"].startswith(b"%PDF")
    assert started.milestone("abschluss") == "done"
    started.do("report-completion")
    assert len(started.messages("final_report")) == 1


def test_an_evaluation_of_an_older_version_is_shown_as_it_was(answered: Town) -> None:
    answered.do("evaluate")
    files = sorted((answered.home / "var" / "reports").rglob("priorisierung.*"))
    before = {path.name: path.read_bytes() for path in files}
    assert sorted(before) == ["priorisierung.json", "priorisierung.xlsx"]
    downgrade(answered.app.engine, "0003")
    with answered.app.engine.connect() as connection:
        stored = connection.execute(text("SELECT result FROM score WHERE position = 0")).scalar_one()
    assert all(isinstance(reason, str) for reason in json.loads(stored)["reasons"])
    upgrade(answered.app.engine)
    for path in files:
        path.unlink()
    assert "Seit der letzten Auswertung hat sich nichts geändert." in answered.do("evaluate").lines
    assert {path.name: path.read_bytes() for path in files} == before
