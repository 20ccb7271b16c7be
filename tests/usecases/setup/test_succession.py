"""Offices are renumbered, merged, split and dissolved while their lists are out: everything goes with them, and back again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Event, Office, Service, ServiceList
from ozg_workflow.domain.consequences import ConsequenceKind
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.office import office_view
from ozg_workflow.usecases.setup.prepare import prepare
from tests.usecases.changed_offices import dated, followed, from_day, heir, renumbered, with_offices
from tests.usecases.town import Town, not_ours, town_data

pytestmark = pytest.mark.both_databases


def lists(town: Town) -> dict[str, tuple[int, str]]:
    """Office and version → answered rows and state."""
    return {f"{i['office']} v{i['version']}": (i["answered"], i["state"]) for i in town.status()["lists"]}


def services(town: Town) -> dict[str, dict[str, str]]:
    """Office → ref → state of the assignment, those that were withdrawn left out."""
    found: dict[str, dict[str, str]] = {}
    with town.session() as session:
        query = select(Office.number, Service.ref, Assignment.state).join(Assignment, Assignment.office_id == Office.id)
        for number, ref, state in session.execute(query.join(Service, Service.id == Assignment.service_id).order_by(Service.ref)):
            if state != "withdrawn":
                found.setdefault(number, {})[ref] = str(state)
    return found


@pytest.mark.parametrize("said", [True, False])
def test_a_renumbered_office_keeps_its_list_its_answers_and_its_services(asked: Town, said: bool) -> None:
    asked.send_back("34", rows=[1])
    asked.do("collect", "deliver")
    result = asked.prepare(renumbered("34", "36", said=said))
    assert "Amt 34 – Standesamt geht in Amt 36 – Standesamt auf: 1 Liste und 2 Leistungen." in result.lines
    (named,) = [item for item in result.consequences if item.kind is ConsequenceKind.OFFICE_FOLLOWS]
    assert (named.text, named.about["new"]) == (
        "Amt 34 – Standesamt geht in Amt 36 – Standesamt auf: 1 Liste und 2 Leistungen",
        ["36"],
    )
    assert lists(asked)["36 v1"] == (1, "partly_returned")
    assert services(asked)["36"] == {"L5": "confirmed", "L6": "proposed"}
    assert "34" not in services(asked)
    assert not asked.prepare(renumbered("34", "36", said=said)).changed
    asked.new_letters()
    asked.do("send-lists", "deliver")
    assert asked.new_letters() == [], "nobody is asked a second time"
    with asked.session() as session:
        event = session.scalars(select(Event).where(Event.verb == "office_succeeded")).one()
    assert event.data == {"old": "34", "new": ["36"]}


def test_the_old_number_still_leads_to_the_office(asked: Town) -> None:
    asked.prepare(renumbered("34", "36"))
    assert office_view(asked.ctx(), "34").number == office_view(asked.ctx(), "Standesamt").number == "36"
    view = office_view(asked.ctx(), "34")
    assert [i.state for i in view.lists] == ["sent"]
    assert "Amt 34 – Standesamt geht in Amt 36 – Standesamt auf: 1 Liste und 2 Leistungen" in [e.text for e in view.entries]


def test_the_old_files_bring_back_the_former_state(asked: Town) -> None:
    asked.send_back("34", rows=[1])
    asked.do("collect", "deliver")
    before = lists(asked), services(asked)
    for data in (renumbered("34", "36"), followed(("33", "34"), heir("36", "Bürgeramt", "33", "34"), places={})):
        asked.prepare(data)
        assert lists(asked) != before[0]
        result = asked.prepare()
        assert any("Amt 34 – Standesamt hat wieder, was bei Amt 36" in line for line in result.lines)
        assert (lists(asked), services(asked)) == before


def test_two_offices_become_one_with_both_lists(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect", "deliver")
    asked.prepare(followed(("33", "34"), heir("36", "Bürgeramt", "33", "34"), places={}))
    assert lists(asked) == {
        "10 v1": (0, "sent"),
        "20 v1": (0, "sent"),
        "36 v1": (3, "returned"),
        "36 v2": (0, "sent"),
        "50 v1": (0, "sent"),
    }
    assert services(asked)["36"] == {
        "L2": "confirmed",
        "L3": "confirmed",
        "L4": "confirmed",
        "L5": "proposed",
        "L6": "proposed",
    }
    with asked.session() as session:
        printed = {
            (i.former_office, i.former_version, i.is_first) for i in session.scalars(select(ServiceList)) if i.former_office
        }
    assert printed == {("33", None, True), ("34", 1, True)}


def test_one_office_takes_another_one_in(asked: Town) -> None:
    data = town_data()
    bigger = replace(next(o for o in data.organisation.offices if o.number == "33"), predecessors=("34",))
    offices = [bigger if o.number == "33" else o for o in data.organisation.offices if o.number != "34"]
    memberships = [m for m in data.organisation.memberships if m.office != "34"]
    asked.prepare(with_offices(data, offices, memberships, {"L5": "33", "L6": "33"}))
    assert lists(asked)["33 v2"] == (0, "sent")
    assert services(asked)["33"].keys() == {"L2", "L3", "L4", "L5", "L6"}
    asked.send_back("34")
    asked.do("collect", "deliver")
    assert lists(asked)["33 v2"] == (2, "returned")


def test_a_catalogue_that_still_has_the_old_number_is_understood(asked: Town) -> None:
    data = renumbered("34", "36")
    old = replace(data, services=town_data().services)
    asked.prepare(old)
    assert services(asked)["36"] == {"L5": "proposed", "L6": "proposed"}
    assert not asked.prepare(data).changed


def split(*, stays: bool) -> Any:
    """The Meldeamt (33) is parted: the Ausweisamt (35) gets L4; the rest stays, or goes to the Meldestelle (36)."""
    young = heir("35", "Ausweisamt", "33")
    if stays:
        return followed(("33",), young, places={"L4": "35"}, stays=True)
    return followed(("33",), heir("36", "Meldestelle", "33"), young, places={"L4": "35"})


@pytest.mark.parametrize("stays", [True, False])
def test_a_split_office_gives_each_service_where_the_catalogue_says(asked: Town, stays: bool) -> None:
    asked.send_back("33", rows=[1, 3])
    asked.do("collect", "deliver")
    asked.prepare(split(stays=stays))
    main = "33" if stays else "36"
    assert services(asked)[main] == {"L2": "confirmed", "L3": "proposed"}
    assert services(asked)["35"] == {"L4": "proposed"}
    assert lists(asked)[f"{main} v1"] == (1, "partly_returned")
    assert not asked.prepare(split(stays=stays)).changed
    asked.new_letters()
    asked.do("send-lists", "deliver")
    (letter,) = asked.new_letters()
    assert [name for name in letter.attachments if name.endswith("xlsx")] == ["OZG-Amtsliste_35_Ausweisamt_v1.xlsx"]


def test_what_has_been_settled_since_the_split_stays(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect", "deliver")
    asked.prepare(split(stays=True))
    asked.do("send-lists", "deliver")
    asked.send_back("35", {1: not_ours("Amt 33")}, rows=[])
    asked.do("collect", "deliver")
    settled = services(asked)
    assert settled["35"] == {"L4": "forwarded"}
    asked.prepare(split(stays=True))
    assert services(asked) == settled


def test_a_dissolved_office_leaves_its_services_to_those_of_the_catalogue(asked: Town) -> None:
    asked.send_back("34", rows=[1])
    asked.do("collect", "deliver")
    data = town_data()
    offices = [o for o in data.organisation.offices if o.number != "34"]
    memberships = [m for m in data.organisation.memberships if m.office != "34"]
    result = asked.prepare(with_offices(data, offices, memberships, {"L5": "33", "L6": "50"}))
    assert any("Amt 34 – Standesamt steht nicht mehr in organisation.csv" in line for line in result.lines)
    assert services(asked)["33"]["L5"] == "proposed"
    assert services(asked)["50"]["L6"] == "proposed"
    asked.new_letters()
    asked.day("2020-05-13", "remind", "deliver")
    assert all("Standesamt" not in letter.text for letter in asked.new_letters())


def test_a_likely_heir_is_asked_for(asked: Town) -> None:
    result = asked.prepare(followed(("34",), heir("36", "Urkundenstelle"), places={}))
    assert any("Ist Amt 36 sein Nachfolger? Dann dort in der Spalte „vorgaenger“ 34 eintragen." in line for line in result.lines)


def test_before_the_first_day_of_the_heir_everything_stays(asked: Town) -> None:
    """The Standesamt ends on 30.04., Amt 36 begins on 01.05.; both stand in the file from 06.04. on."""
    data = followed(("34",), heir("36", "Standesamt", "34"), places={"L5": "36", "L6": "36"}, stays=True)
    data = from_day(data, date(2020, 5, 1), ("34",), "36")
    before = lists(asked), services(asked)
    asked.prepare(data)
    assert (lists(asked), services(asked)) == before
    assert asked.do("send-lists").mails == []
    asked.day("2020-05-04")
    asked.prepare(data)
    assert lists(asked)["36 v1"] == (0, "sent")
    assert services(asked)["36"] == {"L5": "proposed", "L6": "proposed"}
    assert asked.do("send-lists").mails == []


def test_a_new_office_cannot_follow_one_that_nobody_knows(asked: Town) -> None:
    before = asked.dump()
    with pytest.raises(
        InputError, match=r"Amt 36 nennt als Vorgänger „63“; das gab es hier nicht\. Bekannt sind: 10, 20, 33, 34, 50"
    ):
        asked.prepare(followed(("34",), heir("36", "Standesamt", "63"), places={}))
    assert asked.dump() == before


def test_a_catalogue_that_does_not_say_which_heir_has_a_service_is_refused(asked: Town) -> None:
    data = followed(("34",), heir("36", "Eheamt", "34"), heir("37", "Urkundenamt", "34"), places={"L6": "34"})
    with pytest.raises(
        InputError, match=r"ihm folgen Amt 36 und Amt 37; bitte eines davon eintragen bei „Geburtsurkunde ausstellen“"
    ):
        asked.prepare(data)


def test_what_offices_write_about_the_old_number_means_the_new_one(asked: Town) -> None:
    asked.prepare(renumbered("34", "36"))
    asked.send_back("33", {1: not_ours("Amt 34"), 2: not_ours("34 Standesamt")})
    asked.do("collect", "deliver")
    assert {ref: state for ref, state in services(asked)["36"].items() if ref in ("L2", "L3")} == {
        "L2": "proposed",
        "L3": "proposed",
    }


def test_an_office_without_dates_in_a_new_rollout_may_name_a_predecessor_of_the_past(town: Town) -> None:
    """The file of last year is used again: its predecessors are history there."""
    data = renumbered("34", "36")
    ctx = replace(town.ctx(), rollout_key="bielefeld-2021")
    again = replace(data, config=replace(data.config, key="bielefeld-2021"))
    prepare(ctx, again)
    assert not prepare(ctx, again).changed


def test_dates_alone_change_no_list(asked: Town) -> None:
    before = lists(asked), services(asked)
    asked.prepare(dated("34", last=date(2020, 4, 1)))
    assert (lists(asked), services(asked)) == before
