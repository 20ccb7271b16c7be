"""Who is responsible: services move to the office that was named, and never round in circles."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, Service
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from tests.usecases.town import Town, not_ours, town_data


def assignments(town: Town, ref: str) -> dict[str, str]:
    with town.session() as session:
        query = select(Office.number, Assignment.state).join(Assignment).join(Service).where(Service.ref == ref)
        return {number: str(state) for number, state in session.execute(query)}


def refuse(town: Town, office: str, named: str, number: int, version: int = 1) -> None:
    town.send_back(office, {number: not_ours(named)}, version=version)
    town.do("collect", "deliver")


def test_a_named_office_gets_the_service_as_a_supplement_with_its_own_deadline(asked: Town) -> None:
    asked.day("2020-05-12")
    asked.new_letters()
    refuse(asked, "50", "Amt 34", 2)
    (case,) = list_cases(asked.ctx())
    assert (case.state, case.settled_office, case.named) == ("settled", "34", "Amt 34")
    assert asked.states("50") == ["answered", "moved"]
    assert asked.list_state("50") == "returned", "the first office is done with it"
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "proposed"}
    supplement = next(item for item in asked.status()["lists"] if item["version"] == 2)
    assert (supplement["office"], supplement["rows"], supplement["state"], supplement["due_on"]) == (
        "34",
        1,
        "sent",
        "2020-05-27",
    )
    letter = next(item for item in asked.new_letters() if item.attachments)
    assert list(letter.attachments) == ["OZG-Amtsliste_34_Standesamt_v2.xlsx"]
    assert "Von Amt 50 an Amt 34 verwiesen." in " ".join(letter.text.split())


def test_the_new_office_answers_in_its_supplement(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    asked.send_back("34", version=2)
    asked.do("collect")
    assert asked.states("34", version=2) == ["answered"]
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "confirmed"}


def test_a_service_never_returns_by_itself_to_an_office_that_refused_it(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    refuse(asked, "34", "Sozialamt", 1, version=2)
    (case,) = list_cases(asked.ctx(), only_open=True)
    assert (case.office, case.reason) == ("34", "Amt 50 hat die Leistung bereits abgelehnt.")
    assert [item["version"] for item in asked.status()["lists"] if item["office"] == "50"] == [1]
    result = decide_cases(asked.ctx(), [case.id], "50")
    assert result.figures == {"settled": 1, "lists": 1, "queued": 1}
    asked.do("send-supplements")
    assert asked.states("50", version=2) == ["open"]
    assert assignments(asked, "L8") == {"50": "proposed", "34": "forwarded"}


def test_with_the_rule_to_ask_nothing_moves_before_the_coordinator_decides(asking: Town) -> None:
    refuse(asking, "50", "Amt 34", 2)
    (case,) = list_cases(asking.ctx(), only_open=True)
    assert case.reason == "Vorschlag: Amt 34. Die Entscheidung ist der Koordination vorbehalten."
    assert case.proposed_office == "34"
    assert asking.states("50") == ["answered", "disputed"]
    assert assignments(asking, "L8") == {"50": "disputed"}
    decide_cases(asking.ctx(), [case.id], "Kämmerei")
    asking.do("send-supplements")
    assert asking.states("50") == ["answered", "moved"]
    assert [row.service.name for row in asking.rows("20", version=2).values()] == ["Bildung und Teilhabe beantragen"]


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("", "Es wurde kein zuständiges Amt genannt."),
        ("irgendwer im Haus", "Das genannte Amt „irgendwer im Haus“ ist nicht eindeutig."),
        ("Amt 99", "Das genannte Amt „Amt 99“ ist nicht eindeutig."),
        ("50", "Das Amt hat sich selbst als zuständig genannt."),
    ],
)
def test_what_is_unclear_waits_for_the_coordinator(asked: Town, named: str, reason: str) -> None:
    refuse(asked, "50", named, 2)
    (case,) = list_cases(asked.ctx())
    assert (case.state, case.reason) == ("open", reason)
    assert asked.status()["cases"] == {"open": 1, "settled": 0}


def test_a_refusal_taken_back_settles_the_case(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    asked.send_back("50")
    asked.do("collect")
    (case,) = list_cases(asked.ctx())
    assert (case.state, case.settled_office) == ("settled", "50")
    assert case.reason == "Das Amt hat die Zuständigkeit inzwischen bestätigt."
    assert asked.states("50") == ["answered", "answered"]
    assert assignments(asked, "L8") == {"50": "confirmed"}


def say(town: Town, change: dict[str, object]) -> tuple[str, str | None, str | None]:
    """Send the list of the Sozialamt back once more; returns the state of the case, its office and its code."""
    town.clock.wait(hours=1)
    town.send_back("50", {2: change})
    town.do("collect")
    (case,) = list_cases(town.ctx())
    return str(case.state), case.settled_office, case.reason_code


def test_a_refusal_that_comes_again_after_it_was_taken_back_is_heard(asked: Town) -> None:
    assert say(asked, not_ours()) == ("open", None, "not_named")
    assert say(asked, {}) == ("settled", "50", "taken_back")
    assert say(asked, not_ours("weiß nicht")) == ("open", None, "unknown")
    assert asked.states("50") == ["answered", "disputed"]
    assert say(asked, {}) == ("settled", "50", "taken_back")
    assert say(asked, not_ours("Amt 34")) == ("settled", "34", "forwarded")
    assert asked.states("50") == ["answered", "moved"]


def test_a_shared_service_that_is_refused_later_goes_on(asked: Town) -> None:
    shared = {"Zuständig?": "teilweise", "Zuständiges Amt": "Amt 34"}
    assert say(asked, shared) == ("settled", "34", "forwarded")
    assert say(asked, shared | {"Fallzahl pro Jahr": 7}) == ("settled", "34", "forwarded"), "the same again is nothing new"
    assert say(asked, not_ours("34 oder 20")) == ("open", None, "several")


def test_a_service_shared_with_a_further_office_is_a_case_again(asked: Town) -> None:
    assert say(asked, {"Zuständig?": "teilweise", "Zuständiges Amt": "Amt 34"}) == ("settled", "34", "forwarded")
    assert say(asked, {"Zuständig?": "teilweise", "Zuständiges Amt": "Amt 34 und Jobcenter"}) == ("open", None, "more_said")


def test_a_case_is_decided_once(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    (case,) = list_cases(asked.ctx())
    decide_cases(asked.ctx(), [case.id], "34")
    before = asked.dump()
    again = decide_cases(asked.ctx(), [case.id], "34")
    assert again.lines == [f"Der Fall {case.id} war bereits so entschieden."]
    assert not again.changed
    with pytest.raises(InputError, match=r"bereits entschieden \(Amt 34\)"):
        decide_cases(asked.ctx(), [case.id], "20")
    assert asked.dump() == before


def test_unknown_cases_and_offices_are_named(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    with pytest.raises(InputError, match="Zuständigkeitsfall 7 gibt es nicht"):
        decide_cases(asked.ctx(), [7], "34")
    with pytest.raises(InputError, match="Amt „77“ ist nicht bekannt"):
        decide_cases(asked.ctx(), [1], "77")


def test_the_coordinator_may_decide_that_the_refusing_office_is_responsible(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    decide_cases(asked.ctx(), [1], "50")
    asked.do("send-supplements")
    assert asked.states("50", version=2) == ["open"]
    assert assignments(asked, "L8") == {"50": "proposed"}


def test_a_preview_of_a_decision_changes_nothing(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    before = asked.dump()
    assert decide_cases(asked.ctx(preview=True), [1], "34").figures == {"settled": 1, "lists": 1, "queued": 1}
    assert asked.dump() == before


def test_a_case_whose_service_is_gone_has_no_office_and_says_so(asked: Town) -> None:
    asked.send_back("50", {2: not_ours()})
    asked.do("collect")
    data = town_data()
    asked.prepare(replace(data, services=tuple(s for s in data.services if s.ref != "L8")))
    (case,) = list_cases(asked.ctx())
    assert (str(case.state), case.settled_office, case.reason) == ("settled", None, "Die Leistung ist hier entfallen.")
    with pytest.raises(InputError, match=r"bereits entschieden \(kein Amt\)"):
        decide_cases(asked.ctx(), [case.id], "33")
