"""The services with the answers that count: what the evaluation ranks."""

import json
from dataclasses import replace

from ozg_workflow.domain.results.prioritisation import Candidate
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.questions.rounds import find_round
from tests.usecases.town import Town, not_ours, town_data

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


def found(town: Town) -> dict[str, Candidate]:
    with town.ctx().reading() as work:
        return {c.ref: c for c in candidates(work, find_round(work, None), additive_questions(work.config))}


def test_only_what_is_a_number_of_its_own_adds_up() -> None:
    assert additive_questions(town_data().config) == {"case_volume", "staff_effort"}


def test_a_service_without_an_answer_belongs_to_the_office_it_was_proposed_for(answered: Town) -> None:
    services = found(answered)
    assert (services["L1"].office, services["L1"].answers) == ("20", {})
    assert (services["L2"].office, services["L2"].answers["case_volume"]) == ("33", 30000)


def test_of_a_shared_service_the_numbers_add_up_and_the_rest_is_that_of_the_first_office(asked: Town) -> None:
    asked.send_back("50", {2: SHARED})
    asked.do("collect", "deliver")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 300, "Personaleinsatz (VZÄ)": "0,5", "Stufe heute": 3}}, version=2)
    asked.do("collect")
    service = found(asked)["L8"]
    assert service.office == "50"
    assert [service.answers[key] for key in ("case_volume", "staff_effort")] == [1500, 2.0]


def test_an_office_that_does_not_know_has_finished_and_the_ranking_takes_it_as_missing(asked: Town) -> None:
    asked.send_back("34", {1: {"Fallzahl pro Jahr": "k. A.", "Personaleinsatz (VZÄ)": "unbekannt"}})
    asked.do("collect", "deliver", "evaluate")
    assert asked.list_state("34") == "returned"
    assert [letter.attachments for letter in asked.new_letters() if "in-reply-to" in letter.headers] == [{}]
    assert [asked.rows("34")[1].answers[key] for key in ("case_volume", "staff_effort")] == ["unknown", "unknown"]
    report = asked.home / "var" / "reports" / "bielefeld-2020" / "priorisierung.json"
    services = {s["ref"]: s for s in json.loads(report.read_text(encoding="utf-8"))["services"]}
    assert (services["L5"]["state"], services["L5"]["completeness"]) == ("incomplete", round(4 / 6, 3))
    assert services["L6"]["completeness"] == 1


def test_of_a_shared_service_what_one_office_does_not_know_is_left_out(asked: Town) -> None:
    asked.send_back("50", {2: SHARED | {"Fallzahl pro Jahr": "unbekannt"}})
    asked.do("collect", "deliver")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 300, "Personaleinsatz (VZÄ)": "unbekannt"}}, version=2)
    asked.do("collect")
    assert [found(asked)["L8"].answers[key] for key in ("case_volume", "staff_effort")] == [300, 1.5]


def test_a_service_that_has_moved_belongs_to_its_new_office_and_one_that_is_gone_to_nobody(asked: Town) -> None:
    asked.send_back("50", {2: not_ours("34")})
    asked.do("collect")
    assert (found(asked)["L8"].office, found(asked)["L8"].answers) == ("34", {})
    data = town_data()
    asked.prepare(replace(data, services=tuple(s for s in data.services if s.ref != "L7")))
    assert "L7" not in found(asked)
