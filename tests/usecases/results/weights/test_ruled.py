"""Rules beside the weights, from the catalogue and the portals to the ranking and its files."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.results.weights.rules import Rule, RuleKey
from tests.usecases.town import Town, town_data

RULES = (
    Rule(key=RuleKey.SDG_DUTY, weight=40, active=True, reason="Pflicht."),
    Rule(key=RuleKey.QUICK_WIN, weight=20, active=True, efa=("10281",)),
)


def prepared(town: Town, rules: tuple[Rule, ...], version: str) -> None:
    """Load the same rollout with these rules; L3 and L4 are of annex II."""
    data = town_data()
    plan = replace(data.config.prioritisation, rules=rules, version=version)
    services = tuple(replace(s, sdg=s.ref in ("L3", "L4")) for s in data.services)
    town.prepare(replace(data, config=replace(data.config, prioritisation=plan), services=services))


def ranking(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((town.ctx().reports / "priorisierung.json").read_text(encoding="utf-8"))
    return {**found, "services": {s["ref"]: s for s in found["services"]}}


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.both_databases
def test_rules_lift_services_and_every_file_says_so(answered: Town) -> None:
    answered.do("evaluate")
    before = ranking(answered)
    assert "rules" not in before
    prepared(answered, RULES, "2.0")
    answered.do("evaluate")
    after = ranking(answered)
    assert after["rules"] == {"sdg_duty": {"weight": 40, "efa": []}, "quick_win": {"weight": 20, "efa": ["10281"]}}
    lifted = {ref: s["rules"] for ref, s in after["services"].items() if s["rules"]}
    assert lifted == {"L4": ["sdg_duty"], "L8": ["quick_win"]}, "L3 is online already"
    assert after["services"]["L4"]["reasons"][0] == "SDG-Pflicht: noch nicht online"
    assert after["services"]["L8"]["reasons"][0] == "Schneller Erfolg: EfA-Dienst steht bereit"
    assert after["services"]["L4"]["rank"] < before["services"]["L4"]["rank"]
    book = load_workbook(BytesIO((answered.ctx().reports / "priorisierung.xlsx").read_bytes()))
    method = [[cell.value for cell in row] for row in book["Methode"].iter_rows()]
    (row,) = (row for row in method if row[0] == "Regel: SDG-Pflicht")
    assert row[2:4] == ["25\u00a0%", "gilt: 100 · gilt nicht: 0"]
    reasons = [cell.value for row in book["Rangfolge"].iter_rows() for cell in row if str(cell.value).startswith("Regel")]
    assert len(reasons) == 2


def test_a_rule_that_is_off_leaves_the_evaluation_as_it_is(answered: Town) -> None:
    answered.do("evaluate")
    prepared(answered, tuple(replace(rule, active=False) for rule in RULES), "1.0")
    assert "Seit der letzten Auswertung hat sich nichts geändert." in answered.do("evaluate").lines


def test_switching_a_rule_on_needs_a_new_version(answered: Town) -> None:
    with pytest.raises(Exception, match="Regel „sdg_duty“ ist neu; Regel „quick_win“ ist neu"):
        prepared(answered, RULES, "1.0")
