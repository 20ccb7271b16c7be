"""From the answers to a ranking: what is blocked, what is missing, and nothing is evaluated twice."""

import json

from sqlalchemy import JSON, func, select, text

from ozg_workflow.database.models import Evaluation
from ozg_workflow.database.upgrade import downgrade, upgrade
from tests.usecases.town import Town


def count(town: Town, model: type) -> int:
    with town.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


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


def test_an_evaluation_of_an_older_version_is_shown_as_it_was(answered: Town) -> None:
    answered.do("evaluate")
    files = sorted((answered.home / "var" / "reports").rglob("priorisierung.*"))
    before = {path.name: path.read_bytes() for path in files}
    assert sorted(before) == ["priorisierung.json", "priorisierung.xlsx"]
    downgrade(answered.app.engine, "0003")
    with answered.app.engine.connect() as connection:
        stored = connection.execute(text("SELECT result FROM score WHERE position = 0").columns(result=JSON)).scalar_one()
    assert all(isinstance(reason, str) for reason in stored["reasons"])
    upgrade(answered.app.engine)
    for path in files:
        path.unlink()
    assert "Seit der letzten Auswertung hat sich nichts geändert." in answered.do("evaluate").lines
    assert {path.name: path.read_bytes() for path in files} == before
