"""The services with the answers that count: what the evaluation ranks."""

import json

from ozg_workflow.usecases.survey.cases import list_cases
from tests.usecases.town import Town

SHARED = {"Zuständig?": "teilweise", "Zuständiges Amt": "Amt 34"}


def test_a_shared_service_stays_and_goes_to_the_other_office_too_and_its_cases_add_up(asked: Town) -> None:
    asked.send_back("50", {2: SHARED})
    asked.do("collect", "deliver")
    assert asked.states("50") == ["answered", "answered"]
    (case,) = list_cases(asked.ctx())
    assert (case.state, case.settled_office) == ("settled", "34")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 300}}, version=2)
    asked.do("collect", "evaluate")
    report = asked.home / "var" / "reports" / "bielefeld-2020" / "priorisierung.json"
    services = {s["ref"]: s for s in json.loads(report.read_text(encoding="utf-8"))["services"]}
    assert services["L8"]["office"] == "50"
    assert services["L8"]["rank"] is not None
    assert [row.answers["case_volume"] for row in (asked.rows("50")[2], asked.rows("34", version=2)[1])] == [1200, 300]
