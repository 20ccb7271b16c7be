"""What becomes of rows whose service is gone, and when it comes back."""

from dataclasses import replace
from datetime import date

import pytest

from ozg_workflow.database.models import Assignment
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.service_list import AssignmentState
from tests.usecases.setup.changed import (
    assignments,
    cases,
    everything_said,
    standing,
    with_new_service,
    with_service,
    without_service,
)
from tests.usecases.town import Town, not_ours

pytestmark = pytest.mark.both_databases


def test_a_withdrawn_service_takes_its_row_out_and_keeps_what_was_answered(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect")
    asked.prepare(without_service("L3"))
    rows = asked.rows("33")
    assert [str(row.state) for row in rows.values()] == ["answered", "withdrawn", "answered"]
    assert rows[2].answers["case_volume"] == 1200
    figures = next(item for item in asked.status()["lists"] if item["office"] == "33")
    assert (figures["rows"], figures["answered"]) == (2, 2)
    assert assignments(asked, "L3") == {"33": "confirmed"}


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


def with_two_new_services(office: str) -> RolloutData:
    data = with_new_service(office)
    new = replace(data.services[-1], ref="L98", key="99999999999998", name="Parkausweis verlängern")
    return replace(data, services=(*data.services, new))


def test_a_supplement_in_the_outbox_asks_no_office_about_a_service_that_is_gone(asked: Town) -> None:
    asked.new_letters()
    asked.prepare(with_new_service("33"))
    asked.do("send-lists")
    asked.prepare()
    asked.do("send-lists", "deliver")
    assert asked.new_letters() == []
    assert asked.findings() == []
    asked.prepare(with_new_service("33"))
    asked.do("send-lists", "deliver")
    (letter,) = asked.new_letters()
    assert "Parkausweis beantragen" in letter.text
    asked.do("send-lists", "deliver")
    assert asked.new_letters() == [], "nobody is asked twice"
    assert asked.findings() == []


def test_a_supplement_in_the_outbox_goes_with_what_is_still_asked(asked: Town) -> None:
    asked.new_letters()
    asked.prepare(with_two_new_services("33"))
    asked.do("send-lists")
    asked.prepare(with_new_service("33"))
    asked.do("send-lists", "deliver")
    (letter,) = asked.new_letters()
    assert "Parkausweis beantragen" in letter.text
    assert "Parkausweis verlängern" not in letter.text
    assert asked.findings() == []


@pytest.mark.parametrize(
    "gone", [("L3",), ("L5", "L6"), ("L8",), ("L1",), ("L2", "L3", "L4"), tuple(f"L{n}" for n in range(1, 9))], ids="-".join
)
def test_a_service_that_comes_back_is_as_it_was_and_nobody_is_asked_twice(asked: Town, gone: tuple[str, ...]) -> None:
    everything_said(asked)
    before, sent = standing(asked), len(asked.messages())
    asked.prepare(without_service(*gone))
    assert standing(asked) != before
    asked.prepare()
    assert standing(asked) == before
    assert not asked.prepare().changed
    asked.do("send-lists")
    assert (standing(asked), len(asked.messages())) == (before, sent)
    assert asked.findings() == []


def test_a_service_nobody_had_answered_for_is_still_on_its_list(asked: Town) -> None:
    asked.prepare(without_service("L6"))
    asked.prepare()
    assert assignments(asked, "L6") == {"34": "proposed"}
    asked.do("send-lists")
    assert asked.states("34") == ["open", "open"]
    assert asked.rows("34", version=2) == {}


def test_what_was_said_while_a_service_was_gone_counts_when_it_comes_back(asked: Town) -> None:
    asked.prepare(without_service("L3", "L8"))
    asked.send_back("33", {2: {"Fallzahl pro Jahr": 77}})
    asked.send_back("50", {2: not_ours("Amt 34")})
    asked.do("collect")
    asked.prepare()
    assert asked.rows("33")[2].answers["case_volume"] == 77
    assert (asked.states("33"), asked.list_state("33")) == (["answered"] * 3, "returned")
    assert assignments(asked, "L3") == {"33": "confirmed"}
    assert asked.states("50") == ["answered", "moved"]
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "proposed"}
    assert asked.findings() == []


def test_a_list_that_was_complete_without_a_row_is_not_complete_with_it(asked: Town) -> None:
    asked.send_back("34", rows=[1])
    asked.do("collect")
    asked.prepare(without_service("L6"))
    asked.prepare()
    assert asked.list_state("34") == "partly_returned"


def test_a_case_goes_on_where_it_was(asked: Town) -> None:
    """Its reason is the former one, and it is as old as it was."""
    asked.send_back("50", {2: not_ours()})
    asked.do("collect")
    (before,) = cases(asked)
    asked.prepare(without_service("L8"))
    asked.clock.wait(days=3)
    asked.prepare()
    assert cases(asked) == [before]


def test_a_service_that_is_proposed_to_another_office_and_back_is_on_its_first_list_again(asked: Town) -> None:
    asked.send_back("50", {2: {"Fallzahl pro Jahr": "viele"}})
    asked.do("collect")
    before = standing(asked)
    asked.prepare(with_service("L8", office="20"))
    asked.prepare()
    assert standing(asked) == before
    asked.do("send-lists")
    assert standing(asked) == before


def test_the_answers_that_an_earlier_version_took_away_come_back(asked: Town) -> None:
    """It withdrew the responsibility, too, and asked again on a Nachtrag when the service came back."""
    asked.send_back("33")
    asked.do("collect")
    asked.prepare(without_service("L3"))
    asked.change(Assignment, Assignment.service.has(ref="L3"), state=AssignmentState.WITHDRAWN)
    asked.prepare()
    assert asked.states("33") == ["answered"] * 3
    assert assignments(asked, "L3") == {"33": "confirmed"}
