"""Nobody wants "Bildung und Teilhabe": the Sozialamt names the Standesamt, that one names the Sozialamt, the coordinator decides."""

import json

from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from tests.usecases.town import Town, not_ours

SERVICE = "Bildung und Teilhabe beantragen"


def test_a_service_that_nobody_wants_ends_where_the_coordinator_says(asked: Town) -> None:
    asked.send_back("50", {2: not_ours("Standesamt")})
    asked.run_day("2020-04-06")
    supplement = next(letter for letter in asked.letters() if "OZG-Amtsliste_34_Standesamt_v2.xlsx" in letter.attachments)
    assert SERVICE in supplement.text
    assert supplement.to == ("dez2@bielefeld.example",)

    asked.day("2020-04-14")
    asked.send_back("34", {1: not_ours("Sozialamt")}, version=2)
    asked.run_day("2020-04-14")
    digest = " ".join(asked.letters()[-1].text.split())
    assert "Zuständigkeit offen" in digest
    assert "Amt 50 hat die Leistung bereits abgelehnt." in digest
    (case,) = list_cases(asked.ctx(), only_open=True)
    assert "06 Zuständigkeit entscheiden" in digest

    decide_cases(asked.ctx(), [case.id], "Kämmerei")
    asked.do("send-supplements", "deliver")
    letter = asked.letters()[-1]
    assert letter.to == ("dez1@bielefeld.example",)
    assert "Entscheidung der Koordination: Amt 20." in " ".join(letter.text.split())

    asked.send_back("20", version=2)
    for office in ("10", "20", "33", "34"):
        asked.send_back(office, nil="ja" if office == "10" else None)
    asked.run_day("2020-04-15")
    assert {(item["office"], item["version"]): item["state"] for item in asked.status()["lists"]} == {
        ("10", 1): "nil_return",
        ("20", 1): "returned",
        ("20", 2): "returned",
        ("33", 1): "returned",
        ("34", 1): "returned",
        ("34", 2): "returned",
        ("50", 1): "returned",
    }
    asked.day("2020-06-02", "evaluate")
    report = asked.home / "var" / "reports" / "bielefeld-2020" / "priorisierung.json"
    services = {s["name"]: s for s in json.loads(report.read_text(encoding="utf-8"))["services"]}
    assert (services[SERVICE]["office"], services[SERVICE]["rank"] is not None) == ("20", True)
