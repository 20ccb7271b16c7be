"""Loading the configuration: once, again, and after it was changed while the survey runs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Event, Office, Service
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import Town, new_workspace, not_ours, town_data

pytestmark = pytest.mark.both_databases


def with_service(ref: str, **values: Any) -> RolloutData:
    data = town_data()
    return replace(data, services=tuple(replace(s, **values) if s.ref == ref else s for s in data.services))


def with_new_service(office: str) -> RolloutData:
    data = town_data()
    new = replace(data.services[0], ref="L99", key="99999999999999", name="Parkausweis beantragen", office=office)
    return replace(data, services=(*data.services, new))


def without_service(ref: str) -> RolloutData:
    return replace(town_data(), services=tuple(s for s in town_data().services if s.ref != ref))


def with_deadline(day: date) -> RolloutData:
    data = town_data()
    milestones = tuple(
        replace(m, planned_on=day) if m.action is Action.RETURN_DEADLINE else m for m in data.config.timeline.milestones
    )
    timeline = replace(data.config.timeline, milestones=milestones)
    return replace(data, config=replace(data.config, timeline=timeline))


def assignments(town: Town, ref: str) -> dict[str, str]:
    with town.session() as session:
        query = select(Office.number, Assignment.state).join(Assignment).join(Service).where(Service.ref == ref)
        return {number: str(state) for number, state in session.execute(query)}


def test_a_second_run_changes_nothing_and_says_so(town: Town) -> None:
    before = town.dump()
    result = town.prepare()
    assert town.dump() == before
    assert not result.changed
    assert "nichts geändert" in result.lines[0]
    assert result.figures == {"milestones": 14, "departments": 2, "offices": 5, "services": 8}


def test_files_that_were_edited_are_loaded_with_what_changed(town: Town) -> None:
    path = new_workspace(town.home) / "config" / "bielefeld-2020" / "organisation.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Standesamt", "Amt für Personenstand"), encoding="utf-8")
    result = town.prepare(load_rollouts(town.home)[0])
    assert "Ämter: 0 neu, 1 geändert, 0 entfallen" in result.lines
    with town.session() as session:
        office = session.scalars(select(Office).where(Office.number == "34")).one()
        events = list(session.scalars(select(Event.text).where(Event.verb == "prepared").order_by(Event.id)))
    assert office.name == "Amt für Personenstand"
    assert events[-1] == "Ämter: 0 neu, 1 geändert, 0 entfallen"


def test_a_withdrawn_service_takes_its_row_out_and_keeps_what_was_answered(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect")
    asked.prepare(without_service("L3"))
    rows = asked.rows("33")
    assert [str(row.state) for row in rows.values()] == ["answered", "withdrawn", "answered"]
    assert rows[2].answers["case_volume"] == 1200
    figures = next(item for item in asked.status()["lists"] if item["office"] == "33")
    assert (figures["rows"], figures["answered"]) == (2, 2)
    assert assignments(asked, "L3") == {"33": "withdrawn"}


def test_a_list_is_complete_when_its_last_open_row_is_withdrawn(asked: Town) -> None:
    """Nobody is reminded of a service that is no longer asked about."""
    asked.send_back("34", rows=[1])
    asked.do("collect")
    assert asked.list_state("34") == "partly_returned"
    asked.prepare(without_service("L6"))
    assert asked.list_state("34") == "returned"


def test_a_new_service_goes_out_as_a_supplement_with_its_own_deadline(asked: Town) -> None:
    asked.clock.set(date(2020, 5, 13))
    assert "Leistungen: 1 neu, 0 geändert, 0 entfallen" in asked.prepare(with_new_service("33")).lines
    asked.new_letters()
    asked.do("send-lists", "deliver")
    (letter,) = asked.new_letters()
    assert letter.to == ("dez2@bielefeld.example",)
    assert list(letter.attachments) == ["OZG-Amtsliste_33_Einwohner- und Meldeamt_v2.xlsx"]
    assert "Parkausweis beantragen" in letter.text
    supplement = next(item for item in asked.status()["lists"] if item["version"] == 2)
    # ten working days after 13.05.2020: Ascension Day (21.05.) does not count
    assert (supplement["office"], supplement["rows"], supplement["due_on"]) == ("33", 1, "2020-05-28")


def test_a_service_that_comes_back_into_the_catalogue_is_asked_about_again(asked: Town) -> None:
    asked.prepare(without_service("L6"))
    asked.prepare()
    assert assignments(asked, "L6") == {"34": "proposed"}
    asked.do("send-lists")
    assert asked.states("34") == ["open", "withdrawn"]
    assert [row.service.name for row in asked.rows("34", version=2).values()] == ["Geburtsurkunde ausstellen"]


def test_a_changed_proposal_moves_a_service_nobody_has_answered_for(asked: Town) -> None:
    asked.prepare(with_service("L8", office="20"))
    assert assignments(asked, "L8") == {"50": "withdrawn", "20": "proposed"}
    assert asked.states("50") == ["open", "withdrawn"]
    asked.do("send-lists")
    assert [row.service.name for row in asked.rows("20", version=2).values()] == ["Bildung und Teilhabe beantragen"]


@pytest.mark.parametrize(
    ("answer", "state"), [({}, "confirmed"), ({2: not_ours()}, "disputed"), ({2: not_ours("Amt 34")}, "forwarded")]
)
def test_a_changed_proposal_never_overrules_what_offices_have_said(asked: Town, answer: Any, state: str) -> None:
    asked.send_back("50", answer)
    asked.do("collect")
    settled = assignments(asked, "L8")
    assert settled["50"] == state
    asked.prepare(with_service("L8", office="20"))
    assert assignments(asked, "L8") == settled


def test_an_office_that_was_dissolved_does_not_stop_the_others(asked: Town) -> None:
    """Its lists stay visible with the Dezernat they belonged to."""
    data = town_data()
    organisation = replace(
        data.organisation,
        offices=tuple(o for o in data.organisation.offices if o.number != "10"),
        memberships=tuple(m for m in data.organisation.memberships if m.office != "10"),
    )
    result = asked.prepare(replace(data, organisation=organisation))
    assert "Ämter: 0 neu, 0 geändert, 1 entfallen" in result.lines
    lists = {item["office"]: item["department"] for item in asked.status()["lists"]}
    assert lists["10"] == "1"
    asked.day("2020-05-13", "remind")
    assert not asked.prepare(replace(data, organisation=organisation)).changed


def test_an_extended_deadline_holds_for_lists_that_are_out(asked: Town) -> None:
    """In spring 2020 many deadlines were extended; nobody may be reminded of the old one."""
    asked.prepare(with_deadline(date(2020, 5, 29)))
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-05-29"}
    asked.day("2020-05-19", "remind")
    asked.new_letters()
    asked.do("deliver")
    letters = asked.new_letters()
    assert len(letters) == 2
    assert all("29.05.2020" in letter.subject and "15.05.2020" not in letter.text for letter in letters)


def test_milestones_are_added_moved_and_taken_out_without_undoing_what_is_done(town: Town) -> None:
    town.day("2020-03-18", "announce")
    data = town_data()
    old = data.config.timeline.milestones
    moved = (*(replace(m, planned_on=date(2020, 3, 16)) if m.key == "info-leitungen" else m for m in old if m.key != "konzept"),)
    town.prepare(replace(data, config=replace(data.config, timeline=replace(data.config.timeline, milestones=moved))))
    keys = {m["key"]: m for m in town.status()["milestones"]}
    assert "konzept" not in keys
    assert (keys["info-leitungen"]["planned"], keys["info-leitungen"]["state"]) == ("2020-03-16", "done")
